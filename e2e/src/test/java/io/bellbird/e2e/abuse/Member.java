package io.bellbird.e2e.abuse;

import io.bellbird.e2e.wire.Packet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** One client of a {@link Crowd}: its socket, what is to be sent, and what came. Confined to the crowd's thread. */
final class Member {
    private static final byte[] NOTHING = new byte[0];

    private final SelectionKey key;
    private final SocketChannel channel;
    private final Queue<ByteBuffer> unsent = new ArrayDeque<>(1);
    private byte[] unparsed = NOTHING;
    private boolean reading = true;
    private boolean closed;

    private Packet.@Nullable ConnAck connAck;
    private int subAcks;
    private int publishes;
    private int acks;
    /** The highest reason of CONNACK, SUBACK, PUBACK or DISCONNECT. */
    private int reason;

    Member(SelectionKey key, SocketChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    boolean isConnected() {
        return channel.isConnected();
    }

    /** The broker has ended the connection. */
    boolean isClosed() {
        return closed;
    }

    boolean isAccepted() {
        return connAck != null && connAck.reason() == 0;
    }

    /** The broker had the session already. */
    boolean isSessionPresent() {
        return connAck != null && connAck.sessionPresent();
    }

    int subAcks() {
        return subAcks;
    }

    int publishes() {
        return publishes;
    }

    /** PUBACK, PUBREC, PUBREL and PUBCOMP that came. */
    int acks() {
        return acks;
    }

    int reason() {
        return reason;
    }

    boolean hasUnsent() {
        return !unsent.isEmpty();
    }

    /** Sends as soon as the socket takes it. */
    void send(byte[] bytes) {
        unsent.add(ByteBuffer.wrap(bytes));
        if (channel.isConnected()) {
            flush();
        }
    }

    /** Leaves what comes in the socket, from now on. */
    void stopReading() {
        reading = false;
        updateInterest();
    }

    void readOn() {
        reading = true;
        updateInterest();
    }

    /** Ends the connection without DISCONNECT. */
    void close() {
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close a socket", e);
        }
    }

    /** The connection is there. */
    void onConnected() {
        flush();
    }

    void flush() {
        try {
            while (!closed && !unsent.isEmpty()) {
                ByteBuffer next = unsent.element();
                channel.write(next);
                if (next.hasRemaining()) {
                    break;
                }
                unsent.remove();
            }
        } catch (IOException e) {
            close(); // the broker may close it at any time
        }
        updateInterest();
    }

    private void updateInterest() {
        if (!closed && channel.isConnected()) {
            key.interestOps((reading ? SelectionKey.OP_READ : 0) | (unsent.isEmpty() ? 0 : SelectionKey.OP_WRITE));
        }
    }

    /**
     * Reads what is there, behind what was left over.
     *
     * @param buffer of the crowd, with room for the largest packet
     * @return false when there is no more
     */
    boolean read(ByteBuffer buffer) {
        buffer.clear().put(unparsed);
        int count;
        try {
            count = channel.read(buffer);
        } catch (IOException e) {
            count = -1; // reset by the broker
        }
        buffer.flip();
        return count >= 0;
    }

    /** What is no whole packet yet. */
    void keep(ByteBuffer rest) {
        unparsed = rest.hasRemaining() ? new byte[rest.remaining()] : NOTHING;
        rest.get(unparsed);
    }

    void count(Packet packet) {
        if (packet instanceof Packet.Publish) {
            publishes++;
        } else if (packet instanceof Packet.Ack ack) {
            acks++;
            reason = Math.max(reason, ack.reason());
        } else if (packet instanceof Packet.SubAck subAck) {
            subAcks++;
            reason = Math.max(reason, subAck.reason() < 0x80 ? 0 : subAck.reason());
        } else if (packet instanceof Packet.ConnAck answer) {
            connAck = answer;
            reason = Math.max(reason, answer.reason());
        } else if (packet instanceof Packet.Disconnect disconnect) {
            reason = Math.max(reason, disconnect.reason());
        }
    }
}
