package io.bellbird.store.rocksdb;

/**
 * A batch of RocksDB as bytes, as its {@code write_batch.cc} describes them: 8 bytes for a sequence number, which
 * RocksDB fills in, 4 bytes for the count, the lowest first; then the changes, each a tag, the number of the family, and
 * key and value after their lengths. The form is that of RocksDB's log, so that it does not change.
 */
final class GroupBuffer {
    private static final int DELETE = 0x4;
    private static final int PUT = 0x5;
    private static final int SINGLE_DELETE = 0x8;

    private static final int COUNT_INDEX = 8;
    private static final int CAPACITY = 1 << 16;
    /** A buffer that grew beyond this for one large group is given up afterwards. */
    private static final int KEPT_CAPACITY_MAX = 4 << 20;

    private ByteWriter out = new ByteWriter(CAPACITY);
    private int count;

    GroupBuffer() {
        begin();
    }

    /** A point to go back to. */
    record Mark(int length, int count) {}

    private void begin() {
        out.clear().put64(0).put32(0);
        count = 0;
    }

    int length() {
        return out.length();
    }

    boolean isEmpty() {
        return count == 0;
    }

    Mark mark() {
        return new Mark(out.length(), count);
    }

    void reset(Mark mark) {
        out.truncate(mark.length);
        count = mark.count;
    }

    void put(Family family, ByteWriter key, ByteWriter value) {
        begin(PUT, family, key);
        out.putVariable(value.length()).putBytes(value);
    }

    /** Deletes a key in the way that its family asks for. */
    void delete(Family family, ByteWriter key) {
        begin(family.isWrittenOnce() ? SINGLE_DELETE : DELETE, family, key);
    }

    private void begin(int tag, Family family, ByteWriter key) {
        count++;
        out.put8(tag).putVariable(family.number());
        out.putVariable(key.length()).putBytes(key);
    }

    /** All changes since the last call. */
    byte[] finish() {
        out.set32LittleEndian(COUNT_INDEX, count);
        byte[] batch = out.toByteArray();
        if (batch.length > KEPT_CAPACITY_MAX) {
            out = new ByteWriter(CAPACITY);
        }
        begin();
        return batch;
    }
}
