package io.bellbird.e2e.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.wire.Login;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Healthy clients: a publisher that sends a message every 5 ms, of QoS 0 and QoS 1 in turn, and ten subscribers, on a thread
 * of their own. What each took from the moment at which it was due counts, so that a publisher that is not read, or a
 * broker that stops, shows as well.
 */
final class Pulse {
    /**
     * What is faster than that is not judged: the cores on which everything runs take turns by milliseconds, and at
     * part scale with anybody, so that only a broker that stands still is found there, and messages that are missing.
     */
    private static final double JUDGED_FROM_MILLIS = Scale.of(5_000, 30);
    /** The 99th percentile may grow so much. */
    private static final double FACTOR_MAX = 3;
    /** Threads that must get their turn one after the other: publisher, two shards, subscriber. */
    private static final int TURNS = 4;

    private static final int SUBSCRIBERS = 10;
    /** Below the Receive Maximum that the broker grants. */
    private static final int UNACKNOWLEDGED_MAX = 400;

    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final BrokerProcess broker;
    private final String topic;
    private final long everyNanos;

    /** Messages every 5 ms. */
    Pulse(BrokerProcess broker, String topic) {
        this(broker, topic, 5);
    }

    Pulse(BrokerProcess broker, String topic, long everyMillis) {
        this.broker = broker;
        this.topic = topic;
        this.everyNanos = TimeUnit.MILLISECONDS.toNanos(everyMillis);
    }

    /** Measures while nothing else happens, when all is warm. */
    Health measureAlone() {
        int seconds = Scale.of(1, 3);
        measure(seconds);
        return measure(seconds);
    }

    /** Measures on the thread of the caller. */
    Health measure(int seconds) {
        return begin(seconds).health();
    }

    /** Begins to measure; returns when the subscribers are there. */
    Beat begin(int seconds) {
        Crowd crowd = new Crowd(broker.port());
        String name = topic.replace('/', '-');
        List<Member> subscribers = crowd.join(SUBSCRIBERS, i -> Login.passing(name + "-subscriber-" + i));
        crowd.subscribe(subscribers, topic, 1);
        Member publisher =
                crowd.join(1, i -> Login.passing(name + "-publisher")).get(0);
        FutureTask<Health> task = new FutureTask<>(() -> {
            try (crowd) {
                return beat(crowd, publisher, seconds);
            }
        });
        Thread thread = new Thread(task, "pulse " + topic);
        thread.setDaemon(true);
        thread.start();
        return new Beat(task);
    }

    private Health beat(Crowd crowd, Member publisher, int seconds) throws InterruptedException {
        Latencies latencies = new Latencies(WINDOW_NANOS);
        Hiccups hiccups = Hiccups.begin(WINDOW_NANOS);
        Vitals vitals = new Vitals(broker);
        Vitals.Turns turnsBefore = vitals.turns();
        long begun = System.nanoTime();
        crowd.listen((member, message) -> {
            long due = Long.parseLong(message.payload());
            latencies.add(due, System.nanoTime() - begun - due);
        });
        int total = (int) (TimeUnit.SECONDS.toNanos(seconds) / everyNanos);
        for (int sent = 0; sent < total; sent++) {
            long due = sent * everyNanos;
            int qos1Sent = sent / 2;
            while (System.nanoTime() - begun < due) {
                crowd.serve();
            }
            crowd.await("acknowledgements", () -> qos1Sent - publisher.acks() < UNACKNOWLEDGED_MAX);
            byte[] payload = Long.toString(due).getBytes(StandardCharsets.UTF_8);
            publisher.send(Crowd.PACKETS.publish(topic, sent % 2, sent % 60_000 + 1, false, false, payload));
        }
        int expected = total * SUBSCRIBERS;
        crowd.await("the last messages of healthy clients", () -> latencies.count() >= expected);
        return new Health(latencies, hiccups.latencies(), vitals.turns().slowdownSince(turnsBefore));
    }

    /** A measurement that goes on. */
    static final class Beat {
        private final FutureTask<Health> task;

        private Beat(FutureTask<Health> task) {
            this.task = task;
        }

        boolean isDone() {
            return task.isDone();
        }

        /**
         * Waits for its end.
         *
         * @throws AssertionError when a message did not arrive
         */
        Health health() {
            try {
                return task.get(2, TimeUnit.MINUTES);
            } catch (ExecutionException e) {
                throw new AssertionError("healthy clients were not served", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while healthy clients were measured", e);
            } catch (TimeoutException e) {
                throw new AssertionError("waited 2 minutes for healthy clients", e);
            }
        }
    }

    /**
     * What was measured.
     *
     * @param messages how long messages took
     * @param hiccups how late threads of this machine came meanwhile
     * @param slowdown how much longer the broker's threads took because others had the processors; 1 or more
     */
    record Health(Latencies messages, Latencies hiccups, double slowdown) {
        /** Asserts that no message took longer than it may; says the figures. */
        void assertNobodyWaited(String what, int millisMax) {
            double worst = messages.worstMillis();
            double limit = millisMax + TURNS * hiccups.medianOfP99Millis();
            Report.say(String.format(
                    Locale.ROOT, "%s: healthy clients waited %.0f ms at most; %.0f ms may be", what, worst, limit));
            assertThat(worst).as(what).isLessThanOrEqualTo(limit);
        }

        /** Asserts that healthy clients were served as before, or nearly; says the figures. */
        void assertUndisturbed(String what, Health before) {
            double p99 = messages.medianOfP99Millis();
            double p99Before = before.messages.medianOfP99Millis();
            double hiccup = hiccups.medianOfP99Millis();
            double limit = Math.max(JUDGED_FROM_MILLIS * slowdown, FACTOR_MAX * p99Before) + TURNS * hiccup;
            Report.say(String.format(
                    Locale.ROOT,
                    "%s: p99 of healthy clients %.1f ms before, %.1f ms meanwhile (worst second %.1f ms); at most %.1f ms"
                            + " on a machine that makes the broker %.1f times slower and other threads %.1f ms late",
                    what,
                    p99Before,
                    p99,
                    messages.worstP99Millis(),
                    limit,
                    slowdown,
                    hiccup));
            assertThat(p99).as(what).isLessThanOrEqualTo(limit);
        }
    }
}
