package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a session that have a packet id: sent and not yet acknowledged to the end. Found by id, and kept in
 * the order in which they were first sent, which is the order of resending [MQTT-4.6.0-1].
 *
 * <p>Ids ascend, so that an array indexed by their low bits finds them without boxing; the messages themselves are
 * linked into the order.
 */
@ShardConfined
final class Inflight {
    private static final int SLOTS_MIN = 16;
    /** Above this size an id whose slot is taken is left out rather than the array doubled. */
    private static final int SLOTS_ROOMY = 4096;

    private static final @Nullable OutboundMessage[] NO_SLOTS = new OutboundMessage[0];

    private final PacketIds packetIds = new PacketIds();
    private @Nullable OutboundMessage[] slots = NO_SLOTS;
    private @Nullable OutboundMessage first;
    private @Nullable OutboundMessage last;
    private int size;

    int size() {
        return size;
    }

    /** The oldest, or null; {@link OutboundMessage#next} leads on. */
    @Nullable
    OutboundMessage first() {
        return first;
    }

    /** Gives the message the next packet id and takes it in as the newest. */
    void add(OutboundMessage message) {
        if (2 * (size + 1) > slots.length) {
            grow();
        }
        message.packetId = packetIds.next(this::isFree);
        slots[slot(message.packetId)] = message;
        message.previous = last;
        if (last == null) {
            first = message;
        } else {
            last.next = message;
        }
        last = message;
        size++;
    }

    @Nullable
    OutboundMessage get(int packetId) {
        if (slots.length == 0) {
            return null;
        }
        OutboundMessage message = slots[slot(packetId)];
        return message != null && message.packetId == packetId ? message : null;
    }

    /** Takes out a message that is in. */
    void remove(OutboundMessage message) {
        assert get(message.packetId) == message : message.packetId;
        slots[slot(message.packetId)] = null;
        if (message.previous == null) {
            first = message.next;
        } else {
            message.previous.next = message.next;
        }
        if (message.next == null) {
            last = message.previous;
        } else {
            message.next.previous = message.previous;
        }
        message.previous = null;
        message.next = null;
        size--;
    }

    private boolean isFree(int packetId) {
        OutboundMessage message = slots[slot(packetId)];
        while (message != null && message.packetId != packetId && slots.length < SLOTS_ROOMY) {
            grow();
            message = slots[slot(packetId)];
        }
        return message == null;
    }

    private void grow() {
        slots = new OutboundMessage[Math.max(SLOTS_MIN, 2 * slots.length)];
        for (OutboundMessage message = first; message != null; message = message.next) {
            slots[slot(message.packetId)] = message;
        }
    }

    private int slot(int packetId) {
        return packetId & (slots.length - 1);
    }
}
