package io.bellbird.app;

import io.bellbird.app.cli.ExitCode;
import io.bellbird.broker.config.ConfigurationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says which running broker a command is about, and how that ends when it cannot be asked. */
final class RunningBroker {
    @Option(
            names = {"-c", "--config-file"},
            paramLabel = "FILE",
            description = "The configuration that the broker was started with. Without it: the broker that keeps its"
                    + " data where one without a configuration does.")
    private @Nullable Path file;

    /** What is asked of it. */
    interface Question {
        void ask(AdminClient broker) throws IOException, InterruptedException;
    }

    /**
     * Asks.
     *
     * @param err where to say why it cannot
     * @return the exit code of the command
     */
    int ask(Question question, PrintWriter err) throws InterruptedException {
        try {
            question.ask(AdminClient.of(
                    ConfigurationSource.of(Optional.ofNullable(file)).read()));
            return ExitCode.CLEAN;
        } catch (ConfigurationException e) {
            return ConfigurationCheck.say(e, err);
        } catch (StartException e) {
            err.println("bellbird: " + e.getMessage());
            return e.exitCode();
        } catch (IOException e) {
            err.println("bellbird: " + e.getMessage());
            return ExitCode.RUNTIME;
        }
    }
}
