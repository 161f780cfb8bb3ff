package io.bellbird.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What one thread cannot show of {@link RetainedMessages}. */
class RetainedMessagesStressTest {
    private static final SubscriptionOptions QOS_0 = SubscriptionOptions.of(Qos.AT_MOST_ONCE);

    private final RetainedMessages retained = new RetainedMessages();

    private static Publication message(Topic topic) {
        return new Publication(topic, Qos.AT_MOST_ONCE, true, Bytes.utf8("x"), PublishProperties.NONE, "publisher", 0);
    }

    @Test
    void a_cursor_finds_everything_that_was_put_before_it_and_stays() throws Exception {
        // given: topics that stay, in a random order, among topics that come and go
        int staying = 500;
        int changesBetween = 2_000;
        Random random = new Random(1);
        int[] order = random.ints(staying, 0, 1_000_000).distinct().toArray();
        AtomicInteger stays = new AtomicInteger();
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger cursors = new AtomicInteger();
        // when, then
        Racers.race(
                () -> {
                    try {
                        for (int number : order) {
                            retained.put(message(Topic.of("t/" + number + "/stays")));
                            stays.incrementAndGet();
                            for (int i = 0; i < changesBetween; i++) {
                                Topic topic = Topic.of("t/" + random.nextInt(1_000) + "/goes");
                                if (random.nextBoolean()) {
                                    retained.put(message(topic));
                                } else {
                                    retained.remove(topic);
                                }
                            }
                        }
                    } finally {
                        done.set(true);
                    }
                },
                () -> {
                    TopicOrder ascending = new TopicOrder();
                    while (!done.get()) {
                        int expected = stays.get();
                        RetainedMessages.Cursor cursor = retained.cursor(TopicFilter.parse("t/+/stays"));
                        int found = 0;
                        byte[] last = {};
                        while (!cursor.isDone()) {
                            Publication publication = cursor.next(50);
                            if (publication != null) {
                                byte[] topic = publication.topic().utf8();
                                assertThat(ascending.compare(last, topic)).isNegative();
                                last = topic;
                                found++;
                            }
                        }
                        assertThat(found).isGreaterThanOrEqualTo(expected);
                        cursors.incrementAndGet();
                    }
                });
        assertThat(cursors.get()).isPositive();
        assertThat(stays.get()).isEqualTo(order.length);
    }

    @Test
    void the_count_is_right_when_all_writers_are_done() throws Exception {
        // given
        int changes = 500_000;
        AtomicInteger running = new AtomicInteger(2);
        // when
        Racers.race(() -> putAndRemove(1, changes, running), () -> putAndRemove(2, changes, running), () -> {
            while (running.get() > 0) {
                retained.removeExpired(Long.MAX_VALUE, 10, topic -> {});
            }
        });
        // then
        int count = 0;
        RetainedMessages.Cursor cursor = retained.cursor(TopicFilter.parse("#"));
        while (!cursor.isDone()) {
            count += cursor.next(100) == null ? 0 : 1;
        }
        assertThat(retained.count()).isEqualTo(count);
    }

    private void putAndRemove(long seed, int changes, AtomicInteger running) {
        try {
            Random random = new Random(seed);
            Topic[] topics =
                    IntStream.range(0, 50).mapToObj(i -> Topic.of("t/" + i)).toArray(Topic[]::new);
            PublishProperties expiring = new PublishProperties(false, 1, null, null, null, List.of());
            for (int i = 0; i < changes; i++) {
                Topic topic = topics[random.nextInt(topics.length)];
                switch (random.nextInt(3)) {
                    case 0 -> retained.put(message(topic));
                    case 1 ->
                        retained.put(new Publication(
                                topic, Qos.AT_MOST_ONCE, true, Bytes.utf8("x"), expiring, "publisher", 0));
                    default -> retained.remove(topic);
                }
            }
        } finally {
            running.decrementAndGet();
        }
    }

    @Test
    void a_message_retained_while_somebody_subscribes_is_routed_to_him_or_found_by_his_cursor() throws Exception {
        // given
        int rounds = 200;
        int topicsPerRound = 5_000;
        Interest interest = new Interest(1);
        RouteCache publishersRoutes = new RouteCache(new SubscriptionTree(interest, 0), interest, 0, 1024);
        SubscriptionTree subscribersTree = new SubscriptionTree(interest, 1);
        Subscriber subscriber = new NamedSubscriber("subscriber");
        Topic[] topics = IntStream.range(0, topicsPerRound)
                .mapToObj(i -> Topic.of("t" + i))
                .toArray(Topic[]::new);
        TopicFilter[] filters = IntStream.range(0, topicsPerRound)
                .mapToObj(i -> TopicFilter.parse("t" + i))
                .toArray(TopicFilter[]::new);
        boolean[] routed = new boolean[topicsPerRound];
        CyclicBarrier barrier = new CyclicBarrier(2);
        // when, then
        Racers.race(
                () -> {
                    for (int round = 0; round < rounds; round++) {
                        barrier.await();
                        for (int i = 0; i < topicsPerRound; i++) {
                            retained.put(message(topics[i]));
                            routed[i] = publishersRoutes.route(topics[i]).otherShards() != 0;
                        }
                        barrier.await();
                    }
                },
                () -> {
                    boolean[] found = new boolean[topicsPerRound];
                    Subscription[] subscriptions = new Subscription[topicsPerRound];
                    for (int round = 0; round < rounds; round++) {
                        barrier.await();
                        for (int i = 0; i < topicsPerRound; i++) {
                            subscriptions[i] = subscribersTree.subscribe(subscriber, filters[i], QOS_0, 0);
                            found[i] = retained.cursor(filters[i]).next(1) != null;
                        }
                        barrier.await();
                        for (int i = 0; i < topicsPerRound; i++) {
                            if (!routed[i] && !found[i]) {
                                throw new AssertionError("lost the message on " + topics[i]);
                            }
                            subscribersTree.unsubscribe(subscriptions[i]);
                            retained.remove(topics[i]);
                        }
                    }
                });
        assertThat(interest.isEmpty()).isTrue();
        assertThat(retained.count()).isZero();
        assertThat(retained.bytes()).isZero();
    }
}
