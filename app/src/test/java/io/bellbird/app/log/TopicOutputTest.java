package io.bellbird.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.LogType;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.Topic;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class TopicOutputTest {
    private static final String ROOT = "$SYS/broker/log/";

    private final List<String> published = new ArrayList<>();
    private boolean taken = true;
    private final TopicOutput output = new TopicOutput(this::publish, LogTime.iso(ZoneOffset.UTC));

    private CompletionStage<Boolean> publish(Topic topic, Bytes payload) {
        if (taken) {
            published.add(topic.text() + " " + payload.toUtf8());
        }
        return CompletableFuture.completedFuture(taken);
    }

    private void write(LogLine... lines) {
        output.write(Arrays.asList(lines), 0, 0);
    }

    private static LogLine line(LogType type, String message) {
        return new LogLine(type, 1_500, message, "");
    }

    private static LogLine defect(long timeMillis) {
        return new LogLine(LogType.ERROR, timeMillis, "a defect", "java.lang.AssertionError\n");
    }

    @Test
    void each_kind_of_line_has_the_topic_that_mosquitto_gave_it_but_debug_has_none() {
        for (LogType type : LogType.values()) {
            write(line(type, "x"));
        }

        assertThat(published.stream().map(text -> text.split(" ", 2)[0]))
                .containsExactly(
                        ROOT + "E",
                        ROOT + "W",
                        ROOT + "N",
                        ROOT + "I",
                        ROOT + "M/subscribe",
                        ROOT + "M/unsubscribe",
                        ROOT + "WS");
    }

    @Test
    void the_message_is_the_line_with_its_time_and_without_its_end() {
        write(line(LogType.NOTICE, "the broker stops"));

        assertThat(published).containsExactly(ROOT + "N 1970-01-01T00:00:01.500Z the broker stops");
    }

    @Test
    void lines_that_the_broker_does_not_take_are_counted_for_a_later_one() {
        taken = false;
        write(line(LogType.NOTICE, "a"), line(LogType.NOTICE, "b"));
        write(line(LogType.NOTICE, "c")); // the count itself is lost, too, and stays
        taken = true;
        write(line(LogType.NOTICE, "d"));

        assertThat(published).hasSize(2);
        assertThat(published.get(0)).startsWith(ROOT + "W ").endsWith("dropped=3 log lines could not be written");
        assertThat(published.get(1)).endsWith(" d");
    }

    @Test
    void defects_which_may_lie_in_the_way_of_a_line_are_published_once_a_minute() {
        write(defect(0), defect(1), defect(59_999));
        assertThat(published).hasSize(1);

        write(defect(60_000), defect(60_001));
        assertThat(published).hasSize(2);
    }
}
