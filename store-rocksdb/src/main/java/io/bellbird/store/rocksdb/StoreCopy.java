package io.bellbird.store.rocksdb;

import io.bellbird.broker.store.Numbers;
import io.bellbird.codec.Bytes;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Writes what a database has into a new one, entry by entry. */
final class StoreCopy {
    private static final int GROUP_BYTES = 1 << 20;
    private static final long CACHE_BYTES = 64 << 20;
    private static final int GONE_MAX = 200;

    private final Database from;
    private final Database to;
    private final boolean skipDamage;
    private final GroupBuffer out = new GroupBuffer();
    private final ByteWriter keyOut = new ByteWriter(64);
    private final ByteWriter valueOut = new ByteWriter(1024);
    private final List<String> gone = new ArrayList<>();
    private final QueueFormat queueFormat;
    private final PublicationFormat publicationFormat;
    private int generation;
    private long kept;

    private StoreCopy(Database from, Database to, boolean skipDamage) {
        this.from = from;
        this.to = to;
        this.skipDamage = skipDamage;
        StoreTime time = new StoreTime(InstantSource.system(), System::nanoTime);
        this.queueFormat = new QueueFormat(time, 0);
        this.publicationFormat = new PublicationFormat(time, 0);
    }

    /** What was copied, and what was not. */
    record Result(long kept, List<String> gone) {}

    /**
     * Copies all that is as it should be, and brings it to the disk.
     *
     * @param folder of the new database
     * @param skipDamage whether to go on behind what cannot be read, or is not what this format writes
     */
    static Result copy(Database from, Path folder, boolean skipDamage) throws RocksDBException {
        try (Database to = RocksDatabase.open(folder, RocksOptions.forWriting(CACHE_BYTES, true))) {
            StoreCopy copy = new StoreCopy(from, to, skipDamage);
            for (Family family : Family.values()) {
                copy.copy(family);
            }
            if (skipDamage) {
                copy.beginWithNewNumbers();
            }
            copy.write();
            to.flush();
            to.sync();
            return new Result(copy.kept, copy.gone);
        }
    }

    private void copy(Family family) throws RocksDBException {
        byte[] next = {};
        while (next != null) {
            next = copy(family, next);
        }
    }

    /** Copies until the end, or until damage; then returns where to go on. */
    private byte @Nullable [] copy(Family family, byte[] start) throws RocksDBException {
        byte[] last = start;
        try (ReadOptions options = new ReadOptions().setFillCache(false);
                RocksIterator at = from.iterator(family, options)) {
            for (at.seek(start); at.isValid(); at.next()) {
                last = at.key();
                copy(family, last, at.value());
            }
            at.status();
            return null;
        } catch (RocksDBException e) {
            if (!skipDamage || !RocksDatabase.isDamage(e)) {
                throw e;
            }
            byte[] next = behindDamage(family, last);
            gone("entries of " + family + " behind " + Keys.inWords(family, last)
                    + (next == null ? "" : " up to " + Keys.inWords(family, next)) + ": " + e.getMessage());
            return next;
        }
    }

    /** The first entry that can be read behind damage, or null when there is none. */
    private byte @Nullable [] behindDamage(Family family, byte[] last) throws RocksDBException {
        byte[] key = Arrays.copyOf(last, last.length + Long.BYTES);
        BigInteger start = new BigInteger(1, key);
        BigInteger damaged = BigInteger.ZERO;
        BigInteger distance = BigInteger.ONE;
        while (isDamaged(family, start.add(distance), key.length)) {
            damaged = distance;
            distance = distance.shiftLeft(1);
        }
        while (distance.subtract(damaged).compareTo(BigInteger.ONE) > 0) {
            BigInteger middle = distance.add(damaged).shiftRight(1);
            if (isDamaged(family, start.add(middle), key.length)) {
                damaged = middle;
            } else {
                distance = middle;
            }
        }
        return seek(family, start.add(distance), key.length);
    }

