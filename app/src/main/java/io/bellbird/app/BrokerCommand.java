package io.bellbird.app;

import io.bellbird.broker.config.Configuration;
import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.ConfigurationFile;
import io.bellbird.broker.config.LogConfig;
import io.bellbird.broker.config.LogType;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bellbird broker}: runs a broker until the process is told to stop. */
@Command(
        name = "broker",
        description = "Runs an MQTT broker. Without options it serves this machine, port 1883.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stopped when told to, or nothing was wrong",
            "1:failed while it ran, or with -d did not start",
            "2:the command line is wrong",
            "3:the configuration is wrong",
            "4:a port could not be opened",
            "5:stored data could not be opened"
        })
final class BrokerCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-c", "--config-file"},
            paramLabel = "FILE",
            description = "Reads a configuration in Mosquitto's format.")
    private @Nullable Path file;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            description = "Opens this port instead of 1883, for this machine only; beside the listeners of FILE,"
                    + " unless it is the port of one of them. 0 is a free port.")
    private @Nullable Integer port;

    @Option(
            names = {"-v", "--verbose"},
            description = "Logs everything, whatever FILE says.")
    private boolean verbose;

    @Option(
            names = {"-d", "--daemon"},
            description = "Runs in the background. Returns when clients can connect.")
    private boolean daemon;

    @Option(names = "--test-config", description = "Only says what is wrong in FILE.")
    private boolean testConfig;

    @Option(
            names = "--stop-after-start",
            hidden = true,
            description = "Stops as soon as clients could connect: the launcher's way to learn what a start needs.")
    private boolean stopAfterStart;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Configuration configuration;
        try {
            configuration = configuration();
        } catch (ConfigurationException e) {
            e.errors().forEach(error -> err().println("bellbird: " + error));
            return ExitCode.CONFIGURATION;
        }
        if (testConfig) {
            configuration.warnings().forEach(warning -> err().println("warning: " + warning));
            configuration.notices().forEach(notice -> err().println("note: " + notice));
            out().println(file == null ? "the defaults are valid" : file + " is valid");
            return ExitCode.CLEAN;
        }
        if (daemon && !Background.isChild()) {
            List<String> arguments = spec.root().commandLine().getParseResult().originalArgs();
            int exitCode = Background.start(arguments, out(), err());
            LogConfig log = configuration.log();
            if (exitCode == ExitCode.CLEAN
                    && log.file().isEmpty()
                    && log.syslog().isEmpty()) {
                out().println("no log is kept, to keep one: add the line 'log_dest file PATH' to the configuration");
            }
            return exitCode;
        }
        return new BrokerProcess(configuration, out(), err()).run(stopAfterStart);
    }

    private Configuration configuration() throws ConfigurationException {
        OptionalInt opened = OptionalInt.empty();
        if (port != null) {
            if (port < 0 || port > 65_535) {
                throw new ParameterException(spec.commandLine(), "the port is " + port + ", use one from 0 to 65535");
            }
            opened = OptionalInt.of(port);
        }
        Configuration read = file == null ? Configuration.defaults(opened) : ConfigurationFile.read(file, opened);
        return verbose ? read.withLog(read.log().withTypes(EnumSet.allOf(LogType.class))) : read;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
