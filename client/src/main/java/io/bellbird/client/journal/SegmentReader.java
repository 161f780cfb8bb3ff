package io.bellbird.client.journal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads a segment from its beginning to its end, or to where it is torn. Belongs to one thread. */
final class SegmentReader {
    private final Path file;
    private final ByteBuf bytes;

    private SegmentReader(Path file, ByteBuf bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /**
     * Reads a file.
     *
     * @return null when not even its header is there, since its writer was ended in the middle of it
     * @throws IOException when it is something else than this segment
     */
    static @Nullable SegmentReader open(Path file, long number) throws IOException {
        ByteBuf bytes = Unpooled.wrappedBuffer(Files.readAllBytes(file));
        SegmentReader reader = new SegmentReader(file, bytes);
        if (bytes.readableBytes() < Segment.HEADER_BYTES || reader.isZero()) {
            return null;
        }
        if (!Segment.isHeader(bytes, number)) {
            throw reader.damaged();
        }
        bytes.skipBytes(Segment.HEADER_BYTES);
        return reader;
    }

    /** A file that had grown when the power failed, and got no content. */
    private boolean isZero() {
        return bytes.forEachByte(value -> value == 0) < 0;
    }

    int salt() {
        return bytes.getInt(Integer.BYTES);
    }

    /** Where the next frame begins, or should. */
    int position() {
        return bytes.readerIndex();
    }

    /** How many bytes have not been read. */
    int left() {
        return bytes.readableBytes();
    }

    /** The records of the next frame; null when there is none here. */
    @Nullable
    ByteBuf next() {
        int start = bytes.readerIndex();
        if (!isFrame(start)) {
            return null;
        }
        bytes.skipBytes(Batch.HEAD_BYTES);
        return bytes.readSlice(bytes.getInt(start + Integer.BYTES));
    }

    private boolean isFrame(int start) {
        if (bytes.writerIndex() - start < Batch.HEAD_BYTES || bytes.getInt(start) != salt()) {
            return false;
        }
        int length = bytes.getInt(start + Integer.BYTES);
        int records = start + Batch.HEAD_BYTES;
        return length >= 0
                && length <= bytes.writerIndex() - records
                && bytes.getInt(start + 2 * Integer.BYTES)
                        == Batch.checksum(start, length, bytes.nioBuffer(records, length));
    }

    /** Whether there is a frame somewhere behind: then what is here was whole once. */
    boolean hasMore() {
        for (int start = bytes.readerIndex() + 1; start + Batch.HEAD_BYTES <= bytes.writerIndex(); start++) {
            if (isFrame(start)) {
                return true;
            }
        }
        return false;
    }

    /** What to throw for the place where it stands. */
    IOException damaged() {
        return new IOException("the journal is damaged: " + file + " at byte " + position() + " of "
                + (position() + left()) + ". The messages behind it cannot be read. Restore the folder from a copy, or "
                + "move it away to begin with an empty one, which gives up the messages in it");
    }
}
