package io.bellbird.app.mosquitto;

import java.nio.file.Path;

/** A file is not a database of Mosquitto that can be read, or it is damaged. */
public final class MosquittoFileException extends Exception {
    private static final long serialVersionUID = 1L;

    private final long offset;

    /** @param offset of the byte at which the reader noticed, from 0 */
    MosquittoFileException(Path file, long offset, String problem) {
        super(file + ", byte " + offset + ": " + problem, null, false, false);
        this.offset = offset;
    }

    /** Offset of the byte at which the reader noticed, from 0. The message names it too. */
    public long offset() {
        return offset;
    }
}
