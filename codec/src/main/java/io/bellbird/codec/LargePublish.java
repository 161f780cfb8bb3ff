package io.bellbird.codec;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * A PUBLISH whose payload is taken off the buffer as it arrives, so that nobody has to hold all of it twice. What it takes
 * grows with what has come: who announces much and sends little gets little.
 */
final class LargePublish {
    /** Payloads of so many bytes are large. */
    static final int PAYLOAD_MIN = 64 * 1024;

    private static final int GROWTH = 4;

    private final Publish head;
    private final int payloadLength;
    private byte[] payload = new byte[PAYLOAD_MIN];
    private int length;

    /**
     * Nothing of the payload has been taken yet.
     *
     * @param head with an empty payload
     * @param payloadLength {@link #PAYLOAD_MIN} or more
     */
    LargePublish(Publish head, int payloadLength) {
        this.head = head;
        this.payloadLength = payloadLength;
    }

    /**
     * Takes what there is of the payload.
     *
     * @return whether that is all
     */
    boolean take(ByteBuf in) {
        int taken = Math.min(in.readableBytes(), payloadLength - length);
        if (length + taken > payload.length) {
            long grown = (long) GROWTH * Math.max(payload.length, taken);
            payload = Arrays.copyOf(payload, (int) Math.min(payloadLength, grown));
        }
        in.readBytes(payload, length, taken);
        length += taken;
        return length == payloadLength;
    }

    /** Bytes that it takes in memory. */
    int heldBytes() {
        return payload.length;
    }

    /** The packet, once its payload is whole. */
    Publish packet() {
        return new Publish(
                head.packetId(),
                head.topic(),
                head.qos(),
                head.duplicate(),
                head.retain(),
                Bytes.wrap(payload),
                head.properties(),
                head.subscriptionIdentifiers());
    }
}
