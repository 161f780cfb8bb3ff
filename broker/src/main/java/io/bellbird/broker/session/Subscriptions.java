package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.routing.SharedFilter;
import io.bellbird.broker.routing.Subscription;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.store.GroupRecord;
import io.bellbird.broker.store.RecoveredSession;
import io.bellbird.broker.store.RecoveredSession.Assignment;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.SubscriptionOptions;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The subscriptions of one session, those to shared groups among them: one for each filter. They are stored with a session
 * that is, and what they take of memory is within {@code max_subscription_bytes}.
 */
@ShardConfined
final class Subscriptions {
    /** For what a shared group has sent to a client that has left it. */
    private static final SubscriptionOptions LEFT = SubscriptionOptions.of(Qos.EXACTLY_ONCE);

    private final Home home;
    private final Session session;
    private final boolean stored;

    private final Map<String, Subscription> unshared = new HashMap<>(0);
    /** Immutable and empty until there is one: few clients have any. */
    private Map<String, SharedSubscription> shared = Map.of();

    private long bytes;

    Subscriptions(Home home, Session session) {
        this.home = home;
        this.session = session;
        this.stored = session.isStored();
    }

    /**
     * Takes in a subscription that a start found.
     *
     * @param assignments packet ids that a start found, of messages in queues of any groups
     */
    void recover(RecoveredSession.Subscribed found, List<Assignment> assignments) {
        TopicFilter filter = found.filter();
        if (SharedFilter.isShared(filter)) {
            newShared(filter, found.options(), found.identifier()).join(assignments, () -> {});
        } else {
            addNew(filter, found.options(), found.identifier());
        }
    }

    /** A start found that the client had left a group, which has messages for it still. */
    void recoverLeft(GroupRecord group, List<Assignment> assignments) {
        new SharedSubscription(home, session, new SharedFilter(group.shareName(), group.filter()), LEFT, 0)
                .recoverLeft(assignments.stream()
                        .filter(assignment -> assignment.queue() == group.number())
                        .toList());
    }

    /**
     * Adds or replaces a subscription [MQTT-3.8.4-3]; it is in force when this returns.
     *
     * @return whether it is new
     */
    boolean add(TopicFilter filter, SubscriptionOptions options, int identifier) {
        Subscription existing = unshared.get(filter.text());
        if (existing != null) {
            home.subscriptions().replace(existing, options, identifier);
        } else {
            addNew(filter, options, identifier);
        }
        if (stored) {
            home.batch().putSubscription(session.number(), filter, options, identifier);
        }
        return existing == null;
    }

    private void addNew(TopicFilter filter, SubscriptionOptions options, int identifier) {
        unshared.put(filter.text(), home.subscriptions().subscribe(session, filter, options, identifier));
        bytes += ServerLimits.subscriptionBytes(filter);
    }

    /**
     * Adds or replaces a shared subscription [MQTT-3.8.4-3].
     *
     * @param joined run when it is in force
     */
    void share(TopicFilter filter, SubscriptionOptions options, int identifier, Runnable joined) {
        SharedSubscription existing = shared.get(filter.text());
        if (existing == null) {
            existing = newShared(filter, options, identifier);
        } else {
            existing.replace(options, identifier);
        }
        existing.join(List.of(), joined);
        if (stored) {
            home.batch().putSubscription(session.number(), filter, options, identifier);
        }
    }

    private SharedSubscription newShared(TopicFilter filter, SubscriptionOptions options, int identifier) {
        SharedSubscription subscription =
                new SharedSubscription(home, session, SharedFilter.parse(filter), options, identifier);
        if (shared.isEmpty()) {
            shared = new HashMap<>();
        }
        shared.put(filter.text(), subscription);
        bytes += ServerLimits.subscriptionBytes(filter);
        return subscription;
    }

    /** Removes a subscription; what is on its way already is still delivered [MQTT-3.10.4-3]. */
    ReasonCode remove(TopicFilter filter) {
        Subscription existing = unshared.remove(filter.text());
        SharedSubscription existingShared = shared.isEmpty() ? null : shared.remove(filter.text());
        if (existing != null) {
            home.subscriptions().unsubscribe(existing);
            session.outbound().cancelRetained(existing);
        } else if (existingShared != null) {
            existingShared.leave();
            session.outbound().leave(existingShared);
        } else {
            return ReasonCode.NO_SUBSCRIPTION_EXISTED;
        }
        bytes -= ServerLimits.subscriptionBytes(filter);
        if (stored) {
            home.batch().removeSubscription(session.number(), filter);
        }
        return ReasonCode.SUCCESS;
    }

    /** The session has ended; the store forgets them with it. */
    void end() {
        unshared.values().forEach(home.subscriptions()::unsubscribe);
        unshared.clear();
        shared.values().forEach(SharedSubscription::leave);
        shared = Map.of();
    }

    /** What the client may receive has changed: routes know it. */
    void rightsChanged() {
        unshared.values().forEach(home.subscriptions()::rightsChanged);
    }

    /** The client has come, or has gone: shared groups are told. */
    void connectionChanged() {
        shared.values().forEach(SharedSubscription::connectionChanged);
    }

    /** SUBACK was sent: the retained messages of these filters follow. */
    void sendRetained(Iterable<TopicFilter> filters) {
        for (TopicFilter filter : filters) {
            Subscription subscription = unshared.get(filter.text());
            if (subscription != null) {
                session.outbound().addRetained(subscription);
            }
        }
        session.outbound().pump();
    }

    boolean contains(TopicFilter filter) {
        return unshared.containsKey(filter.text()) || shared.containsKey(filter.text());
    }

    /** The identifier of a subscription, 1..268,435,455; 0 when it has none, or is not there. */
    int identifier(TopicFilter filter) {
        Subscription existing = unshared.get(filter.text());
        if (existing != null) {
            return existing.identifier();
        }
        SharedSubscription existingShared = shared.get(filter.text());
        return existingShared == null ? 0 : existingShared.identifier();
    }

    /** Some of them, by filter: all unless there are more. */
    List<SessionContents.Subscribed> some(int limit) {
        Stream<SessionContents.Subscribed> ofGroups = shared.entrySet().stream()
                .map(entry -> new SessionContents.Subscribed(
                        entry.getKey(),
                        entry.getValue().options(),
                        entry.getValue().identifier(),
                        true));
        Stream<SessionContents.Subscribed> others = unshared.entrySet().stream()
                .map(entry -> new SessionContents.Subscribed(
                        entry.getKey(),
                        entry.getValue().options(),
                        entry.getValue().identifier(),
                        false));
        return Stream.concat(ofGroups, others)
                .limit(limit)
                .sorted(Comparator.comparing(SessionContents.Subscribed::filter))
                .toList();
    }

    int count() {
        return unshared.size() + shared.size();
    }

    /** What they take of memory, about, in bytes. */
    long bytes() {
        return bytes;
    }

    /** Whether one more is within the limits; those that a start found may be above them. */
    boolean isRoomFor(TopicFilter filter) {
        long bytesMax = home.config().maxSubscriptionBytes();
        return count() < ServerLimits.SUBSCRIPTIONS_MAX
                && (bytesMax == 0 || bytes + ServerLimits.subscriptionBytes(filter) <= bytesMax);
    }
}
