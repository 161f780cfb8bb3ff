package io.bellbird.console.topics;

import static io.bellbird.console.topics.TestMessages.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.Topic;
import java.util.List;
import org.junit.jupiter.api.Test;

/** However many topics and messages there are, what is kept of them has a limit. */
class TopicTreeTest {
    private final TopicTree tree = new TopicTree(0);
    private long nanos;

    /** One shard counts messages, and hands them over. */
    private void see(List<String> topics, int messagesEach, int payloadBytes) {
        TopicCounts.Counts counts = new TopicCounts.Counts();
        for (int i = 0; i < messagesEach; i++) {
            topics.forEach(topic -> counts.add(message(topic, payloadBytes), ++nanos));
        }
        tree.add(counts, nanos);
    }

    private WatchedTopic topic(String name) {
        WatchedTopic found = tree.find(Topic.of(name));
        assertThat(found).as(name).isNotNull();
        return found;
    }

    private static long memoryBytesMax() {
        return TopicTree.TOPICS_BYTES_MAX + TopicTree.EARLIER_BYTES_MAX;
    }

    @Test
    void of_many_topics_those_stay_that_had_a_message_last() {
        for (int i = 0; i < 60_000; i++) {
            see(List.of("t/" + i, "always/here"), 1, 10);
        }

        assertThat(tree.size()).isEqualTo(TopicTree.TOPICS_MAX);
        assertThat(tree.isAll()).isFalse();
        assertThat(topic("always/here").messages()).isEqualTo(60_000);
        assertThat(tree.find(Topic.of("t/59999"))).isNotNull();
        assertThat(tree.find(Topic.of("t/0"))).isNull();
        assertThat(tree.root().sum(any -> true, nanos).topics()).isEqualTo(TopicTree.TOPICS_MAX);
        assertThat(tree.memoryBytes()).isLessThanOrEqualTo(memoryBytesMax());
    }

    @Test
    void large_messages_on_many_topics_stay_within_the_limit() {
        for (int i = 0; i < 2_000; i++) {
            see(List.of("large/" + i), 3, 1_000_000);
        }

        assertThat(tree.memoryBytes()).isLessThanOrEqualTo(memoryBytesMax());
        assertThat(tree.size()).isBetween(300, 400);
        assertThat(topic("large/1999").last().payloadBytes()).isEqualTo(1_000_000);
    }

    @Test
    void a_busy_topic_with_large_messages_pushes_out_no_other_topic() {
        see(List.of("quiet"), 5, 10);
        for (int i = 0; i < 2_000; i++) {
            see(List.of("camera/" + i % 20), 2, 60_000);
        }

        assertThat(topic("quiet").last()).isNotNull();
        assertThat(tree.size()).isEqualTo(21);
        assertThat(tree.isAll()).isTrue();
        assertThat(tree.memoryBytes()).isLessThanOrEqualTo(memoryBytesMax());
        assertThat(topic("quiet").history()).as("only its last one stays").hasSize(1);
    }

    @Test
    void deep_names_count_what_their_levels_take() {
        String deep = "/x".repeat(190);
        for (int i = 0; i < 3_000; i++) {
            see(List.of(i + deep), 1, 10);
        }

        assertThat(tree.size()).isLessThan(1_000);
        assertThat(tree.root().children()).hasSize(tree.size());
    }

    @Test
    void what_a_shard_keeps_between_two_collections_has_a_limit_and_the_count_has_none() {
        TopicCounts.Counts counts = new TopicCounts.Counts();
        for (int i = 0; i < 100_000; i++) {
            counts.add(message("t/" + i % 1_000, 60_000), i);
        }
        assertThat(counts.bytes()).isLessThanOrEqualTo(TopicCounts.BYTES_MAX);
        assertThat(counts.isAll()).isTrue();

        tree.add(counts, 1);

        assertThat(tree.root().sum(any -> true, 1).messages()).isEqualTo(100_000);
    }

    @Test
    void more_topics_between_two_collections_than_are_counted_are_said_to_be_missing() {
        TopicCounts.Counts counts = new TopicCounts.Counts();
        for (int i = 0; i <= TopicCounts.TOPICS_MAX; i++) {
            counts.add(message("t/" + i, 1), i);
        }

        tree.add(counts, 1);

        assertThat(counts.topics()).hasSize(TopicCounts.TOPICS_MAX);
        assertThat(tree.isAll()).isFalse();
    }

    @Test
    void messages_of_several_shards_stand_in_the_order_of_time() {
        TopicCounts.Counts one = new TopicCounts.Counts();
        TopicCounts.Counts other = new TopicCounts.Counts();
        for (int i = 0; i < 300; i++) {
            (i % 3 == 0 ? one : other).add(message("t", Integer.toString(i)), i);
        }
        tree.add(one, 1_000);
        tree.add(other, 1_000);

        List<Seen> history = topic("t").history();
        assertThat(history).hasSize(TopicCounts.MESSAGES_MAX).isSortedAccordingTo(Seen.OLDEST_FIRST);
        assertThat(topic("t").last().publication().payload().toUtf8()).isEqualTo("299");
    }

    @Test
    void what_was_retained_before_is_no_message_that_was_seen() {
        tree.retained(message("t", "before"));
        assertThat(topic("t").history()).isEmpty();
        assertThat(topic("t").last()).isNotNull();

        see(List.of("t"), 2, 1);

        assertThat(topic("t").history()).hasSize(2);
        assertThat(topic("t").messages()).isEqualTo(2);
    }
}
