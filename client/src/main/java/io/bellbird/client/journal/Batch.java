package io.bellbird.client.journal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * What is written with one write: a frame, with its records in it. Belongs to the journal's thread.
 *
 * <pre>
 * frame:   salt of the segment (4)  length of the records (4)  CRC-32C of position, length and records (4)  records
 * record:  0 state
 *          1 sequence (8) message
 *          code of a fact: number (8)
 * </pre>
 */
final class Batch {
    static final int HEAD_BYTES = 12;
    static final byte STATE = 0;
    static final byte MESSAGE = 1;

    /** A buffer that has grown beyond this is not kept. */
    private static final int BUFFER_BYTES_MAX = 1 << 20;

    private static final int BUFFER_BYTES = 4_096;

    private ByteBuf frame = Unpooled.directBuffer(BUFFER_BYTES).writeZero(HEAD_BYTES);
    private final List<Entry.Note> facts = new ArrayList<>();
    private int messages;

    /** Begins anew. */
    void clear() {
        if (frame.capacity() > BUFFER_BYTES_MAX) {
            frame.release();
            frame = Unpooled.directBuffer(BUFFER_BYTES);
        }
        frame.clear().writeZero(HEAD_BYTES);
        facts.clear();
        messages = 0;
    }

    void add(State state) {
        frame.writeByte(STATE);
        state.write(frame);
    }

    void add(long sequence, Entry.Content content) {
        frame.writeByte(MESSAGE).writeLong(sequence);
        ContentFormat.write(content, frame);
        messages++;
    }

    void add(Fact fact, long number) {
        frame.writeByte(fact.code).writeLong(number);
        facts.add(new Entry.Note(fact, number, () -> {}));
    }

    /** Of the records, in bytes. */
    int length() {
        return frame.readableBytes() - HEAD_BYTES;
    }

    /** How many messages it has. */
    int messages() {
        return messages;
    }

    List<Entry.Note> facts() {
        return facts;
    }

    /** The whole, for a place in a segment; valid until the batch changes. */
    ByteBuffer frame(int salt, long position) {
        int length = length();
        frame.setInt(0, salt).setInt(Integer.BYTES, length);
        frame.setInt(2 * Integer.BYTES, checksum(position, length, frame.nioBuffer(HEAD_BYTES, length)));
        return frame.nioBuffer();
    }

    /** The position is in it so that a frame is none at another place, as within a payload. */
    static int checksum(long position, int length, ByteBuffer records) {
        CRC32C checksum = new CRC32C();
        checksum.update(ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                .putLong(position)
                .putInt(length)
                .flip());
        checksum.update(records);
        return (int) checksum.getValue();
    }

    void release() {
        frame.release();
    }
}