    private boolean isDamaged(Family family, BigInteger key, int length) throws RocksDBException {
        try {
            seek(family, key, length);
            return false;
        } catch (RocksDBException e) {
            if (!RocksDatabase.isDamage(e)) {
                throw e;
            }
            return true;
        }
    }

    /** The first entry from a key on, or null. */
    private byte @Nullable [] seek(Family family, BigInteger key, int length) throws RocksDBException {
        if (key.bitLength() > length * Byte.SIZE) {
            return null;
        }
        byte[] digits = key.toByteArray();
        byte[] padded = new byte[length];
        int count = Math.min(digits.length, length);
        System.arraycopy(digits, digits.length - count, padded, length - count, count);
        try (ReadOptions options = new ReadOptions();
                RocksIterator at = from.iterator(family, options)) {
            at.seek(padded);
            if (at.isValid()) {
                return at.key();
            }
            at.status();
            return null;
        }
    }

    private void copy(Family family, byte[] key, byte[] value) throws RocksDBException {
        if (skipDamage) {
            try {
                check(family, key, value);
            } catch (DamagedValueException e) {
                gone(Keys.inWords(family, key) + ": " + e.getMessage());
                return;
            }
        }
        out.put(family, keyOut.clear().putBytes(key), valueOut.clear().putBytes(value));
        kept++;
        if (out.length() >= GROUP_BYTES) {
            write();
        }
    }

    private void gone(String text) {
        if (gone.size() < GONE_MAX) {
            gone.add(text);
        } else if (gone.size() == GONE_MAX) {
            gone.add("and more");
        }
    }

    private void write() throws RocksDBException {
        to.write(out.finish());
    }

    private void check(Family family, byte[] key, byte[] value) throws RocksDBException {
        switch (family) {
            case META -> {}
            case SESSION -> SessionFormat.readSession(number(key), value);
            case GROUP -> SessionFormat.readGroup(number(key), value);
            case SUBSCRIPTION -> {
                Keys.filterOf(key);
                SessionFormat.readSubscription(value);
            }
            case QUEUE -> {
                generation = Math.max(generation, Numbers.generationOfSequence(Keys.sequenceOf(key)));
                queueFormat.read(number(key), Keys.sequenceOf(key), value, this::payload);
            }
            case MESSAGE -> generation = Math.max(generation, Numbers.generationOfSequence(Keys.payloadOf(key)));
            case PACKET_ID -> SessionFormat.readAssigned(value);
            case RELEASED -> {
                Keys.sequenceOf(key);
                new ByteReader(value).end();
            }
            case RECEIVED -> {
                Keys.receivedOf(key);
                new ByteReader(value).end();
            }
            case RETAINED -> {
                ByteReader in = new ByteReader(value);
                publicationFormat.read(in, false, Payloads.NONE);
                in.end();
            }
        }
    }

    private long number(byte[] key) {
        long number = Keys.numberOf(key);
        generation = Math.max(generation, Numbers.generationOfSession(number));
        return number;
    }

    private Bytes payload(long number) throws RocksDBException {
        byte[] payload =
                from.get(Family.MESSAGE, Keys.payload(new ByteWriter(8), number).toByteArray());
        if (payload == null) {
            throw new DamagedValueException("its payload " + number + " is missing");
        }
        return Bytes.wrap(payload);
    }

    /** What is gone may be the news of the last starts: no number may come again. */
    private void beginWithNewNumbers() throws RocksDBException {
        write();
        Meta meta = Meta.read(to);
        int begun = Math.max(generation, meta.generation()) + 1;
        out.put(
                Family.META,
                keyOut.clear().putBytes(Keys.FORMAT),
                valueOut.clear().put32(Meta.FORMAT));
        out.put(
                Family.META,
                keyOut.clear().putBytes(Keys.GENERATION),
                valueOut.clear().put32(begun));
    }
}
