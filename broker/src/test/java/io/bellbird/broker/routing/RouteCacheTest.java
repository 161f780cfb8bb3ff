package io.bellbird.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteCacheTest {
    private static final SubscriptionOptions QOS_0 = SubscriptionOptions.of(Qos.AT_MOST_ONCE);
    private static final SubscriptionOptions QOS_2 = SubscriptionOptions.of(Qos.EXACTLY_ONCE);
    private static final int SLOTS = 8;

    private final Interest interest = new Interest(1);
    private final SubscriptionTree own = new SubscriptionTree(interest, 0);
    private final SubscriptionTree other = new SubscriptionTree(interest, 1);
    private final RouteCache cache = new RouteCache(own, interest, 0, SLOTS);

    private static Subscription subscribe(SubscriptionTree tree, String clientId, String filter) {
        return tree.subscribe(new NamedSubscriber(clientId), TopicFilter.parse(filter), QOS_0, 0);
    }

    private Route route(String topic) {
        return cache.route(Topic.of(topic));
    }

    @Test
    void a_topic_that_nobody_wants_has_an_empty_route() {
        assertThat(route("a").isEmpty()).isTrue();
    }

    @Test
    void a_route_has_the_receivers_here_and_the_other_shards() {
        subscribe(own, "ann", "a/+");
        subscribe(other, "bob", "a/#");
        Route route = route("a/b");
        assertThat(route.receiverCount()).isEqualTo(1);
        assertThat(route.receiver(0).subscriber().clientId()).isEqualTo("ann");
        assertThat(route.otherShards()).isEqualTo(1L << 1);
        assertThat(route.isEmpty()).isFalse();
        assertThat(route("a").isEmpty()).isFalse();
        assertThat(route("a").receiverCount()).isZero();
    }

    @Test
    void a_route_is_built_once_while_nothing_changes() {
        subscribe(own, "ann", "a");
        assertThat(route("a")).isSameAs(route("a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "a/+", "+/b", "#", "a/#", "a/b/#"})
    void each_change_on_either_shard_is_seen_at_once(String filter) {
        assertThat(route("a/b").isEmpty()).isTrue();
        Subscription here = subscribe(own, "ann", filter);
        assertThat(route("a/b").receiverCount()).isEqualTo(1);
        Subscription second = subscribe(own, "bob", filter);
        assertThat(route("a/b").receiverCount()).isEqualTo(2);
        own.replace(here, QOS_2, 5);
        assertThat(route("a/b").receiver(0).qos()).isEqualTo(Qos.EXACTLY_ONCE);
        assertThat(route("a/b").receiver(0).subscriptionIdentifiers().get(0)).isEqualTo(5);
        Subscription there = subscribe(other, "cid", filter);
        assertThat(route("a/b").otherShards()).isEqualTo(1L << 1);
        other.unsubscribe(there);
        assertThat(route("a/b").otherShards()).isZero();
        own.unsubscribe(here);
        own.unsubscribe(second);
        assertThat(route("a/b").isEmpty()).isTrue();
    }

    @Test
    void a_change_leaves_the_routes_of_other_first_levels_alone() {
        Route route = route("a/b");
        subscribe(own, "ann", "b/#");
        subscribe(other, "bob", "b/+");
        assertThat(route("a/b")).isSameAs(route);
    }

    @Test
    void more_topics_than_slots_are_all_routed_right() {
        for (int i = 0; i < 100; i++) {
            subscribe(own, "c" + i, "t" + i);
        }
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 100; i++) {
                Route route = route("t" + i);
                assertThat(route.receiverCount()).isEqualTo(1);
                assertThat(route.receiver(0).subscriber().clientId()).isEqualTo("c" + i);
            }
        }
        assertThat(cache.receivers()).isBetween(1L, (long) SLOTS);
        assertThat(cache.kept()).isLessThanOrEqualTo(SLOTS);
    }

    @Test
    void a_few_topics_keep_their_slots() {
        Route first = route("topic/1");
        for (int round = 0; round < 10; round++) {
            assertThat(route("topic/1")).isSameAs(first);
            route("topic/2");
            route("topic/3");
        }
    }

    @Test
    void topics_that_come_once_take_no_slot_of_those_that_are_kept() {
        // given
        List<String> kept = new ArrayList<>();
        for (int i = 0; cache.kept() < SLOTS; i++) {
            route("kept/" + i);
            kept.add("kept/" + i);
        }
        Map<String, Route> routes = new HashMap<>();
        subscribe(own, "ann", "#");
        kept.forEach(topic -> routes.put(topic, route(topic)));
        // when
        for (int i = 0; i < 1_000; i++) {
            assertThat(route("once/" + i).receiverCount()).isEqualTo(1);
        }
        // then
        assertThat(kept).filteredOn(topic -> route(topic) == routes.get(topic)).hasSizeGreaterThanOrEqualTo(SLOTS);
    }

    @Test
    void a_topic_that_comes_again_soon_takes_the_slot_of_another() {
        for (int i = 0; cache.kept() < SLOTS; i++) {
            route("kept/" + i);
        }
        subscribe(own, "ann", "#");
        assertThat(route("new")).isNotSameAs(route("new"));
        assertThat(route("new")).isSameAs(route("new"));
    }

    @Test
    void what_another_shard_has_sent_goes_to_the_receivers_here() {
        for (int i = 0; cache.kept() < SLOTS; i++) {
            route("kept/" + i);
        }
        subscribe(own, "ann", "a/+");
        subscribe(other, "bob", "a/+");
        for (int i = 0; i < 3; i++) {
            Route here = cache.routeHere(Topic.of("a/b"));
            assertThat(here.receiverCount()).isEqualTo(1);
            assertThat(here.receiver(0).subscriber().clientId()).isEqualTo("ann");
        }
        assertThat(route("a/b").otherShards()).isEqualTo(1L << 1);
        assertThat(cache.routeHere(Topic.of("a/b"))).isSameAs(route("a/b"));
    }

    @Test
    void a_very_long_topic_is_routed_but_not_kept() {
        String longest = "t".repeat(RouteCache.TOPIC_BYTES_MAX);
        subscribe(own, "ann", "#");
        assertThat(route(longest)).isSameAs(route(longest));
        assertThat(route(longest + "t").receiverCount()).isEqualTo(1);
        assertThat(route(longest + "t")).isNotSameAs(route(longest + "t"));
    }

    @Test
    void all_kept_routes_together_have_a_bounded_number_of_receivers() {
        // given
        int receiversMax = SLOTS * RouteCache.RECEIVERS_PER_SLOT;
        for (int i = 0; i < receiversMax; i++) {
            subscribe(own, "c" + i, "#");
        }
        // when
        Route largest = route("a");
        // then
        assertThat(route("a")).isSameAs(largest);
        assertThat(cache.receivers()).isEqualTo(receiversMax);
        Route next = route("b");
        assertThat(route("b")).isSameAs(next);
        assertThat(cache.receivers()).isEqualTo(receiversMax);
        assertThat(route("a").receiverCount()).isEqualTo(receiversMax);
        subscribe(own, "one more", "#");
        assertThat(route("a").receiverCount()).isEqualTo(receiversMax + 1);
        assertThat(route("a")).isNotSameAs(route("a"));
        assertThat(cache.receivers()).isLessThanOrEqualTo(receiversMax);
    }

    @Test
    void slots_are_a_power_of_two() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RouteCache(own, interest, 0, 6));
        assertThatIllegalArgumentException().isThrownBy(() -> new RouteCache(own, interest, 0, 2));
    }
}
