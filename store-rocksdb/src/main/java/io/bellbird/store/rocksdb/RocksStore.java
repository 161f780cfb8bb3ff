package io.bellbird.store.rocksdb;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.Reloadable;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.store.Durability;
import io.bellbird.broker.store.Recovery;
import io.bellbird.broker.store.SessionStore;
import io.bellbird.broker.store.StoreBatch;
import io.bellbird.broker.store.StoreFigures;
import io.bellbird.broker.store.StoredMessage;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps everything in a RocksDB database in the data folder. Follows {@link BrokerConfig#storeFreeBytesMin()}. */
public final class RocksStore implements SessionStore, Reloadable {
    private static final Logger log = LoggerFactory.getLogger(RocksStore.class);

    /** How long an operation of the disk may still take when nothing is tried again. */
    private static final long END_MILLIS = 10_000;

    private final StoreFolder folder;
    private final OpenDatabase database;
    private final Meta meta;
    private final Contents contents;
    private final Surroundings surroundings;
    private final StoreHealth health = new StoreHealth();
    private final Set<Long> removed = ConcurrentHashMap.newKeySet();

    private final Syncer syncer;
    private final GroupWriter writer;
    private final Committer committer;
    private final QueueReader queueReader;
    private final Housekeeper housekeeper;
    private final FreeSpace space;

    private final Thread commitThread;
    private final Thread syncThread;
    private final ExecutorService readThread = Executors.newSingleThreadExecutor(daemon("bellbird-store-read"));
    private final ExecutorService houseThread = Executors.newSingleThreadExecutor(daemon("bellbird-store-house"));
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(daemon("bellbird-store-timer"));

    /**
     * What a test may replace.
     *
     * @param freeBytes what is free on the disk
     * @param retryMillis between two attempts to write, or to read
     * @param closeMillis how long closing tries to write what is left
     */
    record Surroundings(Database.Opener opener, LongSupplier freeBytes, long retryMillis, long closeMillis) {
        static Surroundings of(RocksStoreConfig config) {
            Path path = StoreFolder.database(config.folder());
            return new Surroundings(
                    mayCreate -> RocksDatabase.open(
                            path,
                            RocksOptions.forWriting(config.cacheBytes(), mayCreate && RocksDatabase.isMissing(path))),
                    () -> usableSpace(config.folder()),
                    1000,
                    10_000);
        }

        private static long usableSpace(Path folder) {
            try {
                return Files.getFileStore(folder).getUsableSpace();
            } catch (IOException e) {
                // then writing will fail too, and says more
                return Long.MAX_VALUE;
            }
        }
    }

    private RocksStore(
            RocksStoreConfig config,
            Surroundings surroundings,
            StoreFolder folder,
            Database opened,
            Meta meta,
            StoreTime time,
            Contents contents) {
        this.folder = folder;
        this.surroundings = surroundings;
        this.meta = meta;
        this.contents = contents;
        database = new OpenDatabase(opened);
        ReserveFile reserve = new ReserveFile(folder.path().resolve("reserve"));
        syncer = new Syncer(database, this::onSyncFailure);
        writer = new GroupWriter(
                database, surroundings.opener(), syncer, health, reserve, folder.path(), surroundings.retryMillis());
        GroupEncoder encoder = new GroupEncoder(
                config.retained()::apply, database, time, meta.generation(), contents.assigned(), removed);
        committer = new Committer(encoder, writer, syncer, this::onWritten, health, meta.group());
        queueReader = new QueueReader(database, meta, time, removed);
        housekeeper = new Housekeeper(database, committer, meta, health, houseThread);
        commitThread = daemon("bellbird-store-commit").newThread(committer::run);
        syncThread = daemon("bellbird-store-sync").newThread(syncer::run);
        space = new FreeSpace(this::diskBytes, surroundings.freeBytes(), config.freeBytesMin(), health, reserve);
        space.look();
        timer.scheduleWithFixedDelay(
                space, surroundings.retryMillis(), surroundings.retryMillis(), TimeUnit.MILLISECONDS);
    }

    private static ThreadFactory daemon(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * Opens the store in a data folder, or makes one.
     *
     * @throws StoreException when this machine has no RocksDB, the folder cannot be used or is used by another process,
     *     or what is in it is damaged or too new
     */
    public static RocksStore open(RocksStoreConfig config) throws StoreException {
        return open(config, Surroundings.of(config));
    }

    static RocksStore open(RocksStoreConfig config, Surroundings surroundings) throws StoreException {
        long begun = System.nanoTime();
        StoreFolder folder = StoreFolder.lock(config.folder());
        try {
            NativeLibrary.load(folder.path());
            warnOfCutLog(folder.path());
            RocksStore store = openWithoutDamagedEnd(config, surroundings, folder);
            store.commitThread.start();
            store.syncThread.start();
            log.debug(
                    "store opened folder={} generation={} sessions={} retained={} millis={}",
                    folder.path(),
                    store.meta.generation(),
                    store.contents.sessionCount(),
                    store.contents.retainedCount(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
            return store;
        } catch (StoreException | RuntimeException | Error e) {
            close(folder);
            throw e;
        }
    }

    private static RocksStore openWithoutDamagedEnd(
            RocksStoreConfig config, Surroundings surroundings, StoreFolder folder) throws StoreException {
        try {
            return open(config, surroundings, folder);
        } catch (DamagedStoreException damaged) {
            if (!dropsDamagedEnd(folder.path(), damaged)) {
                throw damaged;
            }
            return open(config, surroundings, folder);
        }
    }

    private static boolean dropsDamagedEnd(Path folder, DamagedStoreException damaged) {
        try {
            Optional<LogFile.Finding> end = LogFile.dropEnd(StoreFolder.database(folder));
            end.ifPresent(finding ->
                    log.warn("the end of a log was dropped, as after a loss of power: {}", Damage.inWords(finding)));
            return end.isPresent();
        } catch (IOException e) {
            damaged.addSuppressed(e);
            return false;
        }
    }

    private static RocksStore open(RocksStoreConfig config, Surroundings surroundings, StoreFolder folder)
            throws StoreException {
        Database database = null;
        try {
            database = surroundings.opener().open(true);
            Meta found = Meta.read(database);
            found.checkFormat(folder.path());
            Meta meta = found.begin(database, folder.path());
            StoreTime time = new StoreTime(config.wallClock(), config.nanos());
            Contents contents = Contents.read(database, time, meta);
            return new RocksStore(config, surroundings, folder, database, meta, time, contents);
        } catch (RocksDBException | DamagedValueException | StoreException e) {
            if (database != null) {
                database.close();
            }
            throw Damage.inWords(folder.path(), e);
        }
    }

    /** RocksDB drops an incomplete write at the end of its log without a word. */
    private static void warnOfCutLog(Path folder) throws StoreException {
        try {
            LogFile.checkNewestEnd(StoreFolder.database(folder))
                    .ifPresent(finding -> log.warn(
                            "what was written last is incomplete and is dropped, as after a loss of power: {}",
                            Damage.inWords(finding)));
        } catch (IOException e) {
            throw new StoreException("the store in " + folder + " cannot be read: " + e, e);
        }
    }

    private static void close(StoreFolder folder) {
        try {
            folder.close();
        } catch (IOException e) {
            log.warn("the lock of the data folder cannot be removed folder={} cause={}", folder.path(), e.toString());
        }
    }

    private long diskBytes() {
        try {
            return StoreFolder.bytesOnDisk(StoreFolder.database(folder.path()));
        } catch (IOException | DirectoryIteratorException e) {
            return 0;
        }
    }

    private void onSyncFailure() {
        committer.wake();
    }

    private void onWritten(List<Long> removals, long entries) {
        housekeeper.written(removals, entries);
    }

    @Override
    public Runnable prepare(BrokerConfig config) {
        return () -> space.require(config.storeFreeBytesMin());
    }

    @Override
    @AnyThread
    public int generation() {
        return meta.generation();
    }

    @Override
    public void recover(Recovery recovery) {
        Set<Long> numbers = contents.numbers();
        contents.handOut(recovery);
        housekeeper.count(numbers, contents.leftovers(), recovery);
    }

    @Override
    @AnyThread
    public StoreBatch newBatch() {
        return new RocksBatch();
    }

    @Override
    @AnyThread
    public void commit(StoreBatch batch, Durability durability, Runnable committed) {
        committer.handIn((RocksBatch) batch, durability, committed);
    }

    @Override
    @AnyThread
    public void read(long queue, long afterSequence, long bytesMax, Consumer<List<StoredMessage>> completion) {
        committer.afterAll(() -> readLater(new Window(queue, afterSequence, bytesMax, completion)));
    }

    /** What is to be read. */
    private record Window(long queue, long afterSequence, long bytesMax, Consumer<List<StoredMessage>> completion) {}

    private void readLater(Window window) {
        try {
            readThread.execute(() -> read(window));
        } catch (RejectedExecutionException e) {
            log.debug("the store is closed, so that nothing is read queue={}", window.queue);
        }
    }

    private void read(Window window) {
        List<StoredMessage> messages;
        try {
            messages = queueReader.read(window.queue, window.afterSequence, window.bytesMax);
        } catch (InterruptedException e) {
            // the store is being closed
            Thread.currentThread().interrupt();
            return;
        } catch (RocksDBException | RuntimeException | Error e) {
            // whoever wants it waits: without it the queue would have a gap that nobody knows of
            tellFailedRead(e);
            retry(window);
            return;
        }
        Callbacks.run(() -> window.completion.accept(messages));
    }

    private void tellFailedRead(Throwable cause) {
        boolean damage = cause instanceof DamagedValueException
                || (cause instanceof RocksDBException failure && RocksDatabase.isDamage(failure));
        if (!damage) {
            log.warn("the store cannot read, and tries again folder={} cause={}", folder.path(), cause.toString());
        } else if (health.status() != StoreStatus.DAMAGED) {
            log.error("{}", Damage.inWords(folder.path(), (Exception) cause).getMessage());
            health.damaged();
        }
    }

    private void retry(Window window) {
        try {
            timer.schedule(() -> readLater(window), surroundings.retryMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("the store is closed, so that nothing is read queue={}", window.queue);
        }
    }

    @Override
    @AnyThread
    public boolean isAccepting() {
        return health.isAccepting();
    }

    @Override
    @AnyThread
    public long heldBytes() {
        return committer.pendingBytes();
    }

    @Override
    @AnyThread
    public boolean isInMemory() {
        return false;
    }

    @Override
    @AnyThread
    public StoreFigures figures() {
        return committer.figures(space.space());
    }

    /** For tests: calls when all is done that was put off until now. */
    void afterHousekeeping(Runnable done) {
        houseThread.execute(done);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        houseThread.shutdownNow();
        readThread.shutdownNow();
        committer.end();
        boolean ended = join(surroundings.closeMillis());
        if (!ended) {
            writer.giveUp();
            ended = join(END_MILLIS);
        }
        long lost = committer.pendingBatches();
        if (lost > 0) {
            log.error("the store could not write all that it was given folder={} lostBatches={}", folder.path(), lost);
        }
        if (ended) {
            closeDatabase();
        }
        close(folder);
    }

    private boolean join(long millis) {
        try {
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            for (Thread thread : List.of(commitThread, syncThread)) {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
            }
            boolean idle = readThread.awaitTermination(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)
                    && houseThread.awaitTermination(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            return idle && !commitThread.isAlive() && !syncThread.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void closeDatabase() {
        database.shutOut();
        try {
            if (database.isOpen()) {
                database.entered().sync();
            }
        } catch (RocksDBException e) {
            log.error("the store could not sync at its end folder={} cause={}", folder.path(), e.getMessage());
        }
        database.close();
    }
}
