package io.bellbird.app;

import io.bellbird.app.cli.ExitCode;
import io.bellbird.app.log.ProcessLog;
import io.bellbird.broker.Broker;
import io.bellbird.broker.config.Configuration;
import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.SettingChange;
import io.bellbird.console.configuration.RunningConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration of the running broker again and makes it hold, or says what is wrong in it and changes
 * nothing. Nothing that goes wrong here ends the process. Runs on the main thread.
 */
final class Reload implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

    private final ProcessConfiguration configuration;
    private final Broker broker;
    private final ProcessLog log;
    private final Optional<Path> outcomePlace;

    /**
     * For a broker that runs.
     *
     * @param outcomePlace where to leave what came of it; empty for nowhere
     */
    Reload(ProcessConfiguration configuration, Broker broker, ProcessLog log, Optional<Path> outcomePlace) {
        this.configuration = configuration;
        this.broker = broker;
        this.log = log;
        this.outcomePlace = outcomePlace;
    }

    @Override
    public void run() {
        Instant begun = Instant.now();
        ProcessConfiguration.Reading reading = configuration.begin();
        try {
            leave(outcome(begun, reading));
        } catch (RuntimeException | AssertionError bug) {
            String text = "the configuration could not be read again, this is a defect of the broker";
            LOG.error(text, bug);
            leave(new ReloadOutcome(begun, ExitCode.RUNTIME, refused(reading, begun, List.of(text))));
        }
    }

    private ReloadOutcome outcome(Instant begun, ProcessConfiguration.Reading reading) {
        if (configuration.source().file().isEmpty()) {
            String text = "there is no configuration to read again: the broker was started without -c FILE";
            LOG.info(LogMarkers.NOTICE, "{}", text);
            return new ReloadOutcome(begun, ExitCode.RUNTIME, refused(reading, begun, List.of(text)));
        }
        try {
            Configuration read = configuration.source().read();
            apply(read);
            List<SettingChange> changes = configuration.last().changesTo(read);
            List<String> lines = say(read, changes);
            reading.accepted(read, new RunningConfiguration.Reload(begun, List.of(), read.warnings(), changes));
            return new ReloadOutcome(begun, ExitCode.CLEAN, lines);
        } catch (ConfigurationException e) {
            List<String> lines = new ArrayList<>(refused(reading, begun, e.errors()));
            lines.add("the old configuration stays in force");
            lines.forEach(line -> LOG.error("{}", line));
            return new ReloadOutcome(begun, ExitCode.CONFIGURATION, lines);
        }
    }

    private static List<String> refused(ProcessConfiguration.Reading reading, Instant begun, List<String> errors) {
        reading.refused(new RunningConfiguration.Reload(begun, errors, List.of(), List.of()));
        return errors;
    }

    private void apply(Configuration read) throws ConfigurationException {
        try (ProcessLog.Change logChange = log.prepare(read.log())) {
            broker.reload(read.broker());
            logChange.apply();
        } catch (IOException e) {
            throw new ConfigurationException(List.of(FileErrors.ofLog(read.log(), e)));
        }
    }

    /** Says what is different now, what is not yet, and what the file asks for in vain. */
    private List<String> say(Configuration read, List<SettingChange> changes) {
        List<String> lines = new ArrayList<>();
        lines.add("configuration read again: " + inWords(changes));
        LOG.info(LogMarkers.NOTICE, "{}", lines.get(0));
        configuration.waitingIn(read).stream()
                .map(change -> change + ": takes effect when the broker is started again")
                .forEach(lines::add);
        lines.addAll(read.warnings());
        lines.stream().skip(1).forEach(line -> LOG.warn("{}", line));
        return lines;
    }

    private static String inWords(List<SettingChange> changes) {
        if (changes.isEmpty()) {
            return "no setting changed";
        }
        return (changes.size() == 1 ? "1 setting changed: " : changes.size() + " settings changed: ")
                + changes.stream().map(SettingChange::toString).collect(Collectors.joining(", "));
    }

    private void leave(ReloadOutcome outcome) {
        if (outcomePlace.isPresent()) {
            try {
                outcome.write(outcomePlace.get());
            } catch (IOException e) {
                LOG.warn("cannot write {}: {}", outcomePlace.get(), FileErrors.reason(e));
            }
        }
    }
}
