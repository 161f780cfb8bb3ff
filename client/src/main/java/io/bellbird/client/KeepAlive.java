package io.bellbird.client;

import io.bellbird.client.net.Link;
import io.bellbird.codec.PingReq;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows the broker that the client is there [MQTT-3.1.2-20], and finds out when the broker is not. Lives as long as one
 * connection, on its loop.
 */
final class KeepAlive {
    private final Link link;
    private final EventLoop loop;
    private final LongSupplier nanos;
    private final long intervalNanos;
    private final long answerNanos;
    private long sentNanos;
    private long receivedNanos;
    private @Nullable Future<?> next;

    /**
     * Begins.
     *
     * @param intervalNanos 0 for never
     * @param answerNanos a broker that says nothing for so long after a PINGREQ is gone
     */
    KeepAlive(Link link, EventLoop loop, LongSupplier nanos, long intervalNanos, long answerNanos) {
        this.link = link;
        this.loop = loop;
        this.nanos = nanos;
        this.intervalNanos = intervalNanos;
        this.answerNanos = answerNanos;
        sentNanos = nanos.getAsLong();
        receivedNanos = sentNanos;
        if (intervalNanos > 0) {
            pingAfter(intervalNanos);
        }
    }

    void onSent() {
        sentNanos = nanos.getAsLong();
    }

    void onReceived() {
        receivedNanos = nanos.getAsLong();
    }

    private void pingAfter(long delayNanos) {
        next = loop.schedule(this::pingIfQuiet, delayNanos, TimeUnit.NANOSECONDS);
    }

    private void pingIfQuiet() {
        long now = nanos.getAsLong();
        long quietNanos = Math.max(now - sentNanos, now - receivedNanos);
        if (quietNanos < intervalNanos) {
            pingAfter(intervalNanos - quietNanos);
            return;
        }
        link.write(PingReq.INSTANCE);
        long asked = now;
        next = loop.schedule(() -> checkAnswer(asked), answerNanos, TimeUnit.NANOSECONDS);
    }

    private void checkAnswer(long askedNanos) {
        if (receivedNanos - askedNanos < 0 && link.isReading()) {
            link.close(new SocketTimeoutException("the broker has not answered a PINGREQ within "
                    + TimeUnit.NANOSECONDS.toMillis(answerNanos) + " ms: it hangs, or the network is gone"));
        } else {
            pingAfter(Math.max(1, intervalNanos - (nanos.getAsLong() - askedNanos)));
        }
    }

    void stop() {
        if (next != null) {
            next.cancel(false);
        }
    }
}
