package io.bellbird.app.bench;

import io.bellbird.client.MqttException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * What happens during a run, counted and timed. Concurrent: adders and recorders that any thread adds to. The histograms are
 * collected by the thread that waits for the run.
 */
final class Tally {
    private static final int DIGITS = 3;
    private static final int REASONS_MAX = 50;
    private static final int REASON_LENGTH_MAX = 200;

    /** All that happened, what came before the measuring included. */
    final LongAdder sent = new LongAdder();

    final LongAdder acknowledged = new LongAdder();
    final LongAdder received = new LongAdder();
    /** Of them, those of messages that were due while it was measured. */
    final LongAdder measuredSent = new LongAdder();

    final LongAdder measuredAcknowledged = new LongAdder();
    final LongAdder measuredReceived = new LongAdder();
    /** Acknowledged and received while it was measured, whenever they were due. */
    final LongAdder acknowledgedInTime = new LongAdder();

    final LongAdder receivedInTime = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder connected = new LongAdder();

    final Timing latency = new Timing();
    final Timing acknowledgement = new Timing();
    final Timing connect = new Timing();

    private volatile long lastReceivedNanos = System.nanoTime();
    private final Map<String, LongAdder> errors = new ConcurrentHashMap<>();

    /** How long something takes, over the whole run and lately. */
    static final class Timing {
        private final Recorder recorder = new Recorder(DIGITS);
        private final Histogram all = new Histogram(DIGITS);
        private @Nullable Histogram reused;

        void add(long nanos) {
            recorder.recordValue(Math.max(0, nanos));
        }

        /** Since the last call; one thread. */
        synchronized Percentiles lately() {
            Histogram interval = recorder.getIntervalHistogram(reused);
            reused = interval;
            all.add(interval);
            return Percentiles.of(interval);
        }

        /** From the beginning on; one thread. */
        synchronized Percentiles all() {
            lately();
            return Percentiles.of(all);
        }
    }

    /** A message came. */
    void received(long nanos) {
        received.increment();
        lastReceivedNanos = nanos;
    }

    /** When the last came, on the clock of this process. */
    long lastReceivedNanos() {
        return lastReceivedNanos;
    }

    /**
     * Something went wrong.
     *
     * @param what was being done
     */
    void error(String what, Throwable cause) {
        error(what, reason(cause));
    }

    /** Something went wrong, and this is why. */
    void error(String what, String reason) {
        failed.increment();
        String key = what + ": " + reason.substring(0, Math.min(reason.length(), REASON_LENGTH_MAX));
        LongAdder known = errors.get(key);
        if (known == null) {
            known = errors.computeIfAbsent(
                    errors.size() < REASONS_MAX ? key : "other reasons", unknown -> new LongAdder());
        }
        known.increment();
    }

    /** Without what is different for each client. */
    private static String reason(Throwable cause) {
        if (cause instanceof MqttException refused && refused.reason().isPresent()) {
            return refused.reason().get().name();
        }
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String name = root.getClass().getSimpleName().replace("Exception", "");
        boolean ours = root instanceof MqttException || root.getMessage() == null;
        return ours ? name : name + ": " + root.getMessage();
    }

    /** How often, by what was being done and why it went wrong. */
    Map<String, Long> errors() {
        Map<String, Long> counts = new TreeMap<>();
        errors.forEach((key, count) -> counts.put(key, count.sum()));
        return counts;
    }
}
