package io.bellbird.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import io.bellbird.broker.config.LogType;
import java.util.List;
import org.slf4j.Marker;

/**
 * A line of the log.
 *
 * @param type what kind of line it is
 * @param timeMillis wall clock, in milliseconds since 1970
 * @param message without line ends
 * @param stack where an exception came from, which is a bug of ours: lines with their ends; else empty
 */
record LogLine(LogType type, long timeMillis, String message, String stack) {

    /** The line of an event, on one line whatever is in its message. */
    static LogLine of(ILoggingEvent event) {
        return new LogLine(
                typeOf(event),
                event.getTimeStamp(),
                event.getFormattedMessage().replace("\r", "\\r").replace("\n", "\\n"),
                event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }

    /** The line that says that lines were lost. */
    static LogLine ofLost(long lines, long timeMillis) {
        return new LogLine(LogType.WARNING, timeMillis, "dropped=" + lines + " log lines could not be written", "");
    }

    /** The kind that the event's marker names, else the kind of its level. */
    static LogType typeOf(ILoggingEvent event) {
        List<Marker> markers = event.getMarkerList();
        if (markers != null) {
            for (LogType type : LogType.values()) {
                if (markers.contains(type.marker())) {
                    return type;
                }
            }
        }
        return switch (event.getLevel().toInt()) {
            case Level.ERROR_INT -> LogType.ERROR;
            case Level.WARN_INT -> LogType.WARNING;
            case Level.INFO_INT -> LogType.INFORMATION;
            default -> LogType.DEBUG;
        };
    }

    /** As it is written to a file, with its line end. */
    String text(LogTime time) {
        return time.before(timeMillis) + word() + " " + message + System.lineSeparator() + stack;
    }

    private String word() {
        return switch (type) {
            case ERROR -> "ERROR";
            case WARNING -> "WARN";
            case NOTICE -> "NOTICE";
            case INFORMATION -> "INFO";
            case DEBUG -> "DEBUG";
            case SUBSCRIBE -> "SUBSCRIBE";
            case UNSUBSCRIBE -> "UNSUBSCRIBE";
            case WEBSOCKETS -> "WEBSOCKETS";
        };
    }
}
