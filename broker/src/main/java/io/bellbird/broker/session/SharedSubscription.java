package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.SharedFilter;
import io.bellbird.broker.store.RecoveredSession.Assignment;
import io.bellbird.broker.store.StoredMessage;
import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.SubscriptionOptions;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A session's subscription to a shared group, which may live on another shard (section 4.8.2). A message of the group is
 * at one place at a time: with the group, on the way, or here. Each that comes here is completed here, or given back.
 */
@ShardConfined
final class SharedSubscription {
    /** A group hands over so many messages at most before any is completed. */
    private static final int MESSAGES_MAX = 128;

    private final Home home;
    private final Session session;
    private final SharedFilter filter;
    private final int groupShard;
    private final GroupMember member;

    private SubscriptionOptions options;
    private SubscriptionIdentifiers identifiers;
    private boolean left;
    /** What the group was told last. */
    private Completions completions = new Completions(-1);

    /** @param identifier 1..268,435,455, or 0 for none */
    SharedSubscription(Home home, Session session, SharedFilter filter, SubscriptionOptions options, int identifier) {
        this.home = home;
        this.session = session;
        this.filter = filter;
        this.groupShard = home.homeOf(filter);
        this.member = new GroupMember(this, home.index(), session.isStored());
        this.options = options;
        this.identifiers = identifiers(identifier);
    }

    private static SubscriptionIdentifiers identifiers(int identifier) {
        return identifier == 0 ? SubscriptionIdentifiers.NONE : SubscriptionIdentifiers.of(identifier);
    }

    SubscriptionOptions options() {
        return options;
    }

    /** 1..268,435,455, or 0 for none. */
    int identifier() {
        return identifiers.count() == 0 ? 0 : identifiers.get(0);
    }

    /** Whose it is; any thread may ask, since that never changes. */
    String clientId() {
        return session.clientId();
    }

    // To the group

    /**
     * Joins the group, or tells it of other options.
     *
     * @param assignments packet ids that a start found, of messages in queues of any groups
     * @param joined run here when the subscription is in force, and what that stores is handed in
     */
    void join(List<Assignment> assignments, Runnable joined) {
        Qos qos = options.qos();
        GroupMember.Presence presence = presence();
        home.tell(groupShard, () -> home.groups(groupShard).join(filter, member, qos, presence, assignments, joined));
    }

    /** A start found that the client had left the group, which has messages for it still. */
    void recoverLeft(List<Assignment> assignments) {
        left = true;
        home.tell(groupShard, () -> home.groups(groupShard).assign(filter, member, assignments));
    }

    /** SUBSCRIBE came again, with other options. */
    void replace(SubscriptionOptions newOptions, int identifier) {
        options = newOptions;
        identifiers = identifiers(identifier);
    }

    /** The client has come, or has gone. */
    void connectionChanged() {
        GroupMember.Presence presence = presence();
        tellGroup(group -> group.changePresence(member, presence));
    }

    private GroupMember.Presence presence() {
        Connection to = session.openConnection();
        return to == null
                ? GroupMember.Presence.AWAY
                : new GroupMember.Presence(Math.min(to.receiveMaximum(), MESSAGES_MAX), to.client());
    }

    /** The session or the subscription has ended; what others may have is then given back. */
    void leave() {
        left = true;
        home.tell(groupShard, () -> home.groups(groupShard).leave(member));
    }

    /** A message becomes one of the session itself; there is no time at which neither is stored. */
    void replace(OutboundMessage message, StoredMessage own) {
        home.batch().replace(storedOf(message), own);
        message.dequeued = true;
    }

    /** A message is delivered, or dropped, or the session's own. */
    void done(OutboundMessage message) {
        StoredMessage stored = storedOf(message);
        if (!message.dequeued && !stored.withdraw()) {
            home.batch().dequeue(stored);
        }
        if (completions.turn != home.turn()) {
            Completions ofTurn = new Completions(home.turn());
            tellGroup(group -> group.completed(member, ofTurn.messages, ofTurn.bytes));
            completions = ofTurn;
        }
        completions.messages++;
        completions.bytes += message.bytes;
    }

    /**
     * Takes a message out of the group's queue before it is sent.
     *
     * @return whether it never was in the store, so that there is no commit to wait for
     */
    boolean withdraw(OutboundMessage message) {
        message.dequeued = true;
        boolean withdrawn = storedOf(message).withdraw();
        if (!withdrawn) {
            home.batch().dequeue(storedOf(message));
        }
        return withdrawn;
    }

    /** A message that was not sent, or that others may have as well, goes back to the group. */
    void giveBack(OutboundMessage message) {
        StoredMessage stored = storedOf(message);
        SharedGroup.Stored was = wasStored(message);
        tellGroup(group -> group.takeBack(member, stored, was));
    }

    private static SharedGroup.Stored wasStored(OutboundMessage message) {
        if (message.dequeued) {
            return SharedGroup.Stored.NO_MORE;
        }
        return message.assigned ? SharedGroup.Stored.FOR_MEMBER : SharedGroup.Stored.AS_BEFORE;
    }

    private void tellGroup(Consumer<SharedGroup> action) {
        home.tell(groupShard, () -> action.accept(member.group()));
    }

    private static StoredMessage storedOf(OutboundMessage message) {
        return Objects.requireNonNull(message.stored, "a message of a group is always one that may be stored");
    }

    // From the group

    /** The group hands a message over. */
    void take(StoredMessage stored) {
        home.memory().remove(stored.publication().memoryBytes());
        OutboundMessages outbound = session.outbound();
        if (outbound.isAssigned(stored)) {
            takeAgain(stored);
        } else if (left || session.openConnection() == null) {
            giveBack(handed(stored, stored.qos()));
        } else {
            outbound.take(handed(stored, stored.qos().min(options.qos())));
        }
    }

    /** A start found that the client has it, or may have: nobody else may get it [MQTT-4.8.2-4]. */
    private void takeAgain(StoredMessage stored) {
        OutboundMessage message = handed(stored, Qos.EXACTLY_ONCE);
        if (session.isStored()) {
            session.outbound().takeAgain(message);
            if (left) {
                session.outbound().leave(this);
            }
        } else {
            done(message); // the session has ended [MQTT-4.8.2-5]
        }
    }

    private OutboundMessage handed(StoredMessage stored, Qos qos) {
        return new OutboundMessage(stored, qos, stored.retain() && options.retainAsPublished(), identifiers, this);
    }

    /** The group hands over a message that is sent at QoS 0 now, or never. */
    void takeAtMostOnce(Publication publication) {
        home.memory().remove(publication.memoryBytes());
        if (!left && session.openConnection() != null && session.isPermitted(publication)) {
            boolean retain = publication.retain() && options.retainAsPublished();
            session.outbound().deliver(publication, Qos.AT_MOST_ONCE, retain, identifiers);
        }
    }

    /** The group has ended, and with it a message that a start found assigned to the client. */
    void forget(long queue, long sequence) {
        session.outbound().forget(queue, sequence);
    }

    /** The messages that were done in one turn, in whose course they are counted. The group is told of them together. */
    private static final class Completions {
        final long turn;
        int messages;
        long bytes;

        Completions(long turn) {
            this.turn = turn;
        }
    }
}
