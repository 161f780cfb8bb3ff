package io.bellbird.app;

import io.bellbird.app.cli.ExitCode;
import io.bellbird.broker.config.Configuration;
import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.LogConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code bellbird broker}: runs a broker until the process is told to stop. */
final class BrokerCommand implements Callable<Integer> {
    private static final String FILE = "--config-file";
    private static final String PORT = "--port";
    private static final String VERBOSE = "--verbose";
    private static final String DAEMON = "--daemon";
    private static final String TEST_CONFIG = "--test-config";
    private static final String STOP_AFTER_START = "--stop-after-start";

    private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

    BrokerCommand() {
        spec.usageMessage()
                .description(
                        "Runs an MQTT broker. Without options it serves this machine, port 1883;",
                        "its console is at port 9883, whose page speaks MQTT at port 8083.")
                .sortOptions(false)
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(exitCodes());
        addOptions();
        BellbirdCommand.addStandardOptions(spec);
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        codes.put("0", "stopped when told to, or nothing was wrong");
        codes.put("1", "failed while it ran, or with -d did not start");
        codes.put("2", "the command line is wrong");
        codes.put("3", "the configuration is wrong");
        codes.put("4", "a port could not be opened");
        codes.put("5", "stored data could not be opened");
        return codes;
    }

    private void addOptions() {
        spec.addOption(OptionSpec.builder("-c", FILE)
                .type(Path.class)
                .paramLabel("FILE")
                .description("Reads a configuration in Mosquitto's format.")
                .build());
        spec.addOption(OptionSpec.builder("-p", PORT)
                .type(int.class)
                .paramLabel("PORT")
                .description("Opens this port instead of 1883, for this machine only; beside the listeners of FILE,"
                        + " unless it is the port of one of them. 0 is a free port.")
                .build());
        spec.addOption(OptionSpec.builder("-v", VERBOSE)
                .description("Logs everything, whatever FILE says.")
                .build());
        spec.addOption(OptionSpec.builder("-d", DAEMON)
                .description("Runs in the background. Returns when clients can connect.")
                .build());
        spec.addOption(OptionSpec.builder(TEST_CONFIG)
                .description("Only says what is wrong in FILE.")
                .build());
        spec.addOption(OptionSpec.builder(STOP_AFTER_START)
                .hidden(true)
                .description("Serves a client of its own and stops: the launcher's way to learn what a start needs.")
                .build());
    }

    CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ParseResult given = spec.commandLine().getParseResult();
        ConfigurationSource source = source(given);
        if (given.hasMatchedOption(TEST_CONFIG)) {
            return ConfigurationCheck.run(source, out(), err());
        }
        Configuration configuration;
        try {
            configuration = source.read();
        } catch (ConfigurationException e) {
            return ConfigurationCheck.say(e, err());
        }
        if (given.hasMatchedOption(DAEMON) && !Background.isChild()) {
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
        return new BrokerProcess(source, configuration, out(), err()).run(given.hasMatchedOption(STOP_AFTER_START));
    }

    private ConfigurationSource source(ParseResult given) {
        @Nullable Path file = given.matchedOptionValue(FILE, null);
        @Nullable Integer port = given.matchedOptionValue(PORT, null);
        OptionalInt opened = OptionalInt.empty();
        if (port != null) {
            if (port < 0 || port > 65_535) {
                throw new ParameterException(spec.commandLine(), "the port is " + port + ", use one from 0 to 65535");
            }
            opened = OptionalInt.of(port);
        }
        return new ConfigurationSource(Optional.ofNullable(file), opened, given.hasMatchedOption(VERBOSE));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
