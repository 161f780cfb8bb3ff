package io.bellbird.app.mosquitto;

import io.bellbird.codec.Bytes;
import java.io.IOException;

/**
 * Formats 5 (Mosquitto 1.6) and 6 (2.0 and 2.1): structures of C as they lie in memory, with the gaps that the machine
 * leaves at their ends, and then the texts that belong to them.
 */
final class LayoutFrom5 implements ChunkLayout {
    private static final int RETAIN_SHIFT = 4;
    private static final int DUPLICATE_MASK = 0x0F;
    /** After the fields of a subscription and a session, where the machine aligns to 4 or 8 bytes. */
    private static final int GAP_BYTES_MAX = 6;

    private final int version;

    LayoutFrom5(int version) {
        this.version = version;
    }

    @Override
    public Chunk chunk(FileCursor in) throws IOException, MosquittoFileException {
        long type = in.unsignedInt("the type of a chunk");
        return new Chunk(type, in.unsignedInt("the length of a chunk"));
    }

    @Override
    public Configuration configuration(FileCursor in) throws IOException, MosquittoFileException {
        long lastNumber = in.nativeLong("the last message number");
        in.skip(1, "the mark of a clean stop");
        int numberBytes = in.unsignedByte("the size of a message number");
        skipGap(in, 0);
        return new Configuration(lastNumber, numberBytes);
    }

    @Override
    public Message message(FileCursor in) throws IOException, MosquittoFileException {
        long number = in.nativeLong("the number of a message");
        long expires = in.nativeLong("the expiry of a message");
        long payloadBytes = in.unsignedInt("the length of a payload");
        in.skip(2, "the packet id from the publisher");
        int publisherBytes = in.unsignedShort("the length of a client id");
        int usernameBytes = in.unsignedShort("the length of a username");
        int topicBytes = in.unsignedShort("the length of a topic");
        in.skip(2, "the port of a publisher");
        int qos = in.unsignedByte("a QoS");
        int retain = in.unsignedByte("a RETAIN flag");
        String publisher = in.string(publisherBytes, "the client id of a publisher");
        String username = usernameBytes == 0 ? null : in.string(usernameBytes, "the username of a publisher");
        Bytes topic = in.bytes(topicBytes, "a topic");
        long payload = in.position();
        in.skip(payloadBytes, "a payload");
        Bytes properties = in.bytes(in.remaining(), "the properties of a message");
        return new Message(number, expires, publisher, username, topic, qos, retain, payload, payloadBytes, properties);
    }

    @Override
    public Delivery delivery(FileCursor in) throws IOException, MosquittoFileException {
        long number = in.nativeLong("the number of a message");
        int packetId = in.unsignedShort("a packet id");
        int clientIdBytes = in.unsignedShort("the length of a client id");
        int qos = in.unsignedByte("a QoS");
        int state = in.unsignedByte("the state of a delivery");
        int retainAndDuplicate = in.unsignedByte("the RETAIN and DUP flags");
        int direction = in.unsignedByte("a direction");
        String clientId = in.string(clientIdBytes, "a client id");
        Bytes properties = in.bytes(in.remaining(), "the properties of a delivery");
        return new Delivery(
                clientId,
                number,
                packetId,
                qos,
                state,
                direction,
                retainAndDuplicate >> RETAIN_SHIFT,
                retainAndDuplicate & DUPLICATE_MASK,
                properties);
    }

    @Override
    public Subscription subscription(FileCursor in) throws IOException, MosquittoFileException {
        long identifier = in.unsignedInt("a subscription identifier");
        int clientIdBytes = in.unsignedShort("the length of a client id");
        int filterBytes = in.unsignedShort("the length of a topic filter");
        int qos = in.unsignedByte("a QoS");
        int options = in.unsignedByte("subscription options");
        skipGap(in, clientIdBytes + filterBytes);
        String clientId = in.string(clientIdBytes, "a client id");
        return new Subscription(clientId, in.string(filterBytes, "a topic filter"), qos, options, identifier);
    }

    @Override
    public Session session(FileCursor in) throws IOException, MosquittoFileException {
        long expires = in.nativeLong("the expiry of a session");
        long interval = in.unsignedInt("a session expiry interval");
        int lastPacketId = in.unsignedShort("the last packet id");
        int clientIdBytes = in.unsignedShort("the length of a client id");
        int usernameBytes = 0;
        if (version == 6) {
            in.skip(2, "the port of a client");
            usernameBytes = in.unsignedShort("the length of a username");
            skipGap(in, clientIdBytes + usernameBytes);
        }
        String clientId = in.string(clientIdBytes, "a client id");
        // Mosquitto 2.0 may have written any bytes of its memory for a client without a username.
        Bytes username = in.bytes(usernameBytes, "a username");
        return new Session(
                clientId, username.isEmpty() ? null : FileCursor.decode(username), lastPacketId, interval, expires, 0);
    }

    /** Skips what lies between the fields and the {@code rest} at the end of the chunk. */
    private static void skipGap(FileCursor in, int rest) throws IOException, MosquittoFileException {
        long gap = in.remaining() - rest;
        if (gap > GAP_BYTES_MAX) {
            throw in.problem("expected the chunk to end after " + rest + " bytes, it has " + in.remaining()
                    + "; the file is damaged");
        }
        if (gap > 0) {
            in.skip(gap, "a gap");
        }
    }
}
