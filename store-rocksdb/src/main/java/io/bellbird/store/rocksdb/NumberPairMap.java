package io.bellbird.store.rocksdb;

/**
 * Small numbers by pairs of numbers, in 40 bytes or less for each. An absent pair has the value 0, and one that gets
 * the value 0 is absent. Open addressing, at most half full; removing moves what follows back, so that nothing is left
 * of it. Not for two threads at once.
 */
final class NumberPairMap {
    private static final int CAPACITY_MIN = 16;

    private long[] firsts = new long[CAPACITY_MIN];
    private long[] seconds = new long[CAPACITY_MIN];
    /** 0 in a slot that is free. */
    private int[] values = new int[CAPACITY_MIN];

    private int size;

    /** Takes each pair of a map. */
    interface Visitor {
        void visit(long first, long second, int value);
    }

    int size() {
        return size;
    }

    int get(long first, long second) {
        return values[slot(first, second)];
    }

    /** Gives a pair another value; 0 removes it. */
    void set(long first, long second, int value) {
        int slot = slot(first, second);
        if (value == 0) {
            remove(slot);
            return;
        }
        if (values[slot] == 0) {
            size++;
        }
        firsts[slot] = first;
        seconds[slot] = second;
        values[slot] = value;
        if (size > values.length / 2) {
            resize(2 * values.length);
        }
    }

    /** Adds to the value of a pair. */
    int add(long first, long second, int delta) {
        int value = get(first, second) + delta;
        set(first, second, value);
        return value;
    }

    void forEach(Visitor visitor) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] != 0) {
                visitor.visit(firsts[i], seconds[i], values[i]);
            }
        }
    }

    /** Where the pair is, or would be. */
    private int slot(long first, long second) {
        int mask = values.length - 1;
        int slot = home(first, second, mask);
        while (values[slot] != 0 && (firsts[slot] != first || seconds[slot] != second)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private static int home(long first, long second, int mask) {
        long mixed = (first * 0x9E37_79B9_7F4A_7C15L + second) * 0xD6E8_FEB8_6659_FD93L;
        return (int) (mixed >>> 32) & mask;
    }

    private void remove(int slot) {
        if (values[slot] == 0) {
            return;
        }
        size--;
        int mask = values.length - 1;
        int free = slot;
        values[free] = 0;
        for (int next = free + 1 & mask; values[next] != 0; next = next + 1 & mask) {
            int home = home(firsts[next], seconds[next], mask);
            // it may move back when its home is not between the free slot and itself
            if ((next - home & mask) >= (next - free & mask)) {
                firsts[free] = firsts[next];
                seconds[free] = seconds[next];
                values[free] = values[next];
                values[next] = 0;
                free = next;
            }
        }
        if (values.length > CAPACITY_MIN && size < values.length / 8) {
            resize(values.length / 2);
        }
    }

    private void resize(int capacity) {
        long[] oldFirsts = firsts;
        long[] oldSeconds = seconds;
        int[] oldValues = values;
        firsts = new long[capacity];
        seconds = new long[capacity];
        values = new int[capacity];
        for (int i = 0; i < oldValues.length; i++) {
            if (oldValues[i] != 0) {
                int slot = slot(oldFirsts[i], oldSeconds[i]);
                firsts[slot] = oldFirsts[i];
                seconds[slot] = oldSeconds[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
