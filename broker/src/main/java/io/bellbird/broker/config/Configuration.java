package io.bellbird.broker.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What {@code bellbird broker} starts with: the content of a configuration file, and what applies where it is silent.
 *
 * @param broker for the broker
 * @param persistence whether data outlives the process, and where it lies
 * @param log where log lines go, and which
 * @param auditLog the file that what security is about is appended to; empty means none
 * @param pidFile the file to write the process id to
 * @param warnings what the file asks for in vain, each one line that says where
 * @param notices what the file says without need, each one line that says where
 * @param localOnly no listener was given, so that only this machine is served
 * @param values all settings and their values, as they are written
 * @param lines where they are written
 */
public record Configuration(
        BrokerConfig broker,
        Persistence persistence,
        LogConfig log,
        Optional<Path> auditLog,
        Optional<Path> pidFile,
        List<String> warnings,
        List<String> notices,
        boolean localOnly,
        List<SettingChange.Value> values,
        WrittenLines lines) {

    /** Copies the lines. */
    public Configuration {
        values = List.copyOf(values);
        warnings = List.copyOf(warnings);
        notices = List.copyOf(notices);
    }

    /** The same, and another log. */
    public Configuration withLog(LogConfig log) {
        return new Configuration(
                broker, persistence, log, auditLog, pidFile, warnings, notices, localOnly, values, lines);
    }

    /** The same for another broker. */
    public Configuration withBroker(BrokerConfig broker) {
        return new Configuration(
                broker, persistence, log, auditLog, pidFile, warnings, notices, localOnly, values, lines);
    }

    /** Each setting of the broker, with a value or without, and those of listeners that have one. */
    public List<SettingValue> settings() {
        return SettingValue.of(values);
    }

    /** What is written otherwise in another configuration. */
    public List<SettingChange> changesTo(Configuration other) {
        return SettingChange.between(values, other.values);
    }

    /**
     * What applies without a file.
     *
     * @param port the port instead of 1883, 0..65535; 0 lets the operating system choose one
     */
    public static Configuration defaults(OptionalInt port) {
        try {
            return parse("", "", port);
        } catch (ConfigurationException e) {
            throw new AssertionError("the defaults are in their ranges", e);
        }
    }

    /**
     * Reads the content of a mosquitto.conf.
     *
     * @param source the name of the file, for what is said about it
     * @param text its content
     * @param port opened as well, if it is not the port of a listener in the file: for this machine only, 0..65535
     * @throws ConfigurationException with everything that is wrong in it
     */
    public static Configuration parse(String source, String text, OptionalInt port) throws ConfigurationException {
        return new ConfigurationReader(source).read(text, port);
    }
}
