package io.bellbird.broker.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.RetainedMessages;
import io.bellbird.broker.store.StoreFigures;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SysTopicsTest {
    private static final Path PAGE = Path.of("..", "docs", "sys-topics.md");
    private static final long START_NANOS = -7;

    private final RetainedMessages retained = new RetainedMessages();
    private final Counters counters = new Counters();
    private final Gauges gauges = new Gauges();
    private long heapBytes = 1_000;
    private StoreFigures store = StoreFigures.IN_MEMORY;
    private final SysTopics topics = sysTopics(1);
    private int seconds;

    private SysTopics sysTopics(int shards) {
        return new SysTopics(shards, new Host("1.2.3", () -> heapBytes), retained, () -> store, START_NANOS);
    }

    /** What is published ten seconds later, by the name below {@code $SYS/broker/}. */
    private Map<String, String> next() {
        seconds += 10;
        return byName(topics.take(0, Figures.of(counters, gauges), atSecond(seconds)));
    }

    private static long atSecond(int second) {
        return START_NANOS + TimeUnit.SECONDS.toNanos(second);
    }

    private Map<String, String> byName(List<Publication> publications) {
        Map<String, String> texts = new HashMap<>();
        for (Publication publication : publications) {
            retained.put(publication);
            String name = publication.topic().text().replaceFirst("^\\$SYS/broker/", "");
            assertThat(texts.put(name, publication.payload().toUtf8())).as(name).isNull();
        }
        return texts;
    }

    private static Publication fromClient(String topic, String payload) {
        return new Publication(
                Topic.of(topic), Qos.AT_LEAST_ONCE, true, Bytes.utf8(payload), PublishProperties.NONE, "client", 0);
    }

    @Test
    void everything_is_published_at_first_and_later_only_what_has_changed() {
        assertThat(next()).containsEntry("version", "bellbird version 1.2.3").containsEntry("clients/total", "0");

        counters.increment(Counter.DROPPED_QUEUE_FULL);

        assertThat(next())
                .containsOnlyKeys(
                        "uptime",
                        "dropped/queue_full",
                        "publish/messages/dropped",
                        "load/publish/dropped/1min",
                        "load/publish/dropped/5min",
                        "load/publish/dropped/15min")
                .containsEntry("uptime", "20 seconds")
                .containsEntry("dropped/queue_full", "1")
                .containsEntry("publish/messages/dropped", "1");
    }

    @Test
    void every_message_is_a_retained_one_of_the_broker_itself() {
        assertThat(topics.take(0, Figures.of(counters, gauges), START_NANOS))
                .isNotEmpty()
                .allMatch(publication -> publication.retain()
                        && publication.publisher().isEmpty()
                        && publication.qos() == Qos.AT_MOST_ONCE);
    }

    @Test
    void nothing_is_published_before_all_shards_have_handed_in_their_figures() {
        SysTopics ofThree = sysTopics(3);
        counters.increment(Counter.BUGS);
        Figures figures = Figures.of(counters, gauges);

        assertThat(ofThree.take(2, figures, START_NANOS)).isEmpty();
        assertThat(ofThree.take(0, figures, START_NANOS)).isEmpty();
        assertThat(byName(ofThree.take(1, figures, START_NANOS))).containsEntry("bugs", "3");

        assertThat(ofThree.take(1, figures, atSecond(10))).isEmpty();
    }

    @Test
    void a_stuck_shard_does_not_keep_the_figures_of_the_others_back() {
        SysTopics ofTwo = sysTopics(2);
        Figures none = Figures.of(counters, gauges);
        counters.increment(Counter.BUGS);
        Figures one = Figures.of(counters, gauges);

        assertThat(ofTwo.take(0, none, atSecond(10))).isEmpty();
        assertThat(byName(ofTwo.take(0, one, atSecond(20)))).containsEntry("bugs", "1");
        assertThat(byName(ofTwo.take(1, one, atSecond(25)))).containsEntry("bugs", "2");
    }

    @Test
    void clients_are_told_apart_by_whether_they_are_connected() {
        gauges.set(Gauge.SESSIONS, 5);
        gauges.set(Gauge.CONNECTED, 3);
        assertThat(next())
                .containsEntry("clients/total", "5")
                .containsEntry("clients/connected", "3")
                .containsEntry("clients/active", "3")
                .containsEntry("clients/disconnected", "2")
                .containsEntry("clients/inactive", "2")
                .containsEntry("clients/maximum", "3");

        gauges.set(Gauge.CONNECTED, 1);
        assertThat(next())
                .containsEntry("clients/connected", "1")
                .containsEntry("clients/disconnected", "4")
                .doesNotContainKey("clients/maximum");
    }

    @Test
    void what_is_kept_for_clients_is_counted_and_what_the_broker_says_of_itself_is_not() {
        next();
        Publication lamp = fromClient("house/lamp", "on");
        retained.put(lamp);
        gauges.queued(4, 2_000);
        gauges.inflight(2, 900);

        assertThat(next())
                .containsEntry("retained messages/count", "1")
                .containsEntry("queues/messages", "4")
                .containsEntry("queues/bytes", "2000")
                .containsEntry("messages/inflight", "2")
                .containsEntry("store/messages/count", "7")
                .containsEntry("messages/stored", "7")
                .containsEntry("store/messages/bytes", Long.toString(2_900 + lamp.memoryBytes()));
    }

    @Test
    void the_heap_is_what_is_in_use_and_the_most_that_was() {
        assertThat(next()).containsEntry("heap/current", "1000").containsEntry("heap/maximum", "1000");
        heapBytes = 5_000;
        assertThat(next()).containsEntry("heap/current", "5000").containsEntry("heap/maximum", "5000");
        heapBytes = 2_000;
        assertThat(next()).containsEntry("heap/current", "2000").doesNotContainKey("heap/maximum");
    }

    @Test
    void a_commit_takes_as_long_as_those_since_the_last_publication_did_on_average() {
        store = new StoreFigures("open", 10, 4, 400, 1_000, 9_000);
        assertThat(next())
                .containsEntry("store/status", "open")
                .containsEntry("store/pending_bytes", "10")
                .containsEntry("store/commits", "4")
                .containsEntry("store/commit_micros", "100")
                .containsEntry("store/disk_bytes", "1000")
                .containsEntry("store/free_bytes", "9000");

        store = new StoreFigures("full", 10, 6, 1_400, 1_000, 0);
        assertThat(next())
                .containsEntry("store/status", "full")
                .containsEntry("store/commits", "6")
                .containsEntry("store/commit_micros", "500")
                .containsEntry("store/free_bytes", "0");
        assertThat(next()).containsEntry("store/commit_micros", "0");
    }

    @Test
    void the_page_about_them_has_a_row_for_each_and_for_no_other() throws IOException {
        List<String> rows = Pattern.compile("(?m)^\\| `([^`]+)` \\|")
                .matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult row) -> row.group(1))
                .toList();

        assertThat(rows)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(next().keySet().stream()
                        .map(name -> name.replaceFirst("/\\d+min$", "/+"))
                        .distinct()
                        .toList());
    }
}
