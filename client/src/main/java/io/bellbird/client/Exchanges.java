package io.bellbird.client;

import org.jspecify.annotations.Nullable;

/**
 * The packet ids in use, 1..65,535, and for what [MQTT-2.2.1-3]. An id is used again as late as can be; those up to a
 * limit are given by somebody else. Belongs to the client's loop.
 */
final class Exchanges {
    static final int ID_MAX = 0xFFFF;
    private static final int SLOTS_MIN = 16;

    /** By id modulo their number; always less than half of them are taken. */
    private @Nullable Exchange[] slots = new Exchange[SLOTS_MIN];

    private int[] ids = new int[SLOTS_MIN];
    private final int reserved;
    private int count;
    /** In use of those that are not reserved. */
    private int given;

    private int last;

    /** All ids are given. */
    Exchanges() {
        this(0);
    }

    /** @param reserved ids from 1 to this one are not given, only put; 0 for none */
    Exchanges(int reserved) {
        this.reserved = reserved;
        this.last = reserved;
    }

    /** The next id that is given is the one after this, since the broker may know others from an earlier process. */
    void beginAfter(int id) {
        last = Math.max(id, reserved);
    }

    /** How many ids are in use. */
    int count() {
        return count;
    }

    /** Whether there is an id to give. */
    boolean hasRoom() {
        return given < ID_MAX - reserved;
    }

    /**
     * Gives an id that is not in use.
     *
     * @throws IllegalStateException when all are
     */
    int add(Exchange exchange) {
        if (!hasRoom()) {
            throw new IllegalStateException("all packet ids are in use");
        }
        do {
            last = last == ID_MAX ? reserved + 1 : last + 1;
        } while (get(last) != null);
        given++;
        put(last, exchange);
        return last;
    }

    /** Takes an id that is not in use. */
    void put(int id, Exchange exchange) {
        while (ids[id & (slots.length - 1)] != 0) {
            grow();
        }
        int slot = id & (slots.length - 1);
        slots[slot] = exchange;
        ids[slot] = id;
        count++;
        if (2 * count > slots.length && slots.length <= ID_MAX) {
            grow();
        }
    }

    private void grow() {
        @Nullable Exchange[] oldSlots = slots;
        int[] oldIds = ids;
        slots = new Exchange[2 * oldSlots.length];
        ids = new int[slots.length];
        for (int i = 0; i < oldSlots.length; i++) {
            if (oldIds[i] != 0) {
                slots[oldIds[i] & (slots.length - 1)] = oldSlots[i];
                ids[oldIds[i] & (slots.length - 1)] = oldIds[i];
            }
        }
    }

    /** What an id is in use for, or null. */
    @Nullable
    Exchange get(int id) {
        int slot = id & (slots.length - 1);
        return ids[slot] == id ? slots[slot] : null;
    }

    /** Lets go of an id. */
    void remove(int id) {
        int slot = id & (slots.length - 1);
        if (ids[slot] == id && slots[slot] != null) {
            slots[slot] = null;
            ids[slot] = 0;
            count--;
            given -= id > reserved ? 1 : 0;
        }
    }
}
