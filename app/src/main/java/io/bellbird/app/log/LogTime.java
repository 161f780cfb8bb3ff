package io.bellbird.app.log;

import io.bellbird.broker.config.LogConfig;
import io.bellbird.broker.config.TimestampFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** What stands at the beginning of a log line: the time, in the way that the configuration wants it, or nothing. */
final class LogTime {
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX");

    private final Optional<DateTimeFormatter> format;
    private final ZoneId zone;

    private LogTime(Optional<DateTimeFormatter> format, ZoneId zone) {
        this.format = format;
        this.zone = zone;
    }

    /** ISO 8601 with milliseconds and the offset from UTC. */
    static LogTime iso(ZoneId zone) {
        return new LogTime(Optional.of(ISO), zone);
    }

    /** As configured. */
    static LogTime of(LogConfig config, ZoneId zone) {
        if (!config.timestamp()) {
            return new LogTime(Optional.empty(), zone);
        }
        return new LogTime(
                Optional.of(
                        config.timestampFormat().map(TimestampFormat::formatter).orElse(ISO)),
                zone);
    }

    /**
     * The time and a blank, or nothing.
     *
     * @param timeMillis wall clock, in milliseconds since 1970
     */
    String before(long timeMillis) {
        return format.map(form -> form.format(Instant.ofEpochMilli(timeMillis).atZone(zone)) + " ")
                .orElse("");
    }
}
