package io.bellbird.app;

import io.bellbird.app.cli.ExitCode;
import io.bellbird.app.cli.Version;
import io.bellbird.app.doctor.Doctor;
import io.bellbird.app.doctor.Finding;
import io.bellbird.app.doctor.Kind;
import io.bellbird.app.doctor.Report;
import io.bellbird.app.doctor.Subject;
import io.bellbird.broker.config.Configuration;
import io.bellbird.broker.config.ConfigurationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bellbird doctor}: says what a stranger could do with a broker, and what mends it. */
@Command(
        name = "doctor",
        description = {
            "Says what a stranger could do with a broker, and the line that mends each thing.",
            "Looks at a configuration and, from this machine, at the broker that runs with it. Changes nothing."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing worse than notes was found",
            "1:no broker answers at the host",
            "2:the command line is wrong",
            "3:the configuration is wrong",
            "4:errors or warnings were found"
        })
final class DoctorCommand implements Callable<Integer> {
    private static final int FOUND = 4;
    private static final int PORT_MAX = 65_535;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-c", "--config-file"},
            paramLabel = "FILE",
            description = "The configuration. Without it: what applies when there is none.")
    private @Nullable Path file;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "Looks at the broker there, of any kind; without -c at nothing else.")
    private @Nullable String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The port there, with TLS or without. Without it: 1883 and 8883.")
    private @Nullable Integer port;

    @Option(names = "--json", description = "Prints one JSON array, for scripts.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        if (port != null && (port < 1 || port > PORT_MAX)) {
            throw new ParameterException(spec.commandLine(), "the port is " + port + ", use one from 1 to " + PORT_MAX);
        }
        Doctor doctor = new Doctor(this::progress, InstantSource.system());
        List<Finding> findings = new ArrayList<>();
        boolean named = host != null || port != null;
        try {
            Optional<Subject> subject = named && file == null ? Optional.empty() : Optional.of(subject());
            if (subject.isPresent()) {
                findings.addAll(doctor.ofConfiguration(subject.get()));
            }
            findings.addAll(
                    named
                            ? doctor.ofBroker(
                                    host == null ? "localhost" : host,
                                    port == null ? OptionalInt.empty() : OptionalInt.of(port))
                            : doctor.ofItsBroker(subject.orElseThrow()));
        } catch (ConfigurationException e) {
            return ConfigurationCheck.say(e, err());
        } catch (StartException e) {
            err().println("bellbird: " + e.getMessage());
            return e.exitCode();
        } catch (IOException e) {
            err().println("bellbird: " + e.getMessage());
            return ExitCode.RUNTIME;
        }
        return say(findings);
    }

    private Subject subject() throws ConfigurationException, StartException {
        Configuration configuration =
                ConfigurationSource.of(Optional.ofNullable(file)).read();
        Optional<Path> dataFolder = DataFolder.of(configuration.persistence());
        return new Subject(configuration, Optional.ofNullable(file), dataFolder, user(configuration, dataFolder));
    }

    /** Who runs the broker of the configuration; empty when none runs. */
    private static Optional<String> user(Configuration configuration, Optional<Path> dataFolder) {
        try {
            return BrokerHandle.find(configuration.pidFile(), dataFolder).user();
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    private int say(List<Finding> findings) {
        Report report = new Report(findings);
        if (json) {
            out().println(report.json());
        } else {
            report.lines().forEach(out()::println);
        }
        out().flush();
        if (findings.stream().anyMatch(finding -> finding.kind() == Kind.UNUSABLE)) {
            return ExitCode.CONFIGURATION;
        }
        return report.isSerious() ? FOUND : ExitCode.CLEAN;
    }

    /** Beside the findings, so that scripts get those alone. */
    private void progress(String line) {
        err().println(line);
        err().flush();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
