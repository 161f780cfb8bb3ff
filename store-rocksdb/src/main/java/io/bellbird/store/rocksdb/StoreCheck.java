package io.bellbird.store.rocksdb;

import io.bellbird.broker.routing.Publication;
import io.bellbird.codec.Bytes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.rocksdb.RocksDBException;

/** Reads everything that a database has, and compares what belongs together. */
final class StoreCheck {
    private static final int PROBLEMS_MAX = 200;

    private final RocksDatabase database;
    private final Consumer<String> progress;
    private final List<String> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Set<Long> sessions = new HashSet<>();
    private final Set<Long> queues = new HashSet<>();
    private final NumberPairMap payloads = new NumberPairMap();
    private final ByteWriter keyOut = new ByteWriter(64);
    private long entries;
    private long leftovers;
    private long unsettled;

    StoreCheck(RocksDatabase database, Consumer<String> progress) {
        this.database = database;
        this.progress = progress;
    }

    /** Something that is right, or not. */
    private interface Test {
        void of(byte[] key, byte[] value) throws RocksDBException;
    }

    CheckReport run() {
        progress.accept("comparing the checksums of all files");
        attempt("files", database::verifyChecksums);
        attempt(Family.META.toString(), () -> checkMeta(Meta.read(database)));
        if (leftovers > 0) {
            notes.add(leftovers + " entries of sessions that are removed; the broker removes them");
        }
        if (unsettled > 0) {
            notes.add(unsettled + " queued messages that were never acknowledged; the broker drops them");
        }
        return new CheckReport(entries, problems, notes);
    }

    /** Something that reads. */
    private interface Reading {
        void run() throws RocksDBException, StoreException;
    }

    private void attempt(String what, Reading reading) {
        try {
            reading.run();
        } catch (RocksDBException | DamagedValueException | StoreException e) {
            problem(what + ": " + e.getMessage());
        }
    }

    private void problem(String text) {
        if (problems.size() < PROBLEMS_MAX) {
            problems.add(text);
        } else if (problems.size() == PROBLEMS_MAX) {
            problems.add("and more");
        }
    }

    private void checkMeta(Meta meta) throws StoreException {
        meta.checkFormat("this folder");
        StoreTime time = new StoreTime(InstantSource.system(), System::nanoTime);
        PublicationFormat publications = new PublicationFormat(time, meta.generation() + 1);
        QueueFormat queueFormat = new QueueFormat(time, meta.generation() + 1);
        each(Family.SESSION, (key, value) -> {
            SessionFormat.readSession(Keys.numberOf(key), value);
            sessions.add(Keys.numberOf(key));
        });
        queues.addAll(sessions);
        each(Family.GROUP, (key, value) -> {
            SessionFormat.readGroup(Keys.numberOf(key), value);
            queues.add(Keys.numberOf(key));
        });
        each(Family.SUBSCRIPTION, (key, value) -> {
            SessionFormat.readSubscription(value);
            Keys.filterOf(key);
            owned(sessions, key);
        });
        each(Family.RECEIVED, (key, value) -> {
            Keys.receivedOf(key);
            new ByteReader(value).end();
            owned(sessions, key);
        });
        each(Family.RETAINED, (key, value) -> checkRetained(key, value, publications));
        each(Family.QUEUE, (key, value) -> checkEntry(key, value, meta, queueFormat));
        each(Family.PACKET_ID, (key, value) -> {
            SessionFormat.readAssigned(value);
            checkOwner(Family.QUEUE, key);
        });
        each(Family.RELEASED, (key, value) -> {
            new ByteReader(value).end();
            checkOwner(Family.PACKET_ID, key);
        });
        checkPayloads();
    }

    private void each(Family family, Test test) {
        progress.accept("reading " + family);
        attempt(
                family.toString(),
                () -> Entries.forEach(database, family, (key, value) -> {
                    entries++;
                    try {
                        test.of(key, value);
                    } catch (DamagedValueException e) {
                        problem(Keys.inWords(family, key) + ": " + e.getMessage());
                    }
                }));
    }

    private void owned(Set<Long> owners, byte[] key) {
        if (!owners.contains(Keys.numberOf(key))) {
            leftovers++;
        }
    }

    private void checkRetained(byte[] key, byte[] value, PublicationFormat format) throws RocksDBException {
        ByteReader in = new ByteReader(value);
        Publication publication = format.read(in, false, Payloads.NONE);
        in.end();
        if (!Bytes.wrap(publication.topic().utf8()).equals(Bytes.wrap(key))) {
            throw new DamagedValueException("it is a message on " + publication.topic());
        }
    }

    private void checkEntry(byte[] key, byte[] value, Meta meta, QueueFormat format) throws RocksDBException {
        owned(queues, key);
        PublicationFormat.Head head = QueueFormat.head(value);
        if (head.payloadNumber() != 0) {
            payloads.add(head.payloadNumber(), 0, 1);
        }
        if (!meta.counts(head.number())) {
            unsettled++;
        }
        format.read(Keys.numberOf(key), Keys.sequenceOf(key), value, this::payload);
    }

    private Bytes payload(long number) throws RocksDBException {
        byte[] payload =
                database.get(Family.MESSAGE, Keys.payload(keyOut, number).toByteArray());
        if (payload == null) {
            throw new DamagedValueException("its payload " + number + " is missing");
        }
        return Bytes.wrap(payload);
    }

    private void checkOwner(Family owner, byte[] key) throws RocksDBException {
        if (queues.contains(Keys.numberOf(key)) && database.get(owner, key) == null) {
            throw new DamagedValueException("nothing in " + owner + " belongs to it");
        }
    }

    private void checkPayloads() {
        long[] unused = new long[1];
        attempt(
                Family.MESSAGE.toString(),
                () -> Entries.read(database, Family.MESSAGE, null, (key, at) -> {
                    entries++;
                    unused[0] += payloads.get(Keys.payloadOf(key), 0) == 0 ? 1 : 0;
                    return true;
                }));
        if (unused[0] > 0) {
            notes.add(unused[0] + " payloads that no message has any more; the broker removes them");
        }
    }
}
