package io.bellbird.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.LogType;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.Topic;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one thread cannot show of {@link TopicOutput}: the broker refuses lines on its threads while others are written. */
@Timeout(60)
class TopicOutputStressTest {
    private static final int LINES = 300_000;
    private static final Pattern LOST = Pattern.compile("dropped=(\\d+) ");

    private final BlockingQueue<CompletableFuture<Boolean>> refused = new LinkedBlockingQueue<>();
    private final TopicOutput output = new TopicOutput(this::publish, LogTime.iso(ZoneOffset.UTC));
    private boolean taking;
    private long reported;
    private int counts;

    /** Counts are taken, and what they say is added up; lines are refused, later and on another thread. */
    private CompletionStage<Boolean> publish(Topic topic, Bytes payload) {
        Matcher lost = LOST.matcher(payload.toUtf8());
        if (lost.find()) {
            reported += Long.parseLong(lost.group(1));
            counts++;
            return CompletableFuture.completedFuture(true);
        }
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        if (taking) {
            answer.complete(true);
        } else {
            refused.add(answer);
        }
        return answer;
    }

    private void refuseAll() {
        try {
            for (int i = 0; i < LINES; i++) {
                refused.take().complete(false);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void every_line_that_the_broker_refuses_is_counted_once() throws Exception {
        Thread refusing = new Thread(this::refuseAll);
        refusing.start();
        LogLine line = new LogLine(LogType.NOTICE, 0, "x", "");
        for (int i = 0; i < LINES; i++) {
            output.write(List.of(line), 0, 0);
        }
        refusing.join();
        taking = true;
        output.write(List.of(line), 0, 0);

        assertThat(reported).isEqualTo(LINES);
        assertThat(counts).isGreaterThan(1);
    }
}
