package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.security.Authorizer;
import io.bellbird.broker.security.Client;
import io.bellbird.broker.store.StoredMessage;
import io.bellbird.codec.Qos;
import io.bellbird.codec.Topic;
import org.jspecify.annotations.Nullable;

/**
 * A member of a shared group as the group sees it: made by its session's shard, and from the first letter on touched by
 * the group's shard only.
 */
@ShardConfined
final class GroupMember {
    /** A member has at most so many bytes of messages that it has not completed, or one message. */
    private static final long BYTES_MAX = 1 << 20;

    private final SharedSubscription subscription;
    private final int shard;
    private final boolean stored;

    private @Nullable SharedGroup group;
    private Qos qos = Qos.AT_MOST_ONCE;
    private Presence presence = Presence.AWAY;

    private int messages;
    private long bytes;

    /**
     * Whether a member's client is there.
     *
     * @param messagesMax that it may have and not have completed; 0 while it is away
     * @param client whose rights are asked for; null while it is away
     */
    record Presence(int messagesMax, @Nullable Client client) {
        static final Presence AWAY = new Presence(0, null);
    }

    /** Where it stands, and its neighbours there: touched by {@link Turns} alone. */
    @Nullable
    Turns turns;

    @Nullable
    GroupMember before;

    @Nullable
    GroupMember after;

    /**
     * A member that is still to join.
     *
     * @param shard where its session lives
     * @param stored whether its session is
     */
    GroupMember(SharedSubscription subscription, int shard, boolean stored) {
        this.subscription = subscription;
        this.shard = shard;
        this.stored = stored;
    }

    /** The group that it has joined. */
    SharedGroup group() {
        if (group == null) {
            throw new IllegalStateException("not joined");
        }
        return group;
    }

    void group(SharedGroup joined) {
        group = joined;
    }

    /** Whether its session is stored. */
    boolean isStored() {
        return stored;
    }

    /** The maximum QoS of its subscription. */
    Qos qos() {
        return qos;
    }

    void qos(Qos granted) {
        qos = granted;
    }

    void presence(Presence changed) {
        presence = changed;
    }

    boolean isOnline() {
        return presence.messagesMax > 0;
    }

    /** Whether its client is there and may get messages on a topic. */
    boolean mayReceive(Authorizer rights, Topic topic) {
        return presence.client != null && rights.mayReceive(presence.client, topic);
    }

    /** Whether its client is there and may be handed a message that it has to complete. */
    boolean hasRoom() {
        return messages < presence.messagesMax && bytes < BYTES_MAX;
    }

    /** Hands a message over, which the member completes or gives back. */
    void hand(Home home, StoredMessage message) {
        messages++;
        bytes += message.publication().memoryBytes();
        home.memory().add(message.publication().memoryBytes());
        home.tell(shard, () -> subscription.take(message));
    }

    /** Hands a QoS 0 message over, which is sent or lost. */
    void handAtMostOnce(Home home, Publication publication) {
        home.memory().add(publication.memoryBytes());
        home.tell(shard, () -> subscription.takeAtMostOnce(publication));
    }

    /** As those see it who watch. */
    GroupView.Member view() {
        return new GroupView.Member(subscription.clientId(), isOnline(), messages);
    }

    /** It has completed messages, or given them back. */
    void completed(int messageCount, long messageBytes) {
        messages -= messageCount;
        bytes -= messageBytes;
    }

    /** Runs an action where its session lives. */
    void tell(Home home, Runnable action) {
        home.tell(shard, action);
    }

    /** A message that its session was about to get, or had got, is gone with the group's queue. */
    void forget(Home home, long queue, long sequence) {
        home.tell(shard, () -> subscription.forget(queue, sequence));
    }
}
