package io.bellbird.app;

import io.bellbird.app.cli.ExitCode;
import io.bellbird.app.cli.Version;
import io.bellbird.store.rocksdb.StoreException;
import io.bellbird.store.rocksdb.StoreMaintenance;
import io.bellbird.store.rocksdb.StoreStat;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bellbird store stat}: says how much there is. */
@Command(
        name = "stat",
        description = {"Says how much data there is.", "Also while a broker runs on it. Changes nothing."},
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:said",
            "1:failed for another reason",
            "2:the command line is wrong",
            "3:the configuration is wrong",
            "5:the data could not be read"
        })
final class StoreStatCommand implements Callable<Integer> {
    @Mixin
    private StoreLocation where = new StoreLocation();

    @Parameters(index = "0", arity = "0..1", paramLabel = "FOLDER", description = StoreLocation.FOLDER)
    private @Nullable Path folder;

    @Override
    public Integer call() throws InterruptedException {
        return where.run(folder, this::stat);
    }

    private int stat(Path data) throws StoreException {
        StoreStat stat = StoreMaintenance.stat(data);
        PrintWriter out = where.out();
        out.println("folder: " + data);
        out.println("format: " + stat.format());
        out.println("starts: " + stat.generation());
        out.println("sessions: " + stat.sessions());
        out.println("subscriptions: " + stat.subscriptions());
        out.println("shared groups: " + stat.groups());
        out.println("queued messages: " + stat.queuedMessages());
        out.println("queued bytes: " + stat.queuedBytes());
        out.println("retained messages: " + stat.retained());
        out.println("pending wills: " + stat.pendingWills());
        out.println("bytes on disk: " + stat.diskBytes());
        return ExitCode.CLEAN;
    }
}
