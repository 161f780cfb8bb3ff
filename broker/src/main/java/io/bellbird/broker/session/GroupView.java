package io.bellbird.broker.session;

import java.util.List;

/**
 * A shared group as those see it who watch the broker, at one moment. Immutable.
 *
 * @param text {@code $share/NAME/FILTER}
 * @param filter which messages it gets
 * @param waitingMessages that no member has yet: how far the group is behind
 * @param waitingBytes what those count
 * @param memberCount subscriptions that share
 * @param members by client id; any of them when there are more than {@link #MEMBERS_MAX}
 */
public record GroupView(
        String text,
        String name,
        String filter,
        long waitingMessages,
        long waitingBytes,
        int memberCount,
        List<Member> members) {
    /** Members that are shown. */
    public static final int MEMBERS_MAX = 100;

    public GroupView {
        members = List.copyOf(members);
    }

    /**
     * One who shares.
     *
     * @param connected whether its client is there
     * @param inflight messages that it was handed and has not completed
     */
    public record Member(String client, boolean connected, int inflight) {}
}
