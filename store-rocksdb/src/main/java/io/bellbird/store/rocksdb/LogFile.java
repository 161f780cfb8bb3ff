package io.bellbird.store.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A log of RocksDB, looked at from outside: RocksDB drops an incomplete end without a word, and does not say which file
 * is damaged.
 *
 * <p>A log has blocks of 32 KiB. A block has fragments, each with a header: a masked CRC-32C of what follows it, 2 bytes
 * of length, a type; all lowest byte first. What is left of a block and too short for a header is filled up.
 */
final class LogFile {
    private static final int BLOCK_BYTES = 32 << 10;
    private static final int HEADER_BYTES = 7;
    /** Some types have the number of the log in their header too. */
    private static final int LONG_HEADER_BYTES = 11;

    private static final int CHECKSUM_BYTES = 4;
    private static final int TYPE_INDEX = 6;
    private static final int FULL = 1;
    private static final int FIRST = 2;
    private static final int MIDDLE = 3;
    private static final int LAST = 4;
    private static final int MASK_DELTA = 0xa282_ead8;

    private final Path file;
    private boolean withinRecord;

    private LogFile(Path file) {
        this.file = file;
    }

    /** How a log ends. */
    enum Condition {
        WHOLE,
        /** The end is not complete, or not what was written, as a loss of power leaves it. */
        CUT,
        /** A record is not what was written, and whole ones come after it. */
        DAMAGED
    }

    /** What is wrong with a log, and from which byte on. */
    record Finding(Path file, Condition condition, long offset, long size) {}

    /** The logs of a database that are not whole. */
    static List<Finding> check(Path database) throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (Path log : logs(database)) {
            Finding finding = new LogFile(log).checkFrom(0);
            if (finding.condition != Condition.WHOLE) {
                findings.add(finding);
            }
        }
        return findings;
    }

    /** The newest log of a database when it is cut; only its end is read. */
    static Optional<Finding> checkNewestEnd(Path database) throws IOException {
        List<Path> logs = logs(database);
        if (logs.isEmpty()) {
            return Optional.empty();
        }
        Finding finding = new LogFile(logs.get(logs.size() - 1)).checkFrom(Long.MAX_VALUE);
        return Optional.of(finding).filter(found -> found.condition == Condition.CUT);
    }

    /**
     * Takes what is not whole off the end of the newest log, when that is all that is wrong. RocksDB itself drops an end
     * that is too short, but not one in which something else stands, as when a file had grown and its last blocks had
     * not been written.
     *
     * @return what was wrong, or nothing when it is something else
     */
    static Optional<Finding> dropEnd(Path database) throws IOException {
        List<Path> logs = logs(database);
        List<Finding> findings = check(database);
        if (findings.size() != 1
                || findings.get(0).condition != Condition.CUT
                || !findings.get(0).file.equals(logs.get(logs.size() - 1))) {
            return Optional.empty();
        }
        Finding end = findings.get(0);
        try (FileChannel channel = FileChannel.open(end.file, StandardOpenOption.WRITE)) {
            channel.truncate(end.offset);
            channel.force(true);
        }
        return Optional.of(end);
    }

    /** The oldest first. */
    private static List<Path> logs(Path database) throws IOException {
        List<Path> logs = new ArrayList<>();
        if (Files.isDirectory(database)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(database, "*.log")) {
                files.forEach(logs::add);
            }
        }
        Collections.sort(logs);
        return logs;
    }

    private Finding checkFrom(long from) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            long lastBlock = Math.max(0, (size - 1) / BLOCK_BYTES * BLOCK_BYTES);
            ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            long start = Math.min(from, lastBlock);
            for (long offset = start; offset < size; offset += BLOCK_BYTES) {
                read(channel, offset, block);
                Condition condition = checkBlock(block, offset == lastBlock);
                if (condition != Condition.WHOLE) {
                    long found = offset + block.position();
                    boolean end = condition == Condition.CUT || !isWholeAfter(channel, offset, block);
                    return new Finding(file, end ? Condition.CUT : Condition.DAMAGED, found, size);
                }
            }
            return new Finding(file, withinRecord ? Condition.CUT : Condition.WHOLE, size, size);
        }
    }

    private static void read(FileChannel channel, long offset, ByteBuffer block) throws IOException {
        block.clear();
        while (block.hasRemaining() && channel.read(block, offset + block.position()) > 0) {
            // until the block is full or the file ends
        }
        block.flip();
    }

    /** Whether any fragment after the one at the block's position is whole. */
    private static boolean isWholeAfter(FileChannel channel, long offset, ByteBuffer block) throws IOException {
        int next = fragmentEnd(block);
        if (next <= block.limit() && isWhole(block.position(next))) {
            return true;
        }
        for (long later = offset + BLOCK_BYTES; later < channel.size(); later += BLOCK_BYTES) {
            read(channel, later, block);
            if (isWhole(block)) {
                return true;
            }
        }
        return false;
    }

    /** Whether there is a fragment at the block's position, and it is what was written. */
    private static boolean isWhole(ByteBuffer block) {
        if (block.remaining() < HEADER_BYTES || block.get(block.position() + TYPE_INDEX) == 0) {
            return false;
        }
        int end = fragmentEnd(block);
        return end <= block.limit()
                && checksum(block, block.position() + TYPE_INDEX, end) == block.getInt(block.position());
    }

    private static int fragmentEnd(ByteBuffer block) {
        int start = block.position();
        int length = block.getShort(start + CHECKSUM_BYTES) & 0xFFFF;
        return start + headerBytes(block.get(start + TYPE_INDEX) & 0xFF) + length;
    }

    /** Leaves the position of the block at what is wrong. */
    private Condition checkBlock(ByteBuffer block, boolean last) {
        while (block.remaining() >= HEADER_BYTES) {
            int start = block.position();
            int type = block.get(start + TYPE_INDEX) & 0xFF;
            int length = block.getShort(start + CHECKSUM_BYTES) & 0xFFFF;
            if (type == 0 && length == 0) {
                // space that was allocated ahead
                return Condition.WHOLE;
            }
            int end = fragmentEnd(block);
            if (end > block.limit()) {
                return last ? Condition.CUT : Condition.DAMAGED;
            }
            if (checksum(block, start + TYPE_INDEX, end) != block.getInt(start)) {
                return Condition.DAMAGED;
            }
            follow(type);
            block.position(end);
        }
        return last && block.hasRemaining() && block.limit() < BLOCK_BYTES ? Condition.CUT : Condition.WHOLE;
    }

    private static int headerBytes(int type) {
        boolean withLogNumber = (type >= 5 && type <= 8) || type == 11 || type == 131;
        return withLogNumber ? LONG_HEADER_BYTES : HEADER_BYTES;
    }

    private static int checksum(ByteBuffer block, int start, int end) {
        CRC32C checksum = new CRC32C();
        checksum.update(block.duplicate().limit(end).position(start));
        int value = (int) checksum.getValue();
        return Integer.rotateRight(value, 15) + MASK_DELTA;
    }

    private void follow(int type) {
        int kind = type >= 5 && type <= 8 ? type - 4 : type;
        if (kind == FIRST || kind == MIDDLE) {
            withinRecord = true;
        } else if (kind == FULL || kind == LAST) {
            withinRecord = false;
        }
    }
}
