package io.bellbird.store.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Some space of the disk that is given back when the disk is full: without it a database could not even be opened then.
 *
 * <p>Concurrent: freed by the committer, made anew by the timer; both only create or delete the one file.
 */
final class ReserveFile {
    private static final Logger log = LoggerFactory.getLogger(ReserveFile.class);

    /** The log of a database that is opened, a manifest and what RocksDB allocates ahead. */
    static final long BYTES = 16 << 20;

    private static final int CHUNK_BYTES = 1 << 16;

    private final Path file;

    ReserveFile(Path file) {
        this.file = file;
    }

    /** Gives the space back. */
    void free() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.warn("the reserve cannot be freed file={} cause={}", file, e.toString());
        }
    }

    /** Takes the space, unless it is taken or cannot be. */
    void take() {
        if (file.toFile().length() == BYTES) {
            return;
        }
        // a file system that compresses would give no space for zeros
        byte[] chunk = new byte[CHUNK_BYTES];
        new Random(0).nextBytes(chunk);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            for (long written = 0; written < BYTES; written += CHUNK_BYTES) {
                ByteBuffer rest = ByteBuffer.wrap(chunk);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
            }
        } catch (IOException e) {
            log.debug("no space for the reserve file={} cause={}", file, e.toString());
            free();
        }
    }
}
