package io.bellbird.broker.shard;

import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Qos;
import io.bellbird.codec.WillMessage;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The wills that one client leaves, and what is known of what must become of them. */
final class SimulatedWills {
    static final long DELAY_SECONDS = 3;

    private final String clientId;
    private final MqttVersion version;
    private final Random random;
    private int count;

    /** Of the connection that there is, or was tried last. */
    private @Nullable Left current;
    /** Of the connection before, while its delay may run. */
    private @Nullable Left waiting;
    /** A connection was tried since {@link #waiting} began to wait. */
    private boolean tried;

    private final Set<String> due = new LinkedHashSet<>();
    private final Set<String> never = new LinkedHashSet<>();

    /** A will that a CONNECT had. */
    private static final class Left {
        final String payload;
        final long delaySeconds;
        long leftNanos;

        Left(String payload, long delaySeconds) {
            this.payload = payload;
            this.delaySeconds = delaySeconds;
        }
    }

    SimulatedWills(String clientId, MqttVersion version, Random random) {
        this.clientId = clientId;
        this.version = version;
        this.random = random;
    }

    /** Their payloads, of those that must be published. */
    Set<String> due() {
        return due;
    }

    /** Their payloads, of those that must not. */
    Set<String> never() {
        return never;
    }

    /**
     * The will of the next connection, or null.
     *
     * @param expirySeconds after which the session ends
     */
    @Nullable
    WillMessage next(long expirySeconds) {
        tried = true;
        current = null;
        if (random.nextInt(3) == 0) {
            return null;
        }
        long delaySeconds = version.hasProperties() && random.nextBoolean() ? DELAY_SECONDS : 0;
        Left next = new Left(clientId + " will " + ++count, Math.min(delaySeconds, expirySeconds));
        current = next;
        return TestPackets.delayedWill("w/" + clientId, Qos.of(1 + random.nextInt(2)), next.payload, delaySeconds);
    }

    /** CONNACK came: a client that is back in time has no will before this one's. */
    void accepted(boolean cleanStart, long nowNanos) {
        Left before = waiting;
        if (before != null
                && !cleanStart
                && nowNanos - before.leftNanos < TimeUnit.SECONDS.toNanos(before.delaySeconds)) {
            never.add(before.payload);
        }
        waiting = null;
    }

    /** The connection ended without DISCONNECT; CONNACK had come. */
    void lost(long nowNanos) {
        Left last = current;
        current = null;
        waiting = null;
        if (last == null) {
            return;
        }
        if (last.delaySeconds == 0) {
            due.add(last.payload);
        } else {
            last.leftNanos = nowNanos;
            waiting = last;
            tried = false;
        }
    }

    /** The connection ended in another way, and what becomes of the will is not known. */
    void left() {
        current = null;
        waiting = null;
    }

    /** The broker works, and more than any delay passes. */
    void delayPassed() {
        Left last = waiting;
        if (last != null && !tried) {
            due.add(last.payload);
            waiting = null;
        }
    }
}
