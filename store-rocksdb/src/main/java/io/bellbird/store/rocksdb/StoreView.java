package io.bellbird.store.rocksdb;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.RocksDBException;
import org.rocksdb.WALRecoveryMode;

/**
 * Reads a database for the command line. When no broker runs, the folder is locked and the database opened so that
 * damage shows; else it is opened beside the broker, as it is at this moment.
 */
final class StoreView {
    private static final int ATTEMPTS = 5;

    private StoreView() {}

    /** What is done with a database. */
    interface Use<T> {
        T with(RocksDatabase database) throws RocksDBException, StoreException, IOException;
    }

    /**
     * Uses the database in a data folder, perhaps more than once: the broker may delete a file just when it is wanted.
     *
     * @throws StoreException when there is none, or it cannot be opened or read
     */
    static <T> T use(Path folder, Use<T> use) throws StoreException {
        checkExists(folder);
        try (StoreFolder lock = StoreFolder.lock(folder)) {
            return useLocked(lock, use);
        } catch (FolderInUseException e) {
            return useBeside(folder, use);
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    /** @throws StoreException when there is no store in the folder */
    static void checkExists(Path folder) throws StoreException {
        if (!Files.isDirectory(StoreFolder.database(folder))) {
            throw new StoreException(
                    "there is no store in " + folder + ": name the persistence_location of the broker");
        }
    }

    private static StoreException unreadable(Path folder, IOException cause) {
        return new StoreException("the store in " + folder + " cannot be read: " + cause, cause);
    }

    /**
     * Uses the database in a folder that this process has for itself.
     *
     * @throws StoreException when it cannot be opened or read
     */
    static <T> T useLocked(StoreFolder folder, Use<T> use) throws StoreException {
        NativeLibrary.load(folder.path());
        RocksOptions options = RocksOptions.forReading(WALRecoveryMode.TolerateCorruptedTailRecords);
        try (RocksDatabase open = RocksDatabase.openReadOnly(StoreFolder.database(folder.path()), options)) {
            return use.with(open);
        } catch (RocksDBException | DamagedValueException e) {
            throw Damage.inWords(folder.path(), e);
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(folder.path(), e);
        }
    }

    private static <T> T useBeside(Path folder, Use<T> use) throws StoreException {
        NativeLibrary.load(folder);
        for (int attempt = 1; ; attempt++) {
            try {
                return useOnceBeside(folder, use);
            } catch (RocksDBException | DamagedValueException e) {
                if (attempt == ATTEMPTS) {
                    throw Damage.inWords(folder, e);
                }
            } catch (StoreException e) {
                throw e;
            } catch (IOException e) {
                throw unreadable(folder, e);
            }
        }
    }

    private static <T> T useOnceBeside(Path folder, Use<T> use) throws RocksDBException, IOException {
        Path scratch = Files.createTempDirectory("bellbird-store");
        RocksOptions options = RocksOptions.forReading(WALRecoveryMode.TolerateCorruptedTailRecords);
        try (RocksDatabase open = RocksDatabase.openBeside(StoreFolder.database(folder), scratch, options)) {
            return use.with(open);
        } finally {
            deleteFolder(scratch);
        }
    }

    /** Deletes a folder with its files and folders. */
    static void deleteFolder(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (Files.isDirectory(file)) {
                    deleteFolder(file);
                } else {
                    Files.delete(file);
                }
            }
        }
        Files.delete(folder);
    }
}
