package io.bellbird.app;

import io.bellbird.app.cli.ExitCode;
import io.bellbird.app.cli.Version;
import io.bellbird.app.mosquitto.ImportCount;
import io.bellbird.app.mosquitto.MosquittoDatabase;
import io.bellbird.app.mosquitto.MosquittoFileException;
import io.bellbird.app.mosquitto.MosquittoImport;
import io.bellbird.app.mosquitto.StoreRefusedException;
import io.bellbird.broker.routing.RetainedMessages;
import io.bellbird.store.rocksdb.RocksStore;
import io.bellbird.store.rocksdb.RocksStoreConfig;
import io.bellbird.store.rocksdb.StoreException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bellbird store import}: takes over what Mosquitto keeps. */
@Command(
        name = "import",
        description = {
            "Takes over what Mosquitto keeps in its own database.",
            "Sessions, queued and retained messages; what the folder holds already stays. Stop Mosquitto first,"
                    + " which writes the file when it stops, and the broker that uses the folder."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:imported",
            "1:FILE cannot be read, or it is damaged; nothing was imported",
            "2:the command line is wrong",
            "3:the configuration is wrong",
            "5:the data could not be used"
        })
final class StoreImportCommand implements Callable<Integer> {
    @Mixin
    private StoreLocation where = new StoreLocation();

    @Parameters(index = "0", paramLabel = "FILE", description = "The mosquitto.db of Mosquitto 1.4 to 2.1.")
    private Path file = Path.of("");

    @Parameters(index = "1", arity = "0..1", paramLabel = "FOLDER", description = StoreLocation.FOLDER)
    private @Nullable Path folder;

    @Override
    public Integer call() throws InterruptedException {
        return where.run(folder, this::importFile);
    }

    private int importFile(Path data) throws InterruptedException {
        try (MosquittoDatabase database = MosquittoDatabase.open(file)) {
            ImportCount count = importInto(data, database);
            say(data, database, count);
            return ExitCode.CLEAN;
        } catch (StoreException | StoreRefusedException e) {
            where.err().println("bellbird: " + e.getMessage());
            return ExitCode.STORE;
        } catch (MosquittoFileException e) {
            where.err().println("bellbird: " + e.getMessage() + "; nothing was imported");
            return ExitCode.RUNTIME;
        } catch (NoSuchFileException e) {
            where.err().println("bellbird: there is no file " + file);
            return ExitCode.RUNTIME;
        } catch (IOException e) {
            where.err().println("bellbird: cannot read " + file + ": " + FileErrors.reason(e));
            return ExitCode.RUNTIME;
        }
    }

    private static ImportCount importInto(Path data, MosquittoDatabase database)
            throws StoreException, StoreRefusedException, IOException, MosquittoFileException, InterruptedException {
        RetainedMessages retained = new RetainedMessages();
        RocksStoreConfig config = new RocksStoreConfig(
                data, Clock.systemUTC(), System::nanoTime, retained::get, RocksStoreConfig.defaultCacheBytes(), 0);
        try (RocksStore store = RocksStore.open(config)) {
            return new MosquittoImport(database, store, retained, Instant.now()).run();
        }
    }

    private void say(Path data, MosquittoDatabase database, ImportCount count) {
        where.out().println("imported " + file + ", format " + database.version() + ", into " + data);
        where.out().println("sessions: " + count.sessions());
        where.out().println("subscriptions: " + count.subscriptions());
        where.out().println("queued messages: " + count.queuedMessages());
        where.out().println("retained messages: " + count.retained());
        count.leftOut().forEach(line -> where.err().println("left out: " + line));
        database.findings().forEach(line -> where.err().println("note: " + line));
    }
}
