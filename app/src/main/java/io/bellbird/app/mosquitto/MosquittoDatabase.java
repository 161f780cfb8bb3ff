package io.bellbird.app.mosquitto;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A database of Mosquitto, read and checked whole when it is opened. Messages stay in the file and are read from it one
 * by one, so that what this takes in memory does not depend on their payloads. Mosquitto may go on meanwhile, since it
 * writes each new state into a new file.
 *
 * <p>Used by one thread.
 */
public final class MosquittoDatabase implements Closeable {
    private final MessageReader messages;
    private final int version;
    private final List<MosquittoSession> sessions;
    private final List<Long> retained;
    private final List<String> findings;

    MosquittoDatabase(
            MessageReader messages,
            int version,
            List<MosquittoSession> sessions,
            List<Long> retained,
            List<String> findings) {
        this.messages = messages;
        this.version = version;
        this.sessions = List.copyOf(sessions);
        this.retained = List.copyOf(retained);
        this.findings = List.copyOf(findings);
    }

    /**
     * Opens a file and reads all of it but the payloads.
     *
     * @throws MosquittoFileException when it is no database of Mosquitto, of a format that is not known, was written by
     *     a machine of another byte order, ends early or contradicts itself
     */
    public static MosquittoDatabase open(Path file) throws IOException, MosquittoFileException {
        FileCursor in = FileCursor.open(file);
        try {
            return new DatabaseReader(in).read();
        } catch (IOException | MosquittoFileException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** Whether a file begins as a database of Mosquitto does; false when it cannot be read. */
    public static boolean isOne(Path file) {
        try (FileCursor in = FileCursor.open(file)) {
            return DatabaseReader.hasMagic(in);
        } catch (IOException | MosquittoFileException e) {
            return false;
        }
    }

    /** The number of the format, 3..6. */
    public int version() {
        return version;
    }

    /** In the order of the file. */
    public List<MosquittoSession> sessions() {
        return sessions;
    }

    /** Where the retained messages stand, for {@link #message}; in the order of the file, each topic once. */
    public List<Long> retained() {
        return retained;
    }

    /** Sentences that say what is odd in the file, and not damage. */
    public List<String> findings() {
        return findings;
    }

    /**
     * Reads a message.
     *
     * @param place from a {@link MosquittoDelivery} or from {@link #retained()}
     */
    public MosquittoMessage message(long place) throws IOException, MosquittoFileException {
        return messages.read(place);
    }

    @Override
    public void close() throws IOException {
        messages.close();
    }
}
