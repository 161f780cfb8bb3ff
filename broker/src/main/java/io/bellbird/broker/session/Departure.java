package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.security.Client;
import io.bellbird.codec.ReasonCode;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Ends the connections of a shard's clients one after the other, spread over a while, some at a time. */
@ShardConfined
final class Departure {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int SESSIONS_A_STEP = 500;

    private final Home home;
    private final ArrayDeque<Session> waiting;
    private final int count;
    private final Predicate<Client> who;
    private final ReasonCode reason;
    private final String why;
    private final long lengthNanos;
    private final long beganNanos;
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
        this.waiting = sessions.stream()
                .filter(session -> session.connection() != null)
                .collect(Collectors.toCollection(ArrayDeque::new));
        this.count = waiting.size();
        this.who = who;
        this.reason = reason;
        this.why = why;
        this.lengthNanos = lengthNanos;
        this.beganNanos = home.nowNanos();
    }

    /** Ends as many as are due by now, and goes on later. */
    void step() {
        int due = due() - (count - waiting.size());
        for (int i = Math.min(due, SESSIONS_A_STEP); i > 0; i--) {
            Connection connection = waiting.remove().connection();
            if (connection != null && who.test(connection.client())) {
                connection.dismiss(reason, why);
            }
        }
        if (!waiting.isEmpty()) {
            // a timer, since the loop runs actions that follow one another before it looks at the sockets again
            timer = home.schedule(due > SESSIONS_A_STEP ? 0 : TICK_NANOS, this::step);
        }
    }

    /** How many are to be gone by now. */
    private int due() {
        long elapsed = home.nowNanos() - beganNanos;
        return elapsed >= lengthNanos ? count : (int) (count * ((double) elapsed / lengthNanos));
    }

    /** Those who are still there stay. */
    void stop() {
        waiting.clear();
        if (timer != null) {
            timer.cancel();
        }
    }
}
