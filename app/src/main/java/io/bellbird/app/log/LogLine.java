package io.bellbird.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import io.bellbird.broker.config.LogType;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.slf4j.Marker;

/** What kind of line an event is, and how it is written. */
final class LogLine {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX");

    private LogLine() {}

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

    /** One line with its line end; more lines only for the stack of an exception, which is a bug of ours. */
    static String text(ILoggingEvent event, ZoneId zone) {
        String line = text(event.getTimeStamp(), zone, typeOf(event), event.getFormattedMessage());
        return event.getThrowableProxy() == null ? line : line + ThrowableProxyUtil.asString(event.getThrowableProxy());
    }

    /** @param timeMillis wall clock, in milliseconds since 1970 */
    static String text(long timeMillis, ZoneId zone, LogType type, String message) {
        String time = TIME.format(Instant.ofEpochMilli(timeMillis).atZone(zone));
        String oneLine = message.replace("\r", "\\r").replace("\n", "\\n");
        return time + " " + word(type) + " " + oneLine + System.lineSeparator();
    }

    private static String word(LogType type) {
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
