package io.bellbird.app;

import io.bellbird.app.cli.ExitCode;
import io.bellbird.app.cli.Version;
import io.bellbird.store.rocksdb.RecoverReport;
import io.bellbird.store.rocksdb.StoreException;
import io.bellbird.store.rocksdb.StoreMaintenance;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bellbird store recover}: makes damaged data usable, as far as it goes, and says what is gone. */
@Command(
        name = "recover",
        description = {
            "Makes damaged data usable, and says what is gone.",
            "Keeps a copy of the damaged files beside the others. The broker must be stopped."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the data can be used",
            "1:failed for another reason",
            "2:the command line is wrong",
            "3:the configuration is wrong",
            "5:it cannot"
        })
final class StoreRecoverCommand implements Callable<Integer> {
    @Mixin
    private StoreLocation where = new StoreLocation();

    @Parameters(index = "0", arity = "0..1", paramLabel = "FOLDER", description = StoreLocation.FOLDER)
    private @Nullable Path folder;

    @Override
    public Integer call() throws InterruptedException {
        return where.run(folder, this::recover);
    }

    private int recover(Path data) throws StoreException {
        RecoverReport report = StoreMaintenance.recover(data, where::progress);
        report.gone().forEach(gone -> where.out().println("gone: " + gone));
        if (report.saved() == null) {
            where.out().println(data + " is in order, and nothing was changed");
        } else {
            where.out()
                    .println(data + " can be used again: " + report.kept()
                            + " entries were kept, and the damaged files are in " + report.saved());
        }
        return ExitCode.CLEAN;
    }
}
