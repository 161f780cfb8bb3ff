package io.bellbird.app.mosquitto;

import io.bellbird.codec.Bytes;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How the chunks of some formats are laid out. What the fields mean, and whether they make sense, is not its part. */
sealed interface ChunkLayout permits LayoutUpTo4, LayoutFrom5 {
    int CONFIGURATION = 1;
    int MESSAGE = 2;
    int DELIVERY = 3;
    int RETAINED = 4;
    int SUBSCRIPTION = 5;
    int SESSION = 6;

    Chunk chunk(FileCursor in) throws IOException, MosquittoFileException;

    Configuration configuration(FileCursor in) throws IOException, MosquittoFileException;

    Message message(FileCursor in) throws IOException, MosquittoFileException;

    Delivery delivery(FileCursor in) throws IOException, MosquittoFileException;

    /** The number of the message that is retained. */
    default long retained(FileCursor in) throws IOException, MosquittoFileException {
        return in.nativeLong("the number of a retained message");
    }

    Subscription subscription(FileCursor in) throws IOException, MosquittoFileException;

    Session session(FileCursor in) throws IOException, MosquittoFileException;

    /**
     * What every chunk begins with.
     *
     * @param bytes of what follows
     */
    record Chunk(long type, long bytes) {}

    /**
     * The first chunk.
     *
     * @param numberBytes how long the number of a message is
     */
    record Configuration(long lastNumber, int numberBytes) {}

    /**
     * A message.
     *
     * @param expires seconds since 1970, or 0
     * @param username of the publisher; null when it had none, or it is not known
     * @param payload where it begins in the file
     * @param properties with their length before them, or empty
     */
    record Message(
            long number,
            long expires,
            String publisher,
            @Nullable String username,
            Bytes topic,
            int qos,
            int retain,
            long payload,
            long payloadBytes,
            Bytes properties) {}

    /**
     * A message on its way.
     *
     * @param properties with their length before them, or empty
     */
    record Delivery(
            String clientId,
            long number,
            int packetId,
            int qos,
            int state,
            int direction,
            int retain,
            int duplicate,
            Bytes properties) {}

    record Subscription(String clientId, String filter, int qos, int options, long identifier) {}

    /**
     * A session.
     *
     * @param expires seconds since 1970, or 0
     * @param disconnected seconds since 1970, or 0
     */
    record Session(
            String clientId,
            @Nullable String username,
            int lastPacketId,
            long expiryIntervalSeconds,
            long expires,
            long disconnected) {}
}
