package io.bellbird.store.rocksdb;

import io.bellbird.broker.store.Numbers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.rocksdb.RocksDBException;

/**
 * What a database says of itself.
 *
 * @param format 0 for a new database
 * @param generation how often it was opened
 * @param group number of the last group that was written
 * @param resolved up to this generation all publications that have numbers are settled, or were dropped
 * @param lanes the last settled publication of each lane
 */
record Meta(int format, int generation, long group, int resolved, Map<Long, Long> lanes) {
    /**
     * The format that this class, and all others here, write. They read the earlier ones as well: format 1 does not say
     * which user published a retained message.
     */
    static final int FORMAT = 2;

    private static final int LANE_BITS = 6;
    private static final int GENERATION_MAX = (1 << 20) - 1;

    /** @throws DamagedValueException when it does not make sense */
    static Meta read(Database database) throws RocksDBException {
        int[] small = new int[3];
        long[] group = new long[1];
        Map<Long, Long> lanes = new HashMap<>();
        Entries.forEach(database, Family.META, (key, value) -> {
            ByteReader in = new ByteReader(value);
            long lane = Keys.laneOf(key);
            if (lane >= 0) {
                lanes.put(lane, in.get64());
            } else if (Arrays.equals(key, Keys.GROUP)) {
                group[0] = in.get64();
            } else {
                small[index(key)] = (int) in.get32();
            }
            in.end();
        });
        return new Meta(small[0], small[1], group[0], small[2], Map.copyOf(lanes));
    }

    private static int index(byte[] key) {
        if (Arrays.equals(key, Keys.FORMAT)) {
            return 0;
        }
        if (Arrays.equals(key, Keys.GENERATION)) {
            return 1;
        }
        if (Arrays.equals(key, Keys.RESOLVED)) {
            return 2;
        }
        throw new DamagedValueException("no such key");
    }

    /** @throws StoreException when it is not a format that can be read */
    void checkFormat(Object folder) throws StoreException {
        if (format > FORMAT) {
            throw new StoreException("the store in " + folder + " has format " + format
                    + ", and this version knows formats up to " + FORMAT
                    + " only: start the newer version that wrote it, or choose another persistence_location");
        }
        if ((format == 0 && generation != 0) || format < 0 || generation < 0) {
            throw new DamagedValueException("no format in " + Family.META);
        }
    }

    /**
     * Begins a new generation, and brings that to the disk: its numbers must never be given out again.
     *
     * @return what the database says from then on
     */
    Meta begin(Database database, Object folder) throws StoreException, RocksDBException {
        if (generation == GENERATION_MAX) {
            throw new StoreException("the store in " + folder + " was opened " + generation
                    + " times and has no numbers left: choose another persistence_location");
        }
        Meta begun = new Meta(FORMAT, generation + 1, group + 1, resolved, lanes);
        begun.write(database);
        database.sync();
        return begun;
    }

    private void write(Database database) throws RocksDBException {
        GroupBuffer out = new GroupBuffer();
        ByteWriter key = new ByteWriter(32);
        ByteWriter value = new ByteWriter(Long.BYTES);
        out.put(Family.META, key.clear().putBytes(Keys.FORMAT), value.clear().put32(format));
        out.put(
                Family.META,
                key.clear().putBytes(Keys.GENERATION),
                value.clear().put32(generation));
        out.put(Family.META, key.clear().putBytes(Keys.GROUP), value.clear().put64(group));
        database.write(out.finish());
    }

    /**
     * Whether an entry with this publication counts: it has no number, is of this process, or its publication was
     * settled.
     *
     * @param publication its number, or 0
     */
    boolean counts(long publication) {
        if (publication == 0) {
            return true;
        }
        int of = Numbers.generationOfPublication(publication);
        return of <= resolved || of == generation || lanes.getOrDefault(lane(publication), 0L) >= publication;
    }

    /** The lane of a publication in its generation: the numbers of one grow as they are settled. */
    static long lane(long publication) {
        return (long) Numbers.generationOfPublication(publication) << LANE_BITS
                | Numbers.laneOfPublication(publication);
    }
}
