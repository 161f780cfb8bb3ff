package io.bellbird.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(20)
class DroppingAppenderTest {
    private static final int EVENTS_MAX = 4;
    private static final long FLUSH_MILLIS = 10_000;
    private static final LogTime TIME = LogTime.iso(ZoneOffset.UTC);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final SlowStream stream = new SlowStream();
    private final DroppingAppender appender = new DroppingAppender(List.of(new StreamOutput(stream, TIME)), EVENTS_MAX);

    @AfterEach
    void stop() {
        stream.proceed.countDown();
        appender.stop();
    }

    @Test
    void whoever_logs_never_waits_and_what_is_dropped_is_counted() throws InterruptedException {
        appender.start();
        log("first");
        stream.reached.await();
        for (int i = 1; i <= EVENTS_MAX + 3; i++) {
            log("line " + i);
        }

        stream.proceed.countDown();
        appender.flush(FLUSH_MILLIS);

        assertThat(stream.lines())
                .containsExactly(
                        "first", "dropped=3 log lines could not be written", "line 1", "line 2", "line 3", "line 4");
    }

    @Test
    void lines_that_a_full_disk_refuses_are_counted_when_there_is_room_again() {
        stream.proceed.countDown();
        stream.full = true;
        appender.start();
        log("lost");
        appender.flush(FLUSH_MILLIS);
        stream.full = false;
        log("kept");
        appender.flush(FLUSH_MILLIS);

        assertThat(stream.lines()).containsExactly("dropped=1 log lines could not be written", "kept");
    }

    @Test
    void after_a_change_of_places_the_old_ones_get_nothing_and_are_let_go() throws InterruptedException {
        ByteArrayOutputStream other = new ByteArrayOutputStream();
        stream.proceed.countDown();
        appender.start();
        log("before");
        appender.flush(FLUSH_MILLIS);
        appender.writeTo(List.of(new StreamOutput(other, TIME)), ended::countDown);
        log("after");
        appender.flush(FLUSH_MILLIS);

        assertThat(stream.lines()).containsExactly("before");
        assertThat(other.toString(StandardCharsets.UTF_8)).endsWith(" after\n");
        ended.await();
    }

    private void log(String message) {
        appender.doAppend(new LoggingEvent(
                "", (Logger) LoggerFactory.getLogger("io.bellbird.x"), Level.INFO, message, null, null));
    }

    /** Stops at the first write until it may proceed. */
    private static final class SlowStream extends OutputStream {
        final CountDownLatch reached = new CountDownLatch(1);
        final CountDownLatch proceed = new CountDownLatch(1);
        volatile boolean full;
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();

        @Override
        public void write(int b) {
            throw new AssertionError("lines are written whole");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            reached.countDown();
            try {
                assertThat(proceed.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            if (full) {
                throw new IOException("No space left on device");
            }
            written.write(bytes, offset, length);
        }

        /** The messages of all lines, without time and level. */
        List<String> lines() {
            return written.toString(StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(" ", 3)[2])
                    .toList();
        }
    }
}
