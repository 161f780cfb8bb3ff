package io.bellbird.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetainedMessagesTest {
    private static final long SECOND = 1_000_000_000;

    private final RetainedMessages retained = new RetainedMessages();

    private static Publication message(Topic topic, String payload, PublishProperties properties) {
        return new Publication(topic, Qos.AT_LEAST_ONCE, true, Bytes.utf8(payload), properties, "publisher", 0);
    }

    private static Publication message(String topic) {
        return message(Topic.of(topic), "x", PublishProperties.NONE);
    }

    private static Publication expiring(String topic, long seconds) {
        return message(Topic.of(topic), "x", new PublishProperties(false, seconds, null, null, null, List.of()));
    }

    private void put(String... topics) {
        for (String topic : topics) {
            retained.put(message(topic));
        }
    }

    private static List<String> rest(RetainedMessages.Cursor cursor) {
        List<String> topics = new ArrayList<>();
        while (!cursor.isDone()) {
            Publication publication = cursor.next(100);
            if (publication != null) {
                topics.add(publication.topic().text());
            }
        }
        return topics;
    }

    private List<String> matching(String filter) {
        return rest(retained.cursor(TopicFilter.parse(filter)));
    }

    @Test
    void a_topic_has_one_retained_message_the_last() {
        // given
        Topic topic = Topic.of("a");
        Publication first = message(topic, "1", PublishProperties.NONE);
        Publication second = message(topic, "2", PublishProperties.NONE);
        // when
        retained.put(first);
        retained.put(second);
        retained.put(message("b"));
        // then
        assertThat(retained.get(topic)).isSameAs(second);
        assertThat(retained.count()).isEqualTo(2);
        retained.remove(topic);
        retained.remove(topic);
        assertThat(retained.get(topic)).isNull();
        assertThat(retained.count()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "#            | / /a a a/ a/b a/b/c a/c a! a!/b b b/b",
                "+            | a a! b",
                "a/#          | a a/ a/b a/b/c a/c",
                "a/+          | a/ a/b a/c",
                "+/b          | a/b a!/b b/b",
                "+/+/c        | a/b/c",
                "/+           | / /a",
                "/#           | / /a",
                "+/+          | / /a a/ a/b a/c a!/b b/b",
                "a/b          | a/b",
                "a            | a",
                "+/b/#        | a/b a/b/c a!/b b/b",
                "$SYS/#       | $SYS $SYS/b",
                "$SYS/+       | $SYS/b",
                "+/           | / a/",
            })
    void a_cursor_finds_what_matches_in_the_order_of_the_topics(String filter, String topics) {
        put("b/b", "b", "a!/b", "a!", "a/c", "a/b/c", "a/b", "a/", "a", "/a", "/", "$SYS/b", "$SYS");
        assertThat(matching(filter)).containsExactly(topics.split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"c", "c/#", "a/b/c/d", "c/+", "+/x", "+/+/+/+", "$other/#", "A", "a/b/+/x"})
    void a_cursor_without_matches_ends(String filter) {
        put("a", "a/b", "a/b/c", "b", "b/c", "$SYS/x", "$SYS/b/x");
        assertThat(matching(filter)).isEmpty();
    }

    @Test
    void a_cursor_over_nothing_is_done_at_its_first_step() {
        RetainedMessages.Cursor cursor = retained.cursor(TopicFilter.parse("#"));
        assertThat(cursor.isDone()).isFalse();
        assertThat(cursor.next(1)).isNull();
        assertThat(cursor.isDone()).isTrue();
        put("a");
        assertThat(cursor.next(1)).isNull();
    }

    @Test
    void a_call_visits_no_more_than_it_may() {
        // given
        for (int i = 0; i < 100; i++) {
            put("a/" + i + "/no");
        }
        put("a/x/yes");
        RetainedMessages.Cursor cursor = retained.cursor(TopicFilter.parse("a/+/yes"));
        // when
        int calls = 0;
        Publication found = null;
        while (found == null && !cursor.isDone()) {
            found = cursor.next(7);
            calls++;
        }
        // then
        assertThat(found).isNotNull();
        assertThat(found.topic().text()).isEqualTo("a/x/yes");
        assertThat(calls).isGreaterThan(10);
        assertThat(cursor.next(7)).isNull();
        assertThat(cursor.isDone()).isTrue();
    }

    @Test
    void a_cursor_leaps_over_what_cannot_match() {
        // given: 20 first levels with 1,001 topics each
        for (int device = 0; device < 20; device++) {
            for (int i = 0; i < 1_000; i++) {
                put("device" + device + "/value" + i);
            }
            put("device" + device + "/x");
        }
        // when
        RetainedMessages.Cursor cursor = retained.cursor(TopicFilter.parse("+/x"));
        int visits = 0;
        int found = 0;
        while (!cursor.isDone()) {
            found += cursor.next(1) == null ? 0 : 1;
            visits++;
        }
        // then
        assertThat(found).isEqualTo(20);
        assertThat(visits).isLessThan(20 * 4);
    }

    @Test
    void a_cursor_goes_on_while_messages_come_and_go() {
        // given
        put("a/1", "a/2", "a/3", "a/5");
        RetainedMessages.Cursor cursor = retained.cursor(TopicFilter.parse("a/+"));
        assertThat(cursor.next(1)).isEqualTo(message("a/1"));
        // when
        retained.remove(Topic.of("a/1"));
        retained.remove(Topic.of("a/2"));
        Publication newer = message(Topic.of("a/3"), "newer", PublishProperties.NONE);
        retained.put(newer);
        put("a/0", "a/4");
        // then
        assertThat(cursor.next(1)).isSameAs(newer);
        assertThat(rest(cursor)).containsExactly("a/4", "a/5");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void cursors_find_what_a_look_at_every_message_finds(long seed) {
        Random random = new Random(seed);
        RandomNames names = new RandomNames(random);
        TreeMap<byte[], Publication> naive = new TreeMap<>(new TopicOrder());
        for (int step = 0; step < 10_000; step++) {
            Topic topic = names.topic();
            if (random.nextInt(3) > 0) {
                Publication publication = message(topic, "payload " + step, PublishProperties.NONE);
                retained.put(publication);
                naive.put(topic.utf8(), publication);
            } else {
                retained.remove(topic);
                naive.remove(topic.utf8());
            }
            TopicFilter filter = names.filter();
            List<Publication> expected = naive.values().stream()
                    .filter(publication -> filter.matches(publication.topic()))
                    .toList();
            assertThat(all(retained.cursor(filter), 1 + random.nextInt(5)))
                    .as("seed %d step %d filter %s", seed, step, filter)
                    .isEqualTo(expected);
            assertThat(retained.count()).isEqualTo(naive.size());
        }
    }

    private static List<Publication> all(RetainedMessages.Cursor cursor, int visitsMax) {
        List<Publication> all = new ArrayList<>();
        while (!cursor.isDone()) {
            Publication publication = cursor.next(visitsMax);
            if (publication != null) {
                all.add(publication);
            }
        }
        return all;
    }

    @Test
    void a_sweep_removes_the_expired_and_no_others() {
        retained.put(expiring("a", 10));
        retained.put(expiring("b", 20));
        put("c");
        assertThat(retained.removeExpired(10 * SECOND - 1, 100, topic -> {})).isZero();
        assertThat(retained.removeExpired(10 * SECOND, 100, topic -> {})).isEqualTo(1);
        assertThat(matching("#")).containsExactly("b", "c");
        assertThat(retained.count()).isEqualTo(2);
    }

    @Test
    void bytes_are_what_the_messages_count_that_are_there() {
        Publication small = message(Topic.of("a"), "1", PublishProperties.NONE);
        Publication large = message(Topic.of("a"), "123456789", PublishProperties.NONE);
        Publication passing = expiring("b", 1);
        retained.put(small);
        retained.put(passing);
        assertThat(retained.bytes()).isEqualTo(small.memoryBytes() + passing.memoryBytes());

        retained.put(large);
        assertThat(retained.bytes()).isEqualTo(large.memoryBytes() + passing.memoryBytes());

        retained.removeExpired(SECOND, 100, topic -> {});
        assertThat(retained.bytes()).isEqualTo(large.memoryBytes());

        retained.remove(Topic.of("a"));
        retained.remove(Topic.of("a"));
        assertThat(retained.bytes()).isZero();
    }

    @Test
    void a_sweep_goes_on_where_it_stopped_and_begins_again_after_the_last() {
        // given
        for (int i = 0; i < 10; i++) {
            retained.put(expiring("t" + i, 1));
        }
        // when
        int removed = retained.removeExpired(SECOND, 4, topic -> {});
        // then
        assertThat(removed).isEqualTo(4);
        assertThat(matching("#")).first().isEqualTo("t4");
        retained.put(expiring("t0", 1));
        assertThat(retained.removeExpired(SECOND, 4, topic -> {})).isEqualTo(4);
        assertThat(retained.removeExpired(SECOND, 4, topic -> {})).isEqualTo(2);
        assertThat(matching("#")).containsExactly("t0");
        assertThat(retained.removeExpired(SECOND, 4, topic -> {})).isEqualTo(1);
        assertThat(retained.count()).isZero();
    }

    @Test
    void expired_messages_are_left_to_the_reader_until_the_sweep_comes_by() {
        retained.put(expiring("a", 1));
        Publication found = retained.cursor(TopicFilter.parse("a")).next(1);
        assertThat(found).isNotNull();
        assertThat(found.isExpired(SECOND)).isTrue();
        assertThat(retained.get(Topic.of("a"))).isSameAs(found);
    }

    @Test
    void a_cursor_goes_on_after_any_topic() {
        put("a", "a/1", "a/1/x", "a/2", "b", "b/1");

        assertThat(rest(retained.cursor(TopicFilter.parse("#"), "a/1"))).containsExactly("a/1/x", "a/2", "b", "b/1");
        assertThat(rest(retained.cursor(TopicFilter.parse("a/+"), "a/1/x"))).containsExactly("a/2");
        assertThat(rest(retained.cursor(TopicFilter.parse("a/+"), "a/15"))).containsExactly("a/2");
        assertThat(rest(retained.cursor(TopicFilter.parse("b/#"), "a"))).containsExactly("b", "b/1");
        assertThat(rest(retained.cursor(TopicFilter.parse("a/#"), "b"))).isEmpty();
        assertThat(rest(retained.cursor(TopicFilter.parse("b/1"), "b/1"))).isEmpty();
        assertThat(rest(retained.cursor(TopicFilter.parse("b/1"), ""))).containsExactly("b/1");
    }
}
