package io.bellbird.benchmarks;

import io.bellbird.broker.routing.Interest;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.Receiver;
import io.bellbird.broker.routing.Route;
import io.bellbird.broker.routing.RouteCache;
import io.bellbird.broker.routing.Subscriber;
import io.bellbird.broker.routing.Subscription;
import io.bellbird.broker.routing.SubscriptionTree;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From a topic to its route, among filters of which each topic matches exactly one: six of ten without a wildcard, two
 * that end with +, one that begins with it, one that ends with #.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "-Xmx3g")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RoutingBenchmark {
    private static final SubscriptionOptions QOS_0 = SubscriptionOptions.of(Qos.AT_MOST_ONCE);
    /** Topics that are published in turn, so that not all of it lies in the processor's caches. */
    private static final int TOPICS = 1 << 14;

    private static final int SLOTS = 1 << 13;
    /** So few that no topic is found again. */
    private static final int SLOTS_MIN = 4;
    /** Odd, to reach all of the filters in turn. */
    private static final int STRIDE = 611_953;

    @Param({"1000", "1000000"})
    public int filters = 1000;

    private final Interest interest = new Interest(1);
    private final SubscriptionTree tree = new SubscriptionTree(interest, 0);
    private final RouteCache cache = new RouteCache(tree, interest, 0, SLOTS);
    private final RouteCache noCache = new RouteCache(tree, interest, 0, SLOTS_MIN);
    private final Subscriber subscriber = new Nobody();
    private final Topic[] topics = new Topic[TOPICS];
    private int next;

    /** Takes nothing: what a route is for comes after this. */
    private static final class Nobody implements Subscriber {
        @Override
        public String clientId() {
            return "nobody";
        }

        @Override
        public boolean mayReceive(Topic topic) {
            return true;
        }

        @Override
        public void deliver(Publication publication, Receiver receiver) {}

        @Override
        public void failed(Throwable bug) {}
    }

    @Setup
    public void subscribe() {
        for (int i = 0; i < filters; i++) {
            tree.subscribe(subscriber, TopicFilter.parse(filter(i)), QOS_0, 0);
        }
        for (int i = 0; i < TOPICS; i++) {
            topics[i] = Topic.of(place((int) ((long) i * STRIDE % filters)) + "/temperature");
        }
    }

    private static String place(int i) {
        return "plant/" + i / 1000 + "/" + i % 1000;
    }

    private static String filter(int i) {
        return switch (i % 10) {
            case 0 -> "+/" + i / 1000 + "/" + i % 1000 + "/temperature";
            case 1, 2 -> place(i) + "/+";
            case 3 -> place(i) + "/#";
            default -> place(i) + "/temperature";
        };
    }

    /** The same topic again: two versions are read, and one slot. */
    @Benchmark
    public Route hit() {
        return cache.route(topics[0]);
    }

    /** As many topics in turn as a cache may meet that is half full. */
    @Benchmark
    public Route hitAmongMany() {
        return cache.route(topics[next++ & (SLOTS / 2 - 1)]);
    }

    /** Matches against all filters, and builds the route. */
    @Benchmark
    public Route match() {
        return noCache.route(topics[next++ & (TOPICS - 1)]);
    }

    /** Somebody subscribes and unsubscribes below the same first level, which outdates what was kept. */
    @Benchmark
    public Route missAfterChange() {
        Subscription other = tree.subscribe(subscriber, OTHER, QOS_0, 0);
        tree.unsubscribe(other);
        return cache.route(topics[0]);
    }

    private static final TopicFilter OTHER = TopicFilter.parse("plant/other");
}
