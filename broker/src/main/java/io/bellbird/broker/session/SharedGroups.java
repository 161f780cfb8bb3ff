package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.routing.SharedFilter;
import io.bellbird.broker.store.RecoveredSession.Assignment;
import io.bellbird.codec.Qos;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The shared groups that live on one shard. */
@ShardConfined
public final class SharedGroups {
    private final Home home;
    private final Map<SharedFilter, SharedGroup> byFilter = new HashMap<>();
    /** Groups that the start found, by number, until their queues are counted; also those that have ended since. */
    private final Map<Long, SharedGroup> recovered = new HashMap<>(0);

    public SharedGroups(Home home) {
        this.home = home;
    }

    /** How many groups live here. */
    public int count() {
        return byFilter.size();
    }

    /** How many subscriptions share, in all groups that live here. */
    public int memberCount() {
        return byFilter.values().stream().mapToInt(SharedGroup::memberCount).sum();
    }

    /**
     * The groups that live here, as those see them who watch, by {@code $share/NAME/FILTER}.
     *
     * @param after those that come after this one; empty for all
     * @param limit how many at the most
     */
    public List<GroupView> views(String after, int limit) {
        return byFilter.entrySet().stream()
                .filter(entry -> entry.getKey().text().compareTo(after) > 0)
                .sorted(Comparator.comparing(entry -> entry.getKey().text()))
                .limit(limit)
                .map(entry -> entry.getValue().view())
                .toList();
    }

    /** Memory is short: lets go of messages that lie in the store as well. */
    public void releaseMemory() {
        byFilter.values().forEach(SharedGroup::releaseMemory);
    }

    /** Takes in a group as a start finds it, before its members. */
    public void recover(long number, SharedFilter filter) {
        SharedGroup group = SharedGroup.recover(home, number, filter);
        if (byFilter.put(group.filter(), group) != null) {
            throw new IllegalStateException("group " + filter.text() + " was there before its record, or has two");
        }
        recovered.put(number, group);
    }

    /** No session that the start found is a member of this group: it ends. */
    public void endWithoutMembers(SharedFilter filter) {
        SharedGroup group = byFilter.remove(filter);
        if (group != null) {
            group.end();
        }
    }

    /** So much was in the queue of a group when the broker started. */
    public void counted(long number, int count, long bytes) {
        SharedGroup group = recovered.get(number);
        if (group != null) {
            group.counted(count, bytes);
        }
    }

    /** All queues that the start found are counted. */
    public void counted() {
        recovered.clear();
    }

    /**
     * Takes a member into its group, or its new options.
     *
     * @param assignments packet ids that a start found, of messages in queues of any groups
     * @param joined run on the member's shard when its subscription is in force, and what that stores is handed in
     */
    void join(
            SharedFilter filter,
            GroupMember member,
            Qos qos,
            GroupMember.Presence presence,
            List<Assignment> assignments,
            Runnable joined) {
        SharedGroup group = byFilter.computeIfAbsent(filter, first -> new SharedGroup(home, filter));
        group.join(member, qos);
        group.assign(member, assignments);
        group.changePresence(member, presence);
        member.tell(home, joined);
    }

    /** A start found messages of a group that are those of a member that has left it. */
    void assign(SharedFilter filter, GroupMember member, List<Assignment> assignments) {
        SharedGroup group = byFilter.get(filter);
        if (group != null) {
            group.assign(member, assignments);
        } else {
            assignments.forEach(gone -> member.forget(home, gone.queue(), gone.sequence()));
        }
    }

    /** A member leaves its group, which ends with the last. */
    void leave(GroupMember member) {
        SharedGroup group = member.group();
        group.leave(member);
        if (group.memberCount() == 0) {
            byFilter.remove(group.filter(), group);
        }
    }
}
