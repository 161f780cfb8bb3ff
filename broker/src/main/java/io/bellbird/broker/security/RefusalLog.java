package io.bellbird.broker.security;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.monitor.LogText;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what is refused, and by which rule: a line for a client in a second, and {@value #SLOTS} lines in a second
 * altogether, so that nobody can fill the log.
 *
 * <p>Concurrent: an atomic number for each slot; of those who find one old, whoever replaces it says something.
 */
final class RefusalLog {
    private static final Logger log = LoggerFactory.getLogger(AclAuthorizer.class);

    /** Clients share them by their ids. */
    static final int SLOTS = 64;

    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanos;
    private final AtomicLongArray lastNanos = new AtomicLongArray(SLOTS);

    /** @param nanos monotonic time */
    RefusalLog(LongSupplier nanos) {
        this.nanos = nanos;
        long longAgo = nanos.getAsLong() - PAUSE_NANOS;
        for (int slot = 0; slot < SLOTS; slot++) {
            lastNanos.set(slot, longAgo);
        }
    }

    /** @param what the topic or filter */
    @AnyThread
    void refused(Client client, Access access, String what, Decision decision) {
        boolean sayIt = access == Access.RECEIVE ? log.isDebugEnabled() : log.isInfoEnabled();
        if (!sayIt || !isTime(client.clientId().hashCode() & (SLOTS - 1))) {
            return;
        }
        String name = client.username() == null ? "" : " user=" + LogText.of(client.username());
        String line = "client=" + LogText.of(client.clientId()) + name + " may not " + verb(access) + " from="
                + client.peer() + " topic=" + LogText.of(what) + " rule=\"" + LogText.sentence(decision.reason()) + '"';
        if (access == Access.RECEIVE) {
            log.debug(line);
        } else {
            log.info(line);
        }
    }

    private boolean isTime(int slot) {
        long now = nanos.getAsLong();
        long last = lastNanos.get(slot);
        return now - last >= PAUSE_NANOS && lastNanos.compareAndSet(slot, last, now);
    }

    private static String verb(Access access) {
        return switch (access) {
            case PUBLISH -> "publish";
            case RECEIVE -> "receive";
            case SUBSCRIBE -> "subscribe";
        };
    }
}
