package io.bellbird.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** What one thread cannot show of {@link DroppingAppender}. */
@Timeout(60)
class DroppingAppenderStressTest {
    private static final int THREADS = 3;
    private static final int LINES_EACH = 200_000;
    /** Small, so that it is often full. */
    private static final int EVENTS_MAX = 64;

    private static final long FLUSH_MILLIS = 20_000;

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.bellbird.x");
    private final Counting counting = new Counting();
    private final DroppingAppender appender = new DroppingAppender(List.of(counting), EVENTS_MAX);

    private void log(int thread, int number) {
        appender.doAppend(new LoggingEvent("", logger, Level.INFO, thread + " " + number, null, null));
    }

    private void logAll(int thread) {
        for (int i = 0; i < LINES_EACH; i++) {
            log(thread, i);
        }
    }

    @Test
    void every_line_is_written_or_counted_and_those_of_one_thread_keep_their_order() throws Exception {
        appender.start();
        List<CompletableFuture<Void>> threads = IntStream.range(0, THREADS)
                .mapToObj(thread -> CompletableFuture.runAsync(() -> logAll(thread), task -> new Thread(task).start()))
                .toList();
        for (CompletableFuture<Void> thread : threads) {
            thread.get(30, TimeUnit.SECONDS);
        }
        appender.flush(FLUSH_MILLIS);
        log(THREADS, 0); // brings the count of those that were dropped last
        appender.flush(FLUSH_MILLIS);
        appender.stop();

        assertThat(counting.disorder).isEmpty();
        assertThat(counting.written + counting.lost).isEqualTo((long) THREADS * LINES_EACH + 1);
        assertThat(counting.lost).isPositive();
    }

    /** Touched by the appender's thread, and by the test when that has flushed. */
    private static final class Counting implements LogOutput {
        private final int[] last = {-1, -1, -1, -1};
        private final List<String> disorder = new ArrayList<>();
        private long written;
        private long lost;

        @Override
        public void write(List<LogLine> lines, long lostBefore, long timeMillis) {
            written += lines.size();
            lost += lostBefore;
            for (LogLine line : lines) {
                String[] parts = line.message().split(" ", 2);
                int thread = Integer.parseInt(parts[0]);
                int number = Integer.parseInt(parts[1]);
                if (number <= last[thread]) {
                    disorder.add(line.message() + " after " + last[thread]);
                }
                last[thread] = number;
            }
        }
    }
}
