package io.bellbird.app;

import io.bellbird.app.cli.ExitCode;
import io.bellbird.app.cli.Version;
import io.bellbird.broker.Broker;
import io.bellbird.broker.config.Configuration;
import io.bellbird.broker.config.ConfigurationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bellbird reload}: makes a running broker read its configuration again, and says what came of it. */
@Command(
        name = "reload",
        description = {
            "Makes a running broker read its configuration again.",
            "Clients stay connected. Says what has changed, or what is wrong; then the old configuration stays in force."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:read; with --pid: told",
            "1:no broker was found, or it does not answer",
            "2:the command line is wrong",
            "3:the configuration is wrong, and the old one stays in force"
        })
final class ReloadCommand implements Callable<Integer> {
    private static final long ANSWER_SECONDS_MAX = 30;
    private static final long LOOK_MILLIS = 20;

    @Spec
    private CommandSpec spec;

    @ArgGroup
    private Which which = new Which();

    /** Which broker is meant. */
    private static final class Which {
        @Option(
                names = {"-c", "--config-file"},
                paramLabel = "FILE",
                description = "The configuration that the broker was started with. Without it and --pid: the broker"
                        + " that keeps its data where one without a configuration does.")
        private @Nullable Path file;

        @Option(
                names = "--pid",
                paramLabel = "PID",
                description = "The broker's process. Only tells it; its log says what came of it.")
        private @Nullable Long pid;
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            if (which.pid != null) {
                BrokerHandle.ofProcess(which.pid).hangUp();
                out().println("process " + which.pid
                        + " was told to read its configuration again, its log says what came of it");
                return ExitCode.CLEAN;
            }
            Configuration configuration =
                    ConfigurationSource.of(Optional.ofNullable(which.file)).read();
            Broker.check(configuration.broker());
            return reload(configuration);
        } catch (ConfigurationException e) {
            return ConfigurationCheck.say(e, err());
        } catch (StartException e) {
            err().println("bellbird: " + e.getMessage());
            return e.exitCode();
        } catch (IOException e) {
            err().println("bellbird: " + e.getMessage());
            return ExitCode.RUNTIME;
        }
    }

    private int reload(Configuration configuration) throws StartException, IOException, InterruptedException {
        Optional<Path> dataFolder = DataFolder.of(configuration.persistence());
        BrokerHandle broker = BrokerHandle.find(configuration.pidFile(), dataFolder);
        Path place = ReloadOutcome.place(dataFolder, configuration.pidFile()).orElseThrow();
        Instant told = Instant.now();
        broker.hangUp();
        ReloadOutcome outcome = await(broker, place, told);
        PrintWriter to = outcome.exitCode() == ExitCode.CLEAN ? out() : err();
        outcome.lines().forEach(to::println);
        return outcome.exitCode();
    }

    private static ReloadOutcome await(BrokerHandle broker, Path place, Instant told)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(ANSWER_SECONDS_MAX);
        while (System.nanoTime() < end) {
            Optional<ReloadOutcome> outcome = ReloadOutcome.read(place);
            if (outcome.isPresent() && !outcome.get().begun().isBefore(told)) {
                return outcome.get();
            }
            if (!broker.isAlive()) {
                throw new IOException("the broker has ended meanwhile, its log says why");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        throw new IOException("process " + broker.pid() + " was told, but does not say in " + place
                + " what came of it: see its log; or it was started with another persistence_location");
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
