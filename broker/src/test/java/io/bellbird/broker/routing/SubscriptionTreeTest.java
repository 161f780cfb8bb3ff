package io.bellbird.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.bellbird.codec.Qos;
import io.bellbird.codec.RetainHandling;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionTreeTest {
    private static final SubscriptionOptions QOS_1 = SubscriptionOptions.of(Qos.AT_LEAST_ONCE);

    private final Subscriber ann = new NamedSubscriber("ann");
    private final Subscriber bob = new NamedSubscriber("bob");
    private final Interest interest = new Interest(1);
    private final SubscriptionTree tree = new SubscriptionTree(interest, 3);
    private final Levels levels = interest.newLevels();

    private Subscription subscribe(Subscriber subscriber, String filter) {
        return tree.subscribe(subscriber, TopicFilter.parse(filter), QOS_1, 0);
    }

    private Set<String> receivers(String topic) {
        Route route = Route.of(Topic.of(topic), tree.matching(levels.of(Topic.of(topic))), 0);
        Set<String> clientIds = new TreeSet<>();
        for (int i = 0; i < route.receiverCount(); i++) {
            assertThat(clientIds.add(route.receiver(i).subscriber().clientId())).isTrue();
        }
        return clientIds;
    }

    @Test
    void a_subscription_knows_what_was_asked_for() {
        SubscriptionOptions options = new SubscriptionOptions(Qos.EXACTLY_ONCE, true, true, RetainHandling.DO_NOT_SEND);
        Subscription subscription = tree.subscribe(ann, TopicFilter.parse("a/+"), options, 42);
        assertThat(subscription.subscriber()).isSameAs(ann);
        assertThat(subscription.filter()).isEqualTo(TopicFilter.parse("a/+"));
        assertThat(subscription.options()).isEqualTo(options);
        assertThat(subscription.identifier()).isEqualTo(42);
    }

    @Test
    void subscribers_are_found_by_topic() {
        subscribe(ann, "a/b");
        subscribe(bob, "a/+");
        assertThat(receivers("a/b")).containsExactly("ann", "bob");
        assertThat(receivers("a/c")).containsExactly("bob");
        assertThat(receivers("a")).isEmpty();
        assertThat(receivers("a/b/c")).isEmpty();
    }

    @Test
    void a_multi_level_wildcard_matches_its_parent_too() {
        subscribe(ann, "a/#");
        assertThat(receivers("a")).containsExactly("ann");
        assertThat(receivers("a/")).containsExactly("ann");
        assertThat(receivers("a/b/c")).containsExactly("ann");
        assertThat(receivers("ab")).isEmpty();
    }

    @Test
    void leading_wildcards_do_not_match_topics_that_begin_with_a_dollar() {
        subscribe(ann, "#");
        subscribe(ann, "+/x");
        subscribe(ann, "+/#");
        subscribe(bob, "$SYS/#");
        assertThat(receivers("$SYS/x")).containsExactly("bob");
        assertThat(receivers("$SYS")).containsExactly("bob");
        assertThat(receivers("a/$x")).containsExactly("ann");
    }

    @Test
    void nothing_is_left_of_removed_subscriptions() {
        // given
        Subscription first = subscribe(ann, "a/b/c");
        Subscription second = subscribe(bob, "a/b/c");
        Subscription third = subscribe(bob, "a/+/#");
        assertThat(tree.size()).isEqualTo(3);
        // when
        tree.unsubscribe(first);
        // then
        assertThat(receivers("a/b/c")).containsExactly("bob");
        tree.unsubscribe(third);
        tree.unsubscribe(second);
        assertThat(receivers("a/b/c")).isEmpty();
        assertThat(tree.size()).isZero();
        assertThat(tree.isEmpty()).isTrue();
        assertThat(interest.isEmpty()).isTrue();
    }

    @Test
    void a_subscription_can_be_removed_once_only() {
        Subscription subscription = subscribe(ann, "a");
        tree.unsubscribe(subscription);
        assertThatIllegalStateException().isThrownBy(() -> tree.unsubscribe(subscription));
        assertThatIllegalStateException().isThrownBy(() -> tree.replace(subscription, QOS_1, 0));
        assertThat(subscription.filter().text()).isEqualTo("a");
        assertThat(tree.size()).isZero();
    }

    @Test
    void interest_lasts_from_the_first_to_the_last_subscriber_of_a_filter() {
        long bit = 1L << 3;
        Topic topic = Topic.of("a/b");
        assertThat(interest.mask(topic)).isZero();
        Subscription first = subscribe(ann, "a/+");
        assertThat(interest.mask(topic)).isEqualTo(bit);
        Subscription second = subscribe(bob, "a/+");
        tree.unsubscribe(first);
        assertThat(interest.mask(topic)).isEqualTo(bit);
        tree.unsubscribe(second);
        assertThat(interest.mask(topic)).isZero();
    }

    @Test
    void subscriptions_to_equal_filters_share_one_filter() {
        Subscription first = subscribe(ann, "a/b");
        Subscription second = subscribe(bob, "a/b");
        assertThat(second.filter()).isSameAs(first.filter());
    }

    @Test
    void there_are_at_most_64_shards() {
        assertThat(new SubscriptionTree(interest, 63).size()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> new SubscriptionTree(interest, 64));
        assertThatIllegalArgumentException().isThrownBy(() -> new SubscriptionTree(interest, -1));
    }

    @Test
    void a_hundred_thousand_subscribers_leave_one_filter_in_any_order() {
        // given
        int count = 100_000;
        List<Subscription> subscriptions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            subscriptions.add(subscribe(new NamedSubscriber("c" + i), "news"));
        }
        assertThat(receivers("news")).hasSize(count);
        // when: the oldest first, then the newest
        for (int i = 0; i < count / 2; i++) {
            tree.unsubscribe(subscriptions.get(i));
        }
        for (int i = count - 1; i > count / 2; i--) {
            tree.unsubscribe(subscriptions.get(i));
        }
        // then
        assertThat(receivers("news")).containsExactly("c" + count / 2);
        tree.unsubscribe(subscriptions.get(count / 2));
        assertThat(tree.isEmpty()).isTrue();
    }

    @Test
    void a_filter_of_tens_of_thousands_of_levels_needs_no_deep_calls() {
        String wildcards = "+/".repeat(32_000);
        Subscription subscription = subscribe(ann, wildcards + "#");
        assertThat(receivers("/".repeat(65_000))).containsExactly("ann");
        assertThat(interest.mask(Topic.of("/".repeat(65_000)))).isEqualTo(1L << 3);
        tree.unsubscribe(subscription);
        assertThat(tree.isEmpty()).isTrue();
        assertThat(interest.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void the_tree_and_its_cache_answer_as_a_plain_list_of_subscriptions_does(long seed) {
        Random random = new Random(seed);
        RandomNames names = new RandomNames(random);
        NaiveSubscriptions naive = new NaiveSubscriptions();
        RouteCache cache = new RouteCache(tree, interest, 3, 64);
        List<Subscriber> clients = List.of(ann, bob, new NamedSubscriber("cid"), new NamedSubscriber("dee"));
        for (int step = 0; step < 30_000; step++) {
            Subscriber client = clients.get(random.nextInt(clients.size()));
            // grows and shrinks, so that empty levels come and go
            boolean grows = step / 2_000 % 2 == 0;
            switch (random.nextInt(10)) {
                case 0, 1 -> {
                    TopicFilter filter = names.filter();
                    if (grows && !naive.has(client, filter)) {
                        naive.add(tree.subscribe(client, filter, options(random), random.nextInt(4)));
                    }
                }
                case 2 -> {
                    if (naive.size() > 0) {
                        Subscription one = naive.get(random.nextInt(naive.size()));
                        tree.replace(one, options(random), random.nextInt(4));
                    }
                }
                case 3, 4 -> {
                    if (!grows && naive.size() > 0) {
                        tree.unsubscribe(naive.remove(random.nextInt(naive.size())));
                    }
                }
                default -> {
                    Topic topic = names.topic();
                    String publisher = client.clientId();
                    Route fresh = Route.of(topic, tree.matching(levels.of(topic)), 0);
                    Route cached = cache.route(topic);
                    assertThat(NaiveSubscriptions.receivers(fresh, publisher))
                            .as("seed %d step %d topic %s", seed, step, topic)
                            .isEqualTo(naive.receivers(topic, publisher));
                    assertThat(NaiveSubscriptions.receivers(cached, publisher))
                            .as("cached, seed %d step %d topic %s", seed, step, topic)
                            .isEqualTo(naive.receivers(topic, publisher));
                    assertThat(tree.size()).isEqualTo(naive.size());
                }
            }
        }
        while (naive.size() > 0) {
            tree.unsubscribe(naive.remove(random.nextInt(naive.size())));
        }
        assertThat(tree.isEmpty()).isTrue();
        assertThat(interest.isEmpty()).isTrue();
    }

    private static SubscriptionOptions options(Random random) {
        return new SubscriptionOptions(
                Qos.of(random.nextInt(3)), random.nextBoolean(), random.nextBoolean(), RetainHandling.SEND_IF_NEW);
    }
}
