package io.bellbird.console.topics;

import static io.bellbird.console.topics.TestMessages.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.store.MemoryStore;
import io.bellbird.console.access.Administrator;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one reader is told of the tree. */
@Timeout(60)
class TreeStreamTest {
    private TopicFixture broker;
    private TreeStream stream;

    @BeforeEach
    void start() {
        broker = new TopicFixture(new MemoryStore());
        WallTime time = new WallTime(InstantSource.system(), () -> 0);
        TreeView view =
                new TreeView(new Administrator("ann"), broker.administration().retained(), time);
        stream = new TreeStream(List.of(""), view, time, () -> {});
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private static TopicTree tree(List<String> topics) {
        TopicTree tree = new TopicTree(0);
        TopicCounts.Counts counts = new TopicCounts.Counts();
        topics.forEach(topic -> counts.add(message(topic, 1), 0));
        tree.add(counts, 0);
        return tree;
    }

    private static List<String> numbered(int from, int until) {
        return IntStream.range(from, until)
                .mapToObj(number -> String.format("n%04d", number))
                .toList();
    }

    @Test
    void a_level_that_has_gone_is_told_once_without_topics() {
        stream.look(tree(List.of("door", "home/bell")));
        assertThat(stream.next()).contains("\"name\":\"home\",\"topic\":\"home\",\"topics\":1");

        stream.look(tree(List.of("door")));
        assertThat(stream.next())
                .contains("\"name\":\"home\",\"topic\":\"home\",\"topics\":0")
                .doesNotContain("door");

        stream.look(tree(List.of("door")));
        assertThat(stream.next()).isNull();
    }

    @Test
    void a_level_whose_place_others_have_taken_has_not_gone() {
        stream.look(tree(numbered(1, 501)));
        assertThat(stream.next()).contains("n0500");

        stream.look(tree(numbered(0, 501)));
        assertThat(stream.next()).contains("n0000").doesNotContain("n0500");
    }

    @Test
    void however_long_a_look_takes_there_is_one_every_two_seconds() {
        assertThat(TreeEndpoints.pause(0)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(250));
        assertThat(TreeEndpoints.pause(TimeUnit.MILLISECONDS.toNanos(50))).isEqualTo(TimeUnit.SECONDS.toNanos(1));
        assertThat(TreeEndpoints.pause(TimeUnit.SECONDS.toNanos(9))).isEqualTo(TimeUnit.SECONDS.toNanos(2));
    }
}
