package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import io.bellbird.codec.Publish;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The PUBLISH packets of one connection, counted, and how many of them a second there were lately. */
@ShardConfined
final class Traffic {
    /** Looks that are closer together tell the same rates. */
    private static final long BETWEEN_LOOKS_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final double NANOS_A_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long beganNanos;
    private long received;
    private long receivedBytes;
    private long sent;
    private long sentBytes;
    /** Of the last look; null until somebody looks. */
    private @Nullable Look last;

    /** What was counted at one moment, and what that was a second since the moment before. */
    record Look(long nanos, Counts counts, Rates rates) {
        /** Of nobody. */
        static final Look NONE = new Look(0, Counts.NONE, Rates.NONE);
    }

    /**
     * Since the connection began.
     *
     * @param receivedBytes of payloads, as the others
     */
    record Counts(long received, long receivedBytes, long sent, long sentBytes) {
        static final Counts NONE = new Counts(0, 0, 0, 0);
    }

    /** A second, each 0 or more. */
    record Rates(double received, double receivedBytes, double sent, double sentBytes) {
        static final Rates NONE = new Rates(0, 0, 0, 0);
    }

    Traffic(long beganNanos) {
        this.beganNanos = beganNanos;
    }

    /** When the connection began, monotonic. */
    long beganNanos() {
        return beganNanos;
    }

    /** One came from the client. */
    void received(Publish publish) {
        received++;
        receivedBytes += publish.payload().length();
    }

    /** One went to the client. */
    void sent(int payloadBytes) {
        sent++;
        sentBytes += payloadBytes;
    }

    /**
     * What there is, with the rates since the look before, or since the connection began. Who looks more often than twice
     * a second sees the same as before.
     */
    Look look(long nowNanos) {
        Look before = last;
        if (before != null && nowNanos - before.nanos < BETWEEN_LOOKS_NANOS) {
            return before;
        }
        Counts counts = new Counts(received, receivedBytes, sent, sentBytes);
        Look now = new Look(nowNanos, counts, rates(before, counts, nowNanos));
        last = now;
        return now;
    }

    private Rates rates(@Nullable Look before, Counts counts, long nowNanos) {
        double seconds = (nowNanos - (before == null ? beganNanos : before.nanos)) / NANOS_A_SECOND;
        if (seconds <= 0) {
            return Rates.NONE;
        }
        Counts old = before == null ? Counts.NONE : before.counts;
        return new Rates(
                (counts.received - old.received) / seconds,
                (counts.receivedBytes - old.receivedBytes) / seconds,
                (counts.sent - old.sent) / seconds,
                (counts.sentBytes - old.sentBytes) / seconds);
    }
}
