package io.bellbird.app;

import io.bellbird.app.cli.ExitCode;
import io.bellbird.broker.config.Configuration;
import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.ConfigurationFile;
import io.bellbird.store.rocksdb.StoreException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that every command about a store has: where its data lies. And how such a command ends. */
final class StoreLocation {
    /** What the parameter that names the folder is for. */
    static final String FOLDER =
            "The folder of the data. Without it and -c: where a broker without a configuration keeps it.";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = {"-c", "--config-file"},
            paramLabel = "FILE",
            description = "Without FOLDER: the data is where this configuration says.")
    private @Nullable Path file;

    /** What a command does with its folder. */
    interface Task {
        /** Does it, and gives the exit code. */
        int run(Path folder) throws StoreException, InterruptedException;
    }

    /**
     * Runs a task, and says in one line why it could not be done.
     *
     * @param folder from the command line, or null when it was not given
     */
    int run(@Nullable Path folder, Task task) throws InterruptedException {
        try {
            return task.run(folder == null ? configured() : folder);
        } catch (StoreException e) {
            err().println("bellbird: " + e.getMessage());
            return ExitCode.STORE;
        } catch (StartException e) {
            err().println("bellbird: " + e.getMessage());
            return e.exitCode();
        } catch (ConfigurationException e) {
            e.errors().forEach(error -> err().println("bellbird: " + error));
            return ExitCode.CONFIGURATION;
        }
    }

    private Path configured() throws ConfigurationException, StartException {
        Configuration configuration = file == null
                ? Configuration.defaults(OptionalInt.empty())
                : ConfigurationFile.read(file, OptionalInt.empty());
        return DataFolder.of(configuration.persistence())
                .orElseThrow(() -> new StartException(
                        ExitCode.USAGE, file + " says 'persistence false', so that there is no data; name a folder"));
    }

    /** Says how far a task is, beside its result. */
    void progress(String line) {
        err().println(line);
        err().flush();
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
