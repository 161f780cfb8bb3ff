package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.routing.SharedFilter;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.store.Durability;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.RetainHandling;
import io.bellbird.codec.SubscriptionOptions;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What those who run the broker do to a session in the place of its client, which may be away. What is answered is as
 * safe by then as an acknowledgement to the client would be. Rights to subscribe are not asked for; what the client may
 * receive is, as always.
 */
@ShardConfined
public final class OnBehalf {
    private final Home home;
    private final Sessions sessions;

    /** @param sessions of the same shard */
    public OnBehalf(Home home, Sessions sessions) {
        this.home = home;
        this.sessions = sessions;
    }

    /** What became of a request to end a connection. */
    public enum Dismissed {
        NO_SESSION,
        AWAY,
        DISCONNECTED
    }

    /**
     * Ends the connection of a client.
     *
     * @param why for the log and, if its version has it, the client
     */
    public Dismissed disconnect(String clientId, ReasonCode reason, String why) {
        Session session = sessions.find(clientId);
        if (session == null) {
            return Dismissed.NO_SESSION;
        }
        Connection connection = session.connection();
        if (connection == null) {
            return Dismissed.AWAY;
        }
        connection.dismiss(reason, why);
        return Dismissed.DISCONNECTED;
    }

    /**
     * Ends a session, and its connection before; a will is published.
     *
     * @param why for the log and, if its version has it, the client
     * @param done told here whether there was one, once its end is safe
     */
    public void end(String clientId, String why, Consumer<Boolean> done) {
        Session session = sessions.find(clientId);
        if (session == null) {
            done.accept(false);
            return;
        }
        boolean stored = session.isStored();
        Durability durability = durability(session);
        disconnect(clientId, ReasonCode.ADMINISTRATIVE_ACTION, why);
        if (sessions.find(clientId) == session) {
            sessions.end(session);
        }
        whenSafe(stored, durability, () -> done.accept(true));
    }

    /**
     * Adds or replaces a subscription; retained messages follow as the options say. One that is replaced keeps its
     * identifier.
     *
     * @param filter of at most {@link ServerLimits#isTooDeep so many levels}; a shared one without No Local
     * @param done told here once it is in force: the granted QoS, or QUOTA_EXCEEDED when the session may have no more or
     *     the store takes nothing; empty when there is no session
     */
    public void subscribe(
            String clientId, TopicFilter filter, SubscriptionOptions options, Consumer<Optional<ReasonCode>> done) {
        Session session = sessions.find(clientId);
        if (session == null) {
            done.accept(Optional.empty());
            return;
        }
        Subscriptions subscriptions = session.subscriptions();
        boolean full = !subscriptions.contains(filter) && !subscriptions.isRoomFor(filter);
        if (full || (session.isStored() && !home.isStoreAccepting())) {
            done.accept(Optional.of(ReasonCode.QUOTA_EXCEEDED));
            return;
        }
        SubscriptionOptions granted = granted(session, options);
        int identifier = subscriptions.identifier(filter);
        Runnable answer = () -> done.accept(Optional.of(ReasonCode.granted(granted.qos())));
        if (SharedFilter.isShared(filter)) {
            subscriptions.share(filter, granted, identifier, () -> whenSafe(session, answer));
            return;
        }
        boolean isNew = subscriptions.add(filter, granted, identifier);
        whenSafe(session, () -> {
            if (wantsRetained(granted.retainHandling(), isNew)) {
                subscriptions.sendRetained(List.of(filter));
            }
            answer.run();
        });
    }

    /** As its listener would, while it is known. */
    private static SubscriptionOptions granted(Session session, SubscriptionOptions asked) {
        ListenerConfig listener = session.listener();
        Qos qos = listener == null ? asked.qos() : asked.qos().min(listener.maxQos());
        return new SubscriptionOptions(qos, asked.noLocal(), asked.retainAsPublished(), asked.retainHandling());
    }

    private static boolean wantsRetained(RetainHandling handling, boolean isNew) {
        return handling == RetainHandling.SEND_ON_SUBSCRIBE || (handling == RetainHandling.SEND_IF_NEW && isNew);
    }

    /**
     * Removes a subscription; what is on its way already is still delivered.
     *
     * @param done told here once it is gone: SUCCESS or NO_SUBSCRIPTION_EXISTED; empty when there is no session
     */
    public void unsubscribe(String clientId, TopicFilter filter, Consumer<Optional<ReasonCode>> done) {
        Session session = sessions.find(clientId);
        if (session == null) {
            done.accept(Optional.empty());
            return;
        }
        ReasonCode reason = session.subscriptions().remove(filter);
        whenSafe(session, () -> done.accept(Optional.of(reason)));
    }

    private void whenSafe(Session session, Runnable action) {
        whenSafe(session.isStored(), durability(session), action);
    }

    private void whenSafe(boolean stored, Durability durability, Runnable action) {
        if (stored) {
            home.afterCommit(durability, action);
        } else {
            action.run();
        }
    }

    private Durability durability(Session session) {
        ListenerConfig listener = session.listener();
        return listener == null ? home.config().durability() : home.config().durability(listener);
    }
}
