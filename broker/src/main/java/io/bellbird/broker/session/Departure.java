package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.security.Client;
import io.bellbird.codec.ReasonCode;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Ends the connections of a shard's clients one after the other, spread over a while, some at a time. */
@ShardConfined
final class Departure {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int SESSIONS_A_STEP = 500;

    private final Home home;
    private final Session[] sessions;
    private final Predicate<Client> who;
    private final ReasonCode reason;
    private final String why;
    private final long lengthNanos;
    private final long beganNanos;
    private int next;
    private @Nullable Timer timer;

    /**
     * Begins with {@link #step}.
     *
     * @param who is to go
     * @param why for the log and, if their version has it, the clients
     * @param lengthNanos from the first to the last, 0 or more
     */
    Departure(
            Home home,
            Collection<Session> sessions,
            Predicate<Client> who,
            ReasonCode reason,
            String why,
            long lengthNanos) {
        this.home = home;
        this.sessions = sessions.stream()
                .filter(session -> session.connection() != null)
                .toArray(Session[]::new);
        this.who = who;
        this.reason = reason;
        this.why = why;
        this.lengthNanos = lengthNanos;
        this.beganNanos = home.nowNanos();
    }

    /** Ends as many as are due by now, and goes on later. */
    void step() {
        int due = due();
        int end = Math.min(due, next + SESSIONS_A_STEP);
        for (; next < end; next++) {
            Connection connection = sessions[next].connection();
            if (connection != null && who.test(connection.client())) {
                connection.dismiss(reason, why);
            }
        }
        if (next < sessions.length) {
            // a timer, since the loop runs actions that follow one another before it looks at the sockets again
            timer = home.schedule(next < due ? 0 : TICK_NANOS, this::step);
        }
    }

    private int due() {
        long elapsed = home.nowNanos() - beganNanos;
        return elapsed >= lengthNanos ? sessions.length : (int) (sessions.length * ((double) elapsed / lengthNanos));
    }

    /** Those who are still there stay. */
    void stop() {
        next = sessions.length;
        if (timer != null) {
            timer.cancel();
        }
    }
}
