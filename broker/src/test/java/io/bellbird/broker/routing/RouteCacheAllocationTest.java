package io.bellbird.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.AllocatedBytes;
import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** See {@code RoutingBenchmark} for what it costs in time. */
class RouteCacheAllocationTest {
    private static final int TOPICS = 100;

    private final Interest interest = new Interest(1);
    private final SubscriptionTree tree = new SubscriptionTree(interest, 0);
    private final RouteCache cache = new RouteCache(tree, interest, 0, 1024);
    private final List<Topic> topics = new ArrayList<>();

    private void routeAll() {
        for (int i = 0; i < TOPICS; i++) {
            cache.route(topics.get(i));
        }
    }

    @Test
    void a_topic_that_was_routed_before_is_routed_without_allocating() {
        for (int i = 0; i < TOPICS; i++) {
            topics.add(Topic.of("plant/" + i + "/temperature"));
        }
        tree.subscribe(
                new NamedSubscriber("ann"),
                TopicFilter.parse("plant/+/temperature"),
                SubscriptionOptions.of(Qos.AT_LEAST_ONCE),
                0);

        assertThat(AllocatedBytes.of(10, this::routeAll)).isZero();
    }

    @Test
    void a_route_that_is_built_anew_is_seen_to_allocate() {
        Topic topic = Topic.of("plant");
        Subscription subscription = tree.subscribe(
                new NamedSubscriber("ann"), TopicFilter.parse("#"), SubscriptionOptions.of(Qos.AT_LEAST_ONCE), 0);

        assertThat(AllocatedBytes.of(10, () -> {
                    tree.replace(subscription, SubscriptionOptions.of(Qos.AT_MOST_ONCE), 0);
                    cache.route(topic);
                }))
                .isPositive();
    }
}
