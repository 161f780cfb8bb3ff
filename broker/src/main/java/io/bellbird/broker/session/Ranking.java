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
    private final SessionSearch search;
    private final Comparator<SessionView> firstToLast;
    /** Of what was found so far, the last in front. */
    private final PriorityQueue<SessionView> first;

    private int next;
    private int matched;

    /**
     * What was found.
     *
     * @param first those that are wanted, the first first
     * @param matched how many are like what was looked for, those included that are not wanted
     */
    public record Found(List<SessionView> first, int matched) {}

    Ranking(Home home, Collection<Session> sessions, SessionSearch search) {
        this.home = home;
        this.sessions = sessions.toArray(Session[]::new);
        this.search = search;
        this.firstToLast = search.order().firstToLast();
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
            sessions[next].view(now).filter(search::matches).ifPresent(this::consider);
        }
        return next < sessions.length;
    }

    private void consider(SessionView view) {
        matched++;
        if (search.isPassed(view)) {
            return;
        }
        if (first.size() < search.limit()) {
            first.add(view);
        } else if (firstToLast.compare(view, first.element()) < 0) {
            first.remove();
            first.add(view);
        }
    }

    /** Those that were found. */
    public Found found() {
        return new Found(first.stream().sorted(firstToLast).toList(), matched);
    }
}
