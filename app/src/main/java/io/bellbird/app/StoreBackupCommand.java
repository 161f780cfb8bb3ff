package io.bellbird.app;

import io.bellbird.app.cli.ExitCode;
import io.bellbird.app.cli.Version;
import io.bellbird.store.rocksdb.StoreException;
import io.bellbird.store.rocksdb.StoreMaintenance;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bellbird store backup}: copies the data, as it is at one moment. */
@Command(
        name = "backup",
        description = {
            "Copies the data as it is at one moment.",
            "Also while a broker runs on it. A broker can use the copy as its folder."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:copied",
            "1:failed for another reason",
            "2:the command line is wrong",
            "3:the configuration is wrong",
            "5:the data could not be copied"
        })
final class StoreBackupCommand implements Callable<Integer> {
    @Mixin
    private StoreLocation where = new StoreLocation();

    @Parameters(index = "0", paramLabel = "DESTINATION", description = "A folder that is not there, or empty.")
    private Path destination = Path.of("");

    @Parameters(index = "1", arity = "0..1", paramLabel = "FOLDER", description = StoreLocation.FOLDER)
    private @Nullable Path folder;

    @Override
    public Integer call() throws InterruptedException {
        return where.run(folder, this::backup);
    }

    private int backup(Path data) throws StoreException {
        long bytes = StoreMaintenance.backup(data, destination, where::progress);
        where.out().println("copied " + bytes + " bytes from " + data + " to " + destination);
        return ExitCode.CLEAN;
    }
}
