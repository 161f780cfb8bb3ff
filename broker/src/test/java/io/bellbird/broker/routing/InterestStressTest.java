package io.bellbird.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What one thread cannot show of {@link Interest} and {@link RouteCache}. */
class InterestStressTest {
    private static final SubscriptionOptions QOS_0 = SubscriptionOptions.of(Qos.AT_MOST_ONCE);
    private static final int CHANGES = 1_000_000;
    /** Makes the multiplier of {@link Levels} 1, so that short names are all at the same place in a table. */
    private static final long COLLIDING = 0x9E37_79B9_7F4A_7C15L ^ 1;

    /** Filters that share levels; each topic is matched by the filter of the same index only. */
    private static final List<String> FILTERS =
            List.of("s/a", "s/b", "s/+/x", "s/+/y/#", "s/c/d/e", "s/c/d", "+/w", "+/v/+", "t", "t/a/#", "u/a", "u/b");

    private static final List<String> TOPICS =
            List.of("s/a", "s/b", "s/q/x", "s/q/y/z", "s/c/d/e", "s/c/d", "s/w", "t/v/q", "t", "t/a/q/q", "u/a", "u/b");

    /**
     * What the thread that changes the filters of a shard tells others: for each filter a number that changes before
     * a change begins, to an odd number, and after it has returned: then it is 0 mod 4 without, 2 mod 4 with the
     * filter.
     */
    private static final class Announcements {
        private final AtomicIntegerArray numbers = new AtomicIntegerArray(FILTERS.size());

        void changing(int filter) {
            numbers.incrementAndGet(filter);
        }

        void changed(int filter) {
            numbers.incrementAndGet(filter);
        }

        int number(int filter) {
            return numbers.get(filter);
        }

        static boolean isSettled(int number) {
            return (number & 1) == 0;
        }

        static boolean isPresent(int number) {
            return (number & 3) == 2;
        }
    }

    private static Topic topic(int index) {
        return Topic.of(TOPICS.get(index));
    }

    /** Subscribes and unsubscribes at random, as the thread of a shard; leaves nothing. */
    private static void change(SubscriptionTree tree, Announcements announcements, long seed, AtomicInteger running) {
        try {
            Random random = new Random(seed);
            Subscriber subscriber = new NamedSubscriber("subscriber");
            List<TopicFilter> filters = FILTERS.stream().map(TopicFilter::parse).toList();
            @Nullable Subscription[] subscriptions = new Subscription[filters.size()];
            for (int change = 0; change < CHANGES + filters.size(); change++) {
                boolean ending = change >= CHANGES;
                int i = ending ? change - CHANGES : random.nextInt(filters.size());
                Subscription present = subscriptions[i];
                if (present == null && ending) {
                    continue;
                }
                announcements.changing(i);
                if (present == null) {
                    subscriptions[i] = tree.subscribe(subscriber, filters.get(i), QOS_0, 0);
                } else {
                    tree.unsubscribe(present);
                    subscriptions[i] = null;
                }
                announcements.changed(i);
            }
        } finally {
            running.decrementAndGet();
        }
    }

    /** Whether another thread saw what the changing thread had announced before and after it looked. */
    private static boolean fits(boolean seen, int before, int after) {
        return before != after || !Announcements.isSettled(before) || seen == Announcements.isPresent(before);
    }

    @Test
    void a_cached_route_has_every_change_that_has_returned_on_another_shard() throws Exception {
        // given
        Interest interest = new Interest(COLLIDING);
        SubscriptionTree changing = new SubscriptionTree(interest, 1);
        RouteCache cache = new RouteCache(new SubscriptionTree(interest, 0), interest, 0, 64);
        Announcements announcements = new Announcements();
        AtomicInteger running = new AtomicInteger(1);
        AtomicLong settledLooks = new AtomicLong();
        // when, then
        Racers.race(() -> change(changing, announcements, 1, running), () -> {
            List<Topic> topics = TOPICS.stream().map(Topic::of).toList();
            for (int look = 0; running.get() > 0; look++) {
                int i = look % topics.size();
                int before = announcements.number(i);
                boolean seen = cache.route(topics.get(i)).otherShards() == 1L << 1;
                int after = announcements.number(i);
                if (!fits(seen, before, after)) {
                    throw new AssertionError(topics.get(i) + " seen=" + seen + " but announced " + before);
                }
                if (before == after && Announcements.isSettled(before)) {
                    settledLooks.incrementAndGet();
                }
            }
        });
        assertThat(settledLooks.get()).isPositive();
        assertThat(interest.isEmpty()).isTrue();
        assertThat(cache.route(topic(0)).isEmpty()).isTrue();
    }

    @Test
    void two_writers_that_prune_lose_no_filter_and_hide_none_that_stays() throws Exception {
        // given: shard 7 keeps the filters with an even index, the others come and go on shards 1 and 2
        Interest interest = new Interest(COLLIDING);
        Levels levels = interest.newLevels();
        for (int i = 0; i < FILTERS.size(); i += 2) {
            interest.add(levels.of(TopicFilter.parse(FILTERS.get(i))), 7);
        }
        Announcements first = new Announcements();
        Announcements second = new Announcements();
        AtomicInteger running = new AtomicInteger(2);
        // when, then
        Racers.race(
                () -> change(new SubscriptionTree(interest, 1), first, 1, running),
                () -> change(new SubscriptionTree(interest, 2), second, 2, running),
                () -> {
                    List<Topic> topics = TOPICS.stream().map(Topic::of).toList();
                    for (int look = 0; running.get() > 0; look++) {
                        int i = look % topics.size();
                        int firstBefore = first.number(i);
                        int secondBefore = second.number(i);
                        long mask = interest.mask(topics.get(i));
                        boolean fits = fits((mask & 1L << 1) != 0, firstBefore, first.number(i))
                                && fits((mask & 1L << 2) != 0, secondBefore, second.number(i))
                                && ((mask & 1L << 7) != 0) == (i % 2 == 0);
                        if (!fits) {
                            throw new AssertionError(topics.get(i) + " has mask " + Long.toBinaryString(mask));
                        }
                    }
                });
        for (int i = 0; i < FILTERS.size(); i++) {
            assertThat(interest.mask(topic(i))).isEqualTo(i % 2 == 0 ? 1L << 7 : 0);
        }
        for (int i = 0; i < FILTERS.size(); i += 2) {
            interest.remove(levels.of(TopicFilter.parse(FILTERS.get(i))), 7);
        }
        assertThat(interest.isEmpty()).isTrue();
    }
}
