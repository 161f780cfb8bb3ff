package io.bellbird.app.bench;

import io.bellbird.codec.Bytes;
import java.nio.ByteBuffer;

/**
 * What each payload begins with, so that a receiver knows what is missing, what came twice, and how late it is.
 *
 * @param run tells the messages of this run from others on the same topics
 * @param stream 0 or more
 * @param sequence in the stream, from 0 on
 * @param dueNanos when it was to be sent, on the clock of this process
 */
record Stamp(int run, int stream, long sequence, long dueNanos) {
    /** That it takes. */
    static final int BYTES = 2 * Integer.BYTES + 2 * Long.BYTES;

    /** @param size of the payload, in bytes; {@link #BYTES} or more */
    Bytes payload(int size) {
        byte[] payload = new byte[size];
        ByteBuffer.wrap(payload).putInt(run).putInt(stream).putLong(sequence).putLong(dueNanos);
        return Bytes.wrap(payload);
    }

    /** The stamp of a payload; one of run 0, which there is not, when it has none. */
    static Stamp of(Bytes payload) {
        if (payload.length() < BYTES) {
            return new Stamp(0, 0, 0, 0);
        }
        ByteBuffer buffer = ByteBuffer.wrap(payload.array());
        return new Stamp(buffer.getInt(), buffer.getInt(), buffer.getLong(), buffer.getLong());
    }
}
