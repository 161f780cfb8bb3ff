package io.bellbird.app;

import io.bellbird.app.cli.ExitCode;
import io.bellbird.app.cli.Version;
import io.bellbird.store.rocksdb.CheckReport;
import io.bellbird.store.rocksdb.StoreException;
import io.bellbird.store.rocksdb.StoreMaintenance;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bellbird store check}: reads everything, and says what is wrong in it. */
@Command(
        name = "check",
        description = {
            "Reads all data and says what is wrong in it.",
            "Also while a broker runs on it. Changes nothing."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing is wrong",
            "1:failed for another reason",
            "2:the command line is wrong",
            "3:the configuration is wrong",
            "5:something is wrong, or the data could not be read"
        })
final class StoreCheckCommand implements Callable<Integer> {
    @Mixin
    private StoreLocation where = new StoreLocation();

    @Parameters(index = "0", arity = "0..1", paramLabel = "FOLDER", description = StoreLocation.FOLDER)
    private @Nullable Path folder;

    @Override
    public Integer call() throws InterruptedException {
        return where.run(folder, this::check);
    }

    private int check(Path data) throws StoreException {
        CheckReport report = StoreMaintenance.check(data, where::progress);
        report.notes().forEach(note -> where.err().println("note: " + note));
        report.problems().forEach(problem -> where.err().println("wrong: " + problem));
        if (report.isSound()) {
            where.out().println(data + " is in order: " + report.entries() + " entries");
            return ExitCode.CLEAN;
        }
        where.err()
                .println("bellbird: " + data + " is not in order: stop the broker and run 'bellbird store recover "
                        + data + "', which keeps the damaged files");
        return ExitCode.STORE;
    }
}
