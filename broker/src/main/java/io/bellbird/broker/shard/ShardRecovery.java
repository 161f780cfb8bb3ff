package io.bellbird.broker.shard;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.SharedFilter;
import io.bellbird.broker.store.GroupRecord;
import io.bellbird.broker.store.RecoveredSession;
import io.bellbird.broker.store.RecoveredSession.Subscribed;
import io.bellbird.broker.store.Recovery;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gives each shard what the store kept of it, on its own thread. The homes of this process need not be those of the
 * last.
 *
 * <p>All but the counts come on one thread; the map is not changed any more when the counts come.
 */
final class ShardRecovery implements Recovery {
    private final Shared shared;
    private final List<Shard> shards;
    /** The shard of each queue. */
    private final Map<Long, Shard> byQueue = new HashMap<>();
    /** The groups, by number. */
    private final Map<Long, GroupRecord> groups = new HashMap<>();
    /** Groups of which no member has come. */
    private final Set<SharedFilter> withoutMembers = new LinkedHashSet<>();

    ShardRecovery(Shared shared, List<Shard> shards) {
        this.shared = shared;
        this.shards = shards;
    }

    @Override
    public void session(RecoveredSession session) {
        Shard home = shards.get(shared.homes().ofClient(session.session().clientId()));
        byQueue.put(session.session().number(), home);
        Set<SharedFilter> joined = session.subscriptions().stream()
                .map(Subscribed::filter)
                .filter(SharedFilter::isShared)
                .map(SharedFilter::parse)
                .collect(Collectors.toSet());
        withoutMembers.removeAll(joined);
        List<GroupRecord> left = session.assignments().stream()
                .map(assignment -> groups.get(assignment.queue()))
                .filter(group -> group != null && !joined.contains(filter(group)))
                .distinct()
                .toList();
        home.execute(() -> home.recover(session, left));
    }

    private static SharedFilter filter(GroupRecord group) {
        return new SharedFilter(group.shareName(), group.filter());
    }

    @Override
    public void group(GroupRecord group) {
        SharedFilter filter = filter(group);
        Shard home = home(filter);
        byQueue.put(group.number(), home);
        groups.put(group.number(), group);
        withoutMembers.add(filter);
        home.execute(() -> home.groups().recover(group.number(), filter));
    }

    private Shard home(SharedFilter group) {
        return shards.get(shared.homes().ofGroup(group.text()));
    }

    /** All but the counts have come. */
    void complete() {
        withoutMembers.forEach(group -> {
            Shard home = home(group);
            home.execute(() -> home.groups().endWithoutMembers(group));
        });
    }

    @Override
    public void retained(Publication publication) {
        if (shared.config().retainedPersistence()) {
            shared.retained().put(publication);
        } else {
            Shard any = shards.get(0);
            any.execute(() -> any.retainedChanges().forget(publication.topic()));
        }
    }

    @Override
    @AnyThread
    public void queue(long queue, int count, long bytes) {
        Shard home = byQueue.get(queue);
        if (home != null) {
            home.execute(() -> home.counted(queue, count, bytes));
        }
    }

    @Override
    @AnyThread
    public void counted() {
        shards.forEach(shard -> shard.execute(shard::counted));
    }
}
