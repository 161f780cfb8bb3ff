package io.bellbird.store.rocksdb;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.rocksdb.RocksDBException;
import org.rocksdb.WALRecoveryMode;

/**
 * What the command line does with a store. All but {@link #recover} work also while a broker runs, and change nothing.
 * A progress consumer gets a line for each step.
 */
public final class StoreMaintenance {
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    private StoreMaintenance() {}

    /**
     * Reads everything, and compares what belongs together.
     *
     * @throws StoreException when there is no store in the folder
     */
    public static CheckReport check(Path folder, Consumer<String> progress) throws StoreException {
        try {
            return StoreView.use(folder, database -> new StoreCheck(database, progress).run());
        } catch (DamagedStoreException e) {
            return unreadable(e);
        }
    }

    private static CheckReport unreadable(DamagedStoreException cause) {
        return new CheckReport(0, List.of(String.valueOf(cause.getMessage())), List.of());
    }

    /**
     * Counts what a store has.
     *
     * @throws StoreException when there is no store in the folder, or it cannot be read
     */
    public static StoreStat stat(Path folder) throws StoreException {
        return StoreView.use(folder, database -> stat(database, StoreFolder.database(folder)));
    }

    private static StoreStat stat(Database database, Path path) throws RocksDBException, IOException {
        Meta meta = Meta.read(database);
        long[] wills = new long[1];
        long[] bytes = new long[1];
        long sessions = count(database, Family.SESSION, (key, value) -> {
            SessionFormat.WrittenSession written = SessionFormat.readSession(Keys.numberOf(key), value);
            boolean pending =
                    !written.session().connected() && written.session().will() != null;
            wills[0] += pending ? 1 : 0;
        });
        long queued = count(
                database,
                Family.QUEUE,
                (key, value) -> bytes[0] += QueueFormat.head(value).memoryBytes());
        return new StoreStat(
                meta.format(),
                meta.generation(),
                sessions,
                count(database, Family.SUBSCRIPTION, (key, value) -> {}),
                count(database, Family.GROUP, (key, value) -> {}),
                queued,
                bytes[0],
                count(database, Family.RETAINED, (key, value) -> {}),
                wills[0],
                StoreFolder.bytesOnDisk(path));
    }

    private static long count(Database database, Family family, Entries.Visitor visitor) throws RocksDBException {
        long[] count = new long[1];
        Entries.forEach(database, family, (key, value) -> {
            visitor.visit(key, value);
            count[0]++;
        });
        return count[0];
    }

    /**
     * Copies a store as it is at one moment into a folder, from which a broker can be started.
     *
     * @param destination a data folder that does not exist, or is empty
     * @return how many bytes the copy has
     * @throws StoreException when there is no store in the folder, it cannot be read, or the copy cannot be written
     */
    public static long backup(Path folder, Path destination, Consumer<String> progress) throws StoreException {
        Path copy = StoreFolder.database(destination);
        try {
            if (Files.exists(destination) && !isEmpty(destination)) {
                throw new StoreException(destination + " is not empty: name a folder that does not exist");
            }
            StoreFolder.create(destination);
            return StoreView.use(folder, database -> {
                if (Files.exists(copy)) {
                    StoreView.deleteFolder(copy);
                }
                progress.accept("copying " + folder + " to " + destination);
                StoreCopy.Result result = StoreCopy.copy(database, copy, false);
                progress.accept("copied " + result.kept() + " entries");
                return StoreFolder.bytesOnDisk(copy);
            });
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw new StoreException("the backup cannot be written to " + destination + ": " + e, e);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            return !files.iterator().hasNext();
        }
    }

    /**
     * Keeps of a damaged store what can be read. The damaged database stays, whole, in a folder beside it. A store that
     * is sound is left alone.
     *
     * @throws StoreException when a broker runs, there is no store in the folder, or nothing of it can be read
     */
    public static RecoverReport recover(Path folder, Consumer<String> progress) throws StoreException {
        StoreView.checkExists(folder);
        try (StoreFolder lock = StoreFolder.lock(folder)) {
            CheckReport check = checkLocked(lock, progress);
            if (check.isSound()) {
                return new RecoverReport(null, check.entries(), List.of());
            }
            check.problems().forEach(progress);
            return recover(lock.path(), check, progress);
        } catch (StoreException e) {
            throw e;
        } catch (RocksDBException e) {
            throw new StoreException(
                    "nothing can be read of the store in " + folder + ": " + e.getMessage()
                            + "; nothing was changed: put a backup in its place, or choose another"
                            + " persistence_location",
                    e);
        } catch (IOException e) {
            throw new StoreException("the store in " + folder + " cannot be recovered: " + e, e);
        }
    }

    private static CheckReport checkLocked(StoreFolder folder, Consumer<String> progress) throws StoreException {
        try {
            return StoreView.useLocked(folder, database -> new StoreCheck(database, progress).run());
        } catch (DamagedStoreException e) {
            return unreadable(e);
        }
    }

    private static RecoverReport recover(Path folder, CheckReport check, Consumer<String> progress)
            throws RocksDBException, IOException {
        Path damaged = StoreFolder.database(folder);
        Path recovered = folder.resolve("db-recovered");
        if (Files.exists(recovered)) {
            StoreView.deleteFolder(recovered);
        }
        List<String> gone = new ArrayList<>();
        for (LogFile.Finding finding : LogFile.check(damaged)) {
            gone.add(Damage.inWords(finding));
        }
        StoreCopy.Result result;
        try (RocksDatabase database = openDamaged(damaged, gone)) {
            progress.accept("copying what can be read");
            result = StoreCopy.copy(database, recovered, true);
        }
        gone.addAll(result.gone());
        if (gone.isEmpty()) {
            gone.addAll(check.problems());
        }
        Path saved = folder.resolve(
                "damaged-" + LocalDateTime.now(ZoneId.systemDefault()).format(TIMESTAMP));
        Files.createDirectory(saved);
        Files.move(damaged, saved.resolve("db"));
        Files.move(recovered, damaged);
        progress.accept("kept " + result.kept() + " entries; the damaged database is in " + saved);
        return new RecoverReport(saved, result.kept(), gone);
    }

    /**
     * Up to the point of damage, so that what is kept is what once was. When that cannot be opened, since files have
     * more than the logs up to there or cannot be opened themselves, all that can be read.
     */
    private static RocksDatabase openDamaged(Path damaged, List<String> gone) throws RocksDBException {
        try {
            return RocksDatabase.openReadOnly(damaged, RocksOptions.forReading(WALRecoveryMode.PointInTimeRecovery));
        } catch (RocksDBException e) {
            RocksDatabase salvaged = RocksDatabase.openReadOnly(damaged, RocksOptions.forSalvage());
            gone.add("the damaged parts alone; what was written after them is kept, and may lack what was in them: "
                    + e.getMessage());
            return salvaged;
        }
    }
}
