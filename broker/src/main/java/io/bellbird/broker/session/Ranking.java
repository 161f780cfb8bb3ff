package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Finds the sessions of a shard that come first in an order, some at a time, so that nothing else waits for it. No more
 * are kept than are wanted; what comes or goes meanwhile may be missing.
 */
@ShardConfined
public final class Ranking {
    private static final int SESSIONS_A_STEP = 500;

    private final Home home;
    private final Session[] sessions;
    private final Comparator<SessionView> firstToLast;
    private final int limit;
    /** Of what was found so far, the last in front. */
    private final PriorityQueue<SessionView> first;

    private int next;

    /** @param limit how many are wanted, 1 or more */
    Ranking(Home home, Collection<Session> sessions, SessionOrder order, int limit) {
        this.home = home;
        this.sessions = sessions.toArray(Session[]::new);
        this.firstToLast = order.firstToLast();
        this.limit = limit;
        this.first = new PriorityQueue<>(firstToLast.reversed());
    }

    /**
     * Looks at some more sessions.
     *
     * @return whether any are left
     */
    public boolean step() {
        long now = home.nowNanos();
        int end = Math.min(sessions.length, next + SESSIONS_A_STEP);
        for (; next < end; next++) {
            sessions[next].view(now).ifPresent(this::consider);
        }
        return next < sessions.length;
    }

    private void consider(SessionView view) {
        if (first.size() < limit) {
            first.add(view);
        } else if (firstToLast.compare(view, first.element()) < 0) {
            first.remove();
            first.add(view);
        }
    }

    /** Those that were found, the first first. */
    public List<SessionView> found() {
        return first.stream().sorted(firstToLast).toList();
    }
}
