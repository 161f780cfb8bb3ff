package io.bellbird.broker.security;

import io.bellbird.broker.config.LoginLimits;
import io.bellbird.broker.monitor.AddressBanned;
import io.bellbird.broker.watch.Audit;
import io.bellbird.broker.watch.AuditEvent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes guessing passwords slow: each failure in a row from an address is answered later than the one before, and after
 * many of them the address is banned for a while. Any thread; every method takes the one lock, and none waits for
 * anything else.
 */
final class LoginThrottle {
    /** Addresses that are remembered; then the one is forgotten that has failed longest ago. */
    static final int ADDRESSES_MAX = 10_000;

    /** Without a failure for so long the row has ended. */
    static final long ROW_NANOS = TimeUnit.MINUTES.toNanos(10);

    static final long FIRST_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int DOUBLINGS_MAX = 5;

    private static final Logger LOG = LoggerFactory.getLogger(LoginThrottle.class);

    private final LongSupplier nanos;
    private final Alarm alarm;
    private final @Nullable Audit audit;
    private final Map<LoginAddress, Row> rows = new LinkedHashMap<>();
    private LoginLimits limits;

    /** Calls back, later. */
    interface Alarm {
        void after(long nanos, Runnable action);
    }

    /** The failures of one address. */
    private static final class Row {
        private int failures;
        private long lastNanos;
        private boolean banned;
        private long banEndNanos;
    }

    /**
     * Nobody has failed yet.
     *
     * @param nanos the time, monotonic
     * @param audit told of bans; may be null
     */
    LoginThrottle(LongSupplier nanos, Alarm alarm, LoginLimits limits, @Nullable Audit audit) {
        this.nanos = nanos;
        this.alarm = alarm;
        this.limits = limits;
        this.audit = audit;
    }

    /** The limits that hold from now on; bans that have begun go on, unless there are none any more. */
    synchronized void limit(LoginLimits newLimits) {
        limits = newLimits;
        if (!newLimits.ban()) {
            endBans(row -> true);
        }
    }

    /** The ban of an address, if there is one now. */
    synchronized Optional<LoginBan> ban(LoginAddress address) {
        Row row = rows.get(address);
        long now = nanos.getAsLong();
        return row == null || !isBanned(row, now) ? Optional.empty() : Optional.of(show(address, row, now));
    }

    private static boolean isBanned(Row row, long now) {
        return row.banned && row.banEndNanos - now > 0;
    }

    private static LoginBan show(LoginAddress address, Row row, long now) {
        long secondsLeft = TimeUnit.NANOSECONDS.toSeconds(row.banEndNanos - now + TimeUnit.SECONDS.toNanos(1) - 1);
        return new LoginBan(address.text(), row.failures, Math.max(0, secondsLeft));
    }

    /**
     * A login from the address has failed.
     *
     * @return how long to wait before the client is told, in nanoseconds
     */
    synchronized long failed(LoginAddress address) {
        long now = nanos.getAsLong();
        Row row = rows.remove(address);
        if (row == null || hasEnded(address, row, now)) {
            row = new Row();
        }
        rows.put(address, row);
        row.lastNanos = now;
        row.failures++;
        if (limits.ban() && address.bannable() && !row.banned && row.failures >= limits.failuresMax()) {
            beginBan(address, row, now);
        }
        forgetEldest();
        return FIRST_DELAY_NANOS << Math.min(row.failures - 1, DOUBLINGS_MAX);
    }

    private boolean hasEnded(LoginAddress address, Row row, long now) {
        if (row.banned && !isBanned(row, now)) {
            tellEnd(address); // sooner than the alarm
            return true;
        }
        return !row.banned && now - row.lastNanos > ROW_NANOS;
    }

    private void beginBan(LoginAddress address, Row row, long now) {
        long length = TimeUnit.SECONDS.toNanos(limits.banSeconds());
        row.banned = true;
        row.banEndNanos = now + length;
        AddressBanned.note(address.text(), limits.banSeconds());
        note(() -> AuditEvent.banned(address.text(), row.failures, limits.banSeconds()));
        LOG.warn(
                "from={} banned failures={} seconds={}, as login_failures_max and login_ban_seconds say",
                address.text(),
                row.failures,
                limits.banSeconds());
        alarm.after(length, this::endOver);
    }

    private synchronized void endOver() {
        long now = nanos.getAsLong();
        endBans(row -> !isBanned(row, now));
    }

    private void endBans(Predicate<Row> ended) {
        Iterator<Map.Entry<LoginAddress, Row>> all = rows.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<LoginAddress, Row> each = all.next();
            if (each.getValue().banned && ended.test(each.getValue())) {
                all.remove();
                tellEnd(each.getKey());
            }
        }
    }

    private void forgetEldest() {
        if (rows.size() > ADDRESSES_MAX) {
            Map.Entry<LoginAddress, Row> eldest = rows.entrySet().iterator().next();
            rows.remove(eldest.getKey());
            if (eldest.getValue().banned) {
                tellEnd(eldest.getKey());
            }
        }
    }

    /**
     * Ends the ban of an address; its row of failures has ended as well.
     *
     * @return the ban; empty when there is none
     */
    synchronized Optional<LoginBan> lift(LoginAddress address) {
        Optional<LoginBan> ban = ban(address);
        if (ban.isPresent()) {
            rows.remove(address);
            LOG.info("from={} no longer banned, since it was let in again", address.text());
            note(() -> AuditEvent.banLifted(address.text()));
        }
        return ban;
    }

    private void tellEnd(LoginAddress address) {
        LOG.info("from={} no longer banned", address.text());
        note(() -> AuditEvent.banEnded(address.text()));
    }

    private void note(Supplier<AuditEvent> event) {
        if (audit != null) {
            audit.note(event.get());
        }
    }

    /** A login from the address has succeeded: its row has ended. */
    synchronized void succeeded(LoginAddress address) {
        Row row = rows.get(address);
        if (row != null && !row.banned) {
            rows.remove(address);
        }
    }

    /** The addresses that are banned now, those that failed longest ago first. */
    synchronized List<LoginBan> bans() {
        long now = nanos.getAsLong();
        List<LoginBan> bans = new ArrayList<>();
        rows.forEach((address, row) -> {
            if (isBanned(row, now)) {
                bans.add(show(address, row, now));
            }
        });
        return bans;
    }
}
