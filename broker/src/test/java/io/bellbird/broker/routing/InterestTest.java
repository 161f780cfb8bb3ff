package io.bellbird.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.Topic;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterestTest {
    private final Interest interest = new Interest(1);
    private final Levels levels = interest.newLevels();

    private void add(String filter, int shard) {
        interest.add(levels.of(TopicFilter.parse(filter)), shard);
    }

    private void remove(String filter, int shard) {
        interest.remove(levels.of(TopicFilter.parse(filter)), shard);
    }

    private long mask(String topic) {
        return interest.mask(Topic.of(topic));
    }

    private long version(String topic) {
        levels.of(Topic.of(topic));
        return interest.version(levels.stripeOfBoth(), levels.stripeOfFirst(), levels.stripeOfSecond());
    }

    @Test
    void the_mask_has_a_bit_for_each_shard_with_a_matching_filter() {
        add("a/b", 0);
        add("a/+", 5);
        add("a/#", 63);
        add("b", 7);
        assertThat(mask("a/b")).isEqualTo(1 | 1 << 5 | 1L << 63);
        assertThat(mask("a/c")).isEqualTo(1 << 5 | 1L << 63);
        assertThat(mask("a")).isEqualTo(1L << 63);
        assertThat(mask("c")).isZero();
    }

    @Test
    void leading_wildcards_do_not_match_topics_that_begin_with_a_dollar() {
        add("#", 0);
        add("+/x", 1);
        add("$SYS/#", 2);
        assertThat(mask("$SYS/x")).isEqualTo(1 << 2);
        assertThat(mask("$SYS")).isEqualTo(1 << 2);
        assertThat(mask("S/x")).isEqualTo(1 | 1 << 1);
    }

    @Test
    void a_removed_filter_leaves_the_others_and_no_empty_levels() {
        add("a/b/c", 0);
        add("a/b/c", 1);
        add("a/b/d", 1);
        remove("a/b/c", 1);
        assertThat(mask("a/b/c")).isEqualTo(1);
        remove("a/b/c", 0);
        assertThat(mask("a/b/c")).isZero();
        assertThat(mask("a/b/d")).isEqualTo(1 << 1);
        remove("a/b/d", 1);
        assertThat(interest.isEmpty()).isTrue();
    }

    @Test
    void a_filter_that_is_not_there_can_be_removed_without_effect() {
        add("a/b", 0);
        remove("a/c", 0);
        remove("a/b/c", 0);
        remove("a/b", 1);
        assertThat(mask("a/b")).isEqualTo(1);
    }

    @Test
    void a_change_moves_the_version_of_the_topics_that_it_may_touch() {
        long before = version("a/b");
        add("a/b", 0);
        long added = version("a/b");
        remove("a/b", 0);
        long removed = version("a/b");
        add("+/b", 0);
        long wildcard = version("a/b");
        assertThat(added).isGreaterThan(before);
        assertThat(removed).isGreaterThan(added);
        assertThat(wildcard).isGreaterThan(removed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b", "a/x", "a/x/#", "a/#", "a/+/x", "b/y", "b/y/+", "+/b", "+/y/#"})
    void a_change_leaves_the_versions_of_other_first_and_second_levels_alone(String filter) {
        long before = version("b/x");
        add(filter, 0);
        remove(filter, 0);
        assertThat(version("b/x")).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"b/x", "b/x/#", "b/#", "b/+", "+/x", "+/x/#", "+/+", "+/#", "#"})
    void a_change_to_what_may_match_moves_the_version(String filter) {
        long before = version("b/x");
        add(filter, 0);
        assertThat(version("b/x")).isGreaterThan(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"b", "b/#", "+", "+/#", "#"})
    void a_change_to_what_may_match_a_single_level_moves_the_version(String filter) {
        long before = version("b");
        add(filter, 0);
        assertThat(version("b")).isGreaterThan(before);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void the_mask_is_what_a_plain_set_of_filters_says(long seed) {
        Random random = new Random(seed);
        RandomNames names = new RandomNames(random);
        Map<Integer, Set<TopicFilter>> naive = new HashMap<>();
        for (int step = 0; step < 40_000; step++) {
            int shard = random.nextInt(4) * 21;
            Set<TopicFilter> filters = naive.computeIfAbsent(shard, any -> new HashSet<>());
            TopicFilter filter = names.filter();
            boolean grows = step / 4_000 % 2 == 0;
            if (grows && random.nextInt(3) == 0) {
                filters.add(filter);
                interest.add(levels.of(filter), shard);
            } else if (!grows && random.nextInt(3) > 0) {
                filters.remove(filter);
                interest.remove(levels.of(filter), shard);
            }
            Topic topic = names.topic();
            assertThat(interest.mask(topic))
                    .as("seed %d step %d topic %s", seed, step, topic)
                    .isEqualTo(naiveMask(naive, topic));
        }
        naive.forEach((shard, filters) -> filters.forEach(filter -> interest.remove(levels.of(filter), shard)));
        assertThat(interest.isEmpty()).isTrue();
    }

    private static long naiveMask(Map<Integer, Set<TopicFilter>> naive, Topic topic) {
        long mask = 0;
        for (Map.Entry<Integer, Set<TopicFilter>> shard : naive.entrySet()) {
            if (shard.getValue().stream().anyMatch(filter -> filter.matches(topic))) {
                mask |= 1L << shard.getKey();
            }
        }
        return mask;
    }
}
