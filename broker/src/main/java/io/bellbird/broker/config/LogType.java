package io.bellbird.broker.config;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/**
 * The kinds of log lines that can be switched on and off one by one with {@code log_type}, as in Mosquitto.
 *
 * <p>Errors, warnings, information and debug lines are levels of slf4j. The other kinds have no level there, so those
 * lines carry a {@linkplain #marker() marker}.
 */
public enum LogType {
    /** Something failed and somebody must act. */
    ERROR,
    /** Something is not as it should be. */
    WARNING,
    /** Something that an operator wants to know: start, stop, a limit reached. */
    NOTICE,
    /** Clients that come and go. */
    INFORMATION,
    /** What is needed to find a fault; may be much. */
    DEBUG,
    /** Each subscription made. */
    SUBSCRIBE,
    /** Each subscription ended. */
    UNSUBSCRIBE,
    /** The WebSocket handshake. */
    WEBSOCKETS;

    /** What is logged unless the configuration says otherwise. */
    public static Set<LogType> defaults() {
        return Collections.unmodifiableSet(EnumSet.of(ERROR, WARNING, NOTICE, INFORMATION));
    }

    /** The word of the {@code log_type} line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a log line of this kind carries when its level does not say it; keep it, it is looked up. */
    public Marker marker() {
        return MarkerFactory.getMarker(word());
    }
}
