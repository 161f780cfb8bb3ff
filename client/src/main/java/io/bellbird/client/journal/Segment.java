package io.bellbird.client.journal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One file of the journal, and which of its messages are still needed. Belongs to the journal's thread.
 *
 * <pre>
 * header:  "BBJ1" (4)  salt (4)  number (8)  CRC-32C of these (4)
 * </pre>
 */
final class Segment {
    static final int HEADER_BYTES = 20;
    static final int MAGIC = 0x42424A31;

    final Path file;
    final long number;
    final int salt;
    /** No message in it has a lower one. */
    final long firstSequence;

    private final BitSet live = new BitSet();
    private @Nullable FileChannel channel;
    private long size;
    /** There may be something behind {@code size}. */
    private boolean dirty;
    /** A sync has failed: what is written from now on might not be safe though the next one succeeds. */
    private boolean suspect;

    Segment(Path file, long number, int salt, long firstSequence, long size) {
        this.file = file;
        this.number = number;
        this.salt = salt;
        this.firstSequence = firstSequence;
        this.size = size;
    }

    /** Begins a file with the state that holds now; it is on the disk when this returns. */
    static Segment create(Disk disk, Path file, long number, int salt, State state) throws IOException {
        Segment segment = new Segment(file, number, salt, state.nextSequence, HEADER_BYTES);
        Batch batch = new Batch();
        FileChannel channel = null;
        try {
            batch.add(state);
            ByteBuffer first = batch.frame(salt, HEADER_BYTES);
            segment.size += first.remaining();
            channel = disk.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
            write(channel, Unpooled.wrappedBuffer(header(salt, number), first).nioBuffer(), 0);
            channel.force(true);
            segment.channel = channel;
            return segment;
        } catch (IOException e) {
            if (channel != null) {
                channel.close();
                Files.deleteIfExists(file);
            }
            throw e;
        } finally {
            batch.release();
        }
    }

    private static ByteBuffer header(int salt, long number) {
        ByteBuffer header =
                ByteBuffer.allocate(HEADER_BYTES).putInt(MAGIC).putInt(salt).putLong(number);
        return header.putInt(headerChecksum(header.array())).flip();
    }

    static int headerChecksum(byte[] header) {
        CRC32C checksum = new CRC32C();
        checksum.update(header, 0, HEADER_BYTES - Integer.BYTES);
        return (int) checksum.getValue();
    }

    /** It was read, and ends there. */
    void read(long to) {
        size = to;
    }

    /** Goes on with a file that was read, and has nothing behind what was read. */
    void open(Disk disk) throws IOException {
        channel = disk.open(file, StandardOpenOption.WRITE);
        channel.truncate(size);
    }

    /**
     * Appends a batch as a whole or not at all.
     *
     * @param synced it is on the disk when this returns
     */
    void append(Batch batch, boolean synced) throws IOException {
        repair();
        ByteBuffer frame = batch.frame(salt, size);
        int bytes = frame.remaining();
        dirty = true;
        try {
            write(opened(), frame, size);
        } catch (IOException e) {
            repair(e);
            throw e;
        }
        if (synced) {
            try {
                opened().force(false);
            } catch (IOException e) {
                suspect = true;
                repair(e);
                throw e;
            }
        }
        dirty = false;
        size += bytes;
    }

    private static void write(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        for (long at = position; bytes.hasRemaining(); ) {
            at += channel.write(bytes, at);
        }
    }

    /** Cuts off what was begun; when that fails, it is tried before the next append. */
    private void repair(IOException cause) {
        try {
            repair();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private void repair() throws IOException {
        if (dirty) {
            opened().truncate(size);
            dirty = false;
        }
    }

    private FileChannel opened() {
        if (channel == null) {
            throw new IllegalStateException(file + " is not open");
        }
        return channel;
    }

    /** Whether the next batch belongs into another file. */
    boolean isFull(int bytesMax) {
        return size >= bytesMax || suspect;
    }

    /** Nothing more is appended. */
    void finish() throws IOException {
        repair();
        opened().force(true);
    }

    void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }

    void add(long sequence) {
        live.set((int) (sequence - firstSequence));
    }

    void remove(long sequence) {
        live.clear((int) (sequence - firstSequence));
    }

    /** Whether none of its messages is needed any more. */
    boolean isDone() {
        return live.isEmpty();
    }

    @Override
    public String toString() {
        return file + ", " + size + " bytes, " + live.cardinality() + " messages";
    }

    /** Whether a file begins as a segment of this number does. */
    static boolean isHeader(ByteBuf bytes, long number) {
        byte[] header = new byte[HEADER_BYTES];
        bytes.getBytes(0, header);
        return bytes.getInt(0) == MAGIC
                && bytes.getLong(2 * Integer.BYTES) == number
                && bytes.getInt(HEADER_BYTES - Integer.BYTES) == headerChecksum(header);
    }
}
