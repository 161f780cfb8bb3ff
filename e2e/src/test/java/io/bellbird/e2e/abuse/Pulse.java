package io.bellbird.e2e.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.e2e.wire.Login;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Healthy clients: a publisher that sends a message every 5 ms, of QoS 0 and QoS 1 in turn, and ten subscribers, on a thread
 * of their own. What each took from the moment at which it was due counts, so that a publisher that is not read, or a
 * broker that stops, shows as well.
 */
final class Pulse {
    /** What is faster than that is not judged: two cores, on which everything runs, take turns by milliseconds. */
    static final double JUDGED_FROM_MILLIS = 25;
    /** The 99th percentile may grow so much. */
    static final double FACTOR_MAX = 3;

    private static final int SUBSCRIBERS = 10;
    /** Below the Receive Maximum that the broker grants. */
    private static final int UNACKNOWLEDGED_MAX = 400;

    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int port;
    private final String topic;
    private final long everyNanos;

    /** Messages every 5 ms. */
    Pulse(int port, String topic) {
        this(port, topic, 5);
    }

    Pulse(int port, String topic, long everyMillis) {
        this.port = port;
        this.topic = topic;
        this.everyNanos = TimeUnit.MILLISECONDS.toNanos(everyMillis);
    }

    /** Measures on the thread of the caller, as when nothing else happens. */
    Latencies measure(int seconds) {
        return begin(seconds).latencies();
    }

    /** Begins to measure; returns when the subscribers are there. */
    Beat begin(int seconds) {
        Crowd crowd = new Crowd(port);
        String name = topic.replace('/', '-');
        List<Member> subscribers = crowd.join(SUBSCRIBERS, i -> Login.passing(name + "-subscriber-" + i));
        crowd.subscribe(subscribers, topic, 1);
        Member publisher =
                crowd.join(1, i -> Login.passing(name + "-publisher")).get(0);
        FutureTask<Latencies> task = new FutureTask<>(() -> {
            try (crowd) {
                return beat(crowd, publisher, seconds);
            }
        });
        Thread thread = new Thread(task, "pulse " + topic);
        thread.setDaemon(true);
        thread.start();
        return new Beat(task);
    }

    private Latencies beat(Crowd crowd, Member publisher, int seconds) {
        Latencies latencies = new Latencies(WINDOW_NANOS);
        long begun = System.nanoTime();
        crowd.listen((member, message) -> {
            long due = Long.parseLong(message.payload());
            latencies.add(due, System.nanoTime() - begun - due);
        });
        int total = (int) (TimeUnit.SECONDS.toNanos(seconds) / everyNanos);
        for (int sent = 0; sent < total; sent++) {
            long due = sent * everyNanos;
            int qos1Sent = sent / 2;
            while (System.nanoTime() - begun < due || qos1Sent - publisher.acks() >= UNACKNOWLEDGED_MAX) {
                crowd.serve();
            }
            byte[] payload = Long.toString(due).getBytes(StandardCharsets.UTF_8);
            publisher.send(Crowd.PACKETS.publish(topic, sent % 2, sent % 60_000 + 1, false, false, payload));
        }
        int expected = total * SUBSCRIBERS;
        crowd.await("the last messages of healthy clients", () -> latencies.count() >= expected);
        return latencies;
    }

    /** A measurement that goes on. */
    static final class Beat {
        private final FutureTask<Latencies> task;

        private Beat(FutureTask<Latencies> task) {
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
        Latencies latencies() {
            try {
                return task.get(2, TimeUnit.MINUTES);
            } catch (ExecutionException e) {
                throw new AssertionError("healthy clients were not served", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while healthy clients were measured", e);
            } catch (java.util.concurrent.TimeoutException e) {
                throw new AssertionError("waited 2 minutes for healthy clients", e);
            }
        }
    }

    /** Asserts that healthy clients were served as before, or nearly; says the figures. */
    static void assertUndisturbed(String what, Latencies before, Latencies during) {
        double limit = Math.max(JUDGED_FROM_MILLIS, FACTOR_MAX * before.medianOfP99Millis());
        Report.say(String.format(
                Locale.ROOT,
                "%s: p99 of healthy clients %.1f ms before, %.1f ms meanwhile, at most %.1f ms allowed, worst second %.1f ms",
                what,
                before.medianOfP99Millis(),
                during.medianOfP99Millis(),
                limit,
                during.p99Millis()[during.p99Millis().length - 1]));
        assertThat(during.medianOfP99Millis()).as(what).isLessThanOrEqualTo(limit);
    }
}
