package io.bellbird.console.configuration;

import io.bellbird.broker.config.SettingChange;
import io.bellbird.broker.config.SettingValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The configuration of the process that the broker is, as a console may ask for it. Any thread may call it. */
public interface RunningConfiguration {
    /** The file that it is read from; empty when the broker was started without one. */
    Optional<String> file();

    /** What was read last, when it was not wrong. */
    List<SettingValue> settings();

    /** What was read since the start, and counts when the broker is started again. */
    List<SettingChange> waiting();

    /**
     * Finds what is wrong in a configuration and in the files that it names; changes nothing. Reads files, so that it may
     * take a while.
     *
     * @param text in place of what stands in the file
     */
    Check check(Optional<String> text);

    /**
     * Reads the file again and makes it hold, as SIGHUP does: after a reload that is under way.
     *
     * @return what came of it; fails when the broker stops first
     */
    CompletionStage<Reload> reload();

    /** What came of the latest reload; empty when there was none. */
    Optional<Reload> lastReload();

    /**
     * What is to be said of a configuration. Each error, warning and notice is one line, most with {@code FILE:LINE:} in
     * front.
     *
     * @param errors with which no broker can start
     * @param warnings what it asks for in vain
     * @param notices what it says without need
     * @param changes to what was read last
     */
    record Check(List<String> errors, List<String> warnings, List<String> notices, List<SettingChange> changes) {
        /** Copies the lists. */
        public Check {
            errors = List.copyOf(errors);
            warnings = List.copyOf(warnings);
            notices = List.copyOf(notices);
            changes = List.copyOf(changes);
        }
    }

    /**
     * What came of reading a configuration again.
     *
     * @param time when it began
     * @param errors why it does not hold, so that nothing has changed; empty when it holds
     * @param warnings what it asks for in vain
     * @param changes to what was read before
     */
    record Reload(Instant time, List<String> errors, List<String> warnings, List<SettingChange> changes) {
        /** Copies the lists. */
        public Reload {
            errors = List.copyOf(errors);
            warnings = List.copyOf(warnings);
            changes = List.copyOf(changes);
        }
    }
}
