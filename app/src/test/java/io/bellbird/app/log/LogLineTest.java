package io.bellbird.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.bellbird.broker.config.LogConfig;
import io.bellbird.broker.config.LogType;
import io.bellbird.broker.config.TimestampFormat;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LogLineTest {
    private static final LogTime TIME = LogTime.iso(ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({"ERROR, ERROR", "WARN, WARNING", "INFO, INFORMATION", "DEBUG, DEBUG", "TRACE, DEBUG"})
    void a_level_is_a_kind_of_line(String level, LogType type) {
        assertThat(LogLine.typeOf(event(Level.toLevel(level), "x", null))).isEqualTo(type);
    }

    @ParameterizedTest
    @EnumSource(LogType.class)
    void a_marker_counts_more_than_the_level(LogType type) {
        LoggingEvent event = event(Level.INFO, "x", null);
        event.addMarker(type.marker());

        assertThat(LogLine.typeOf(event)).isEqualTo(type);
    }

    @Test
    void a_line_is_one_line_whatever_is_in_the_message() {
        String line = LogLine.of(event(Level.WARN, "client=a\r\nb full", null)).text(TIME);

        assertThat(line).isEqualTo("1970-01-01T00:00:01.234Z WARN client=a\\r\\nb full\n");
    }

    @Test
    void an_exception_shows_where_it_came_from() {
        String line = LogLine.of(event(Level.ERROR, "shard=1 failed", new IllegalStateException("bug")))
                .text(TIME);

        assertThat(line.lines().toList())
                .startsWith("1970-01-01T00:00:01.234Z ERROR shard=1 failed", "java.lang.IllegalStateException: bug")
                .hasSizeGreaterThan(3);
    }

    @Test
    void the_time_is_written_as_configured() {
        LogLine line = LogLine.of(event(Level.INFO, "x", null));
        Optional<TimestampFormat> format = Optional.of(new TimestampFormat("%H:%M:%S %z"));

        assertThat(line.text(time(true, Optional.empty()))).isEqualTo("1970-01-01T01:00:01.234+01:00 INFO x\n");
        assertThat(line.text(time(true, format))).isEqualTo("01:00:01 +0100 INFO x\n");
        assertThat(line.text(time(false, format))).isEqualTo("INFO x\n");
    }

    private static LogTime time(boolean timestamp, Optional<TimestampFormat> format) {
        return LogTime.of(LogConfig.defaults().withTimestamp(timestamp, format), ZoneOffset.ofHours(1));
    }

    private static LoggingEvent event(Level level, String message, @Nullable Throwable error) {
        LoggingEvent event =
                new LoggingEvent("", new LoggerContext().getLogger("io.bellbird.x"), level, message, error, null);
        event.setTimeStamp(1234);
        return event;
    }
}
