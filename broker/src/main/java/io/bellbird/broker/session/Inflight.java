package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.monitor.Gauges;
import io.bellbird.broker.monitor.MemoryCount;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a session that have a packet id and are on its connection: sent and not yet acknowledged to the end.
 * Found by id, and kept in the order in which they were sent. The memory and the gauges of the shard count them.
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

    private final MemoryCount memory;
    private final Gauges gauges;
    private final PacketIds packetIds = new PacketIds();
    private final IntPredicate reserved;
    private final IntPredicate free = this::isFree;
    private @Nullable OutboundMessage[] slots = NO_SLOTS;
    private @Nullable OutboundMessage first;
    private @Nullable OutboundMessage last;
    private int size;
    private long bytes;

    /**
     * Nothing is in flight.
     *
     * @param memory where the bytes of messages are counted
     * @param gauges where they and their bytes are counted
     * @param reserved the packet ids that new messages may not have, because others will come back with them
     */
    Inflight(MemoryCount memory, Gauges gauges, IntPredicate reserved) {
        this.memory = memory;
        this.gauges = gauges;
        this.reserved = reserved;
    }

    int size() {
        return size;
    }

    /** What all of them count, in bytes. */
    long bytes() {
        return bytes;
    }

    /** The oldest, or null; {@link OutboundMessage#next} leads on. */
    @Nullable
    OutboundMessage first() {
        return first;
    }

    /** Gives the message the next packet id and takes it in as the newest. */
    void add(OutboundMessage message) {
        growIfFull();
        message.packetId = packetIds.next(free);
        append(message);
    }

    /** Takes in a message that has its packet id already, as the newest. */
    void restore(OutboundMessage message) {
        growIfFull();
        while (slots[slot(message.packetId)] != null) {
            grow();
        }
        append(message);
    }

    private void append(OutboundMessage message) {
        slots[slot(message.packetId)] = message;
        message.previous = last;
        if (last == null) {
            first = message;
        } else {
            last.next = message;
        }
        last = message;
        size++;
        bytes += message.bytes;
        memory.add(message.bytes);
        gauges.inflight(1, message.bytes);
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
        bytes -= message.bytes;
        memory.remove(message.bytes);
        gauges.inflight(-1, -message.bytes);
    }

    /** All of them now, in order. */
    List<OutboundMessage> all() {
        List<OutboundMessage> all = new ArrayList<>(size);
        for (OutboundMessage message = first; message != null; message = message.next) {
            all.add(message);
        }
        return all;
    }

    /** Takes out all of them, in order. */
    List<OutboundMessage> removeAll() {
        List<OutboundMessage> all = all();
        all.forEach(this::remove);
        return all;
    }

    private boolean isFree(int packetId) {
        if (reserved.test(packetId)) {
            return false;
        }
        OutboundMessage message = slots[slot(packetId)];
        while (message != null && message.packetId != packetId && slots.length < SLOTS_ROOMY) {
            grow();
            message = slots[slot(packetId)];
        }
        return message == null;
    }

    private void growIfFull() {
        if (2 * (size + 1) > slots.length) {
            grow();
        }
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
