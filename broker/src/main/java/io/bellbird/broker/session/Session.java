package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.monitor.LogText;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.Receiver;
import io.bellbird.broker.routing.Subscriber;
import io.bellbird.broker.routing.Subscription;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.store.SessionRecord;
import io.bellbird.codec.Connect;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.WillMessage;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the broker remembers of a client id (section 4.1): its subscriptions, the messages on their way to it, and the
 * packet ids of what came from it. Lives from CONNECT until its expiry, with or without a connection.
 */
@ShardConfined
public final class Session implements Subscriber {
    private static final Logger log = LoggerFactory.getLogger(Session.class);

    private final Home home;
    private final Sessions sessions;
    private final String clientId;
    private final long number;
    private final boolean stored;

    private final Map<String, Subscription> subscriptions = new HashMap<>(0);
    private final OutboundMessages outbound;
    private final ReceivedIds received = new ReceivedIds();

    private long expiryIntervalSeconds;
    private @Nullable Timer expiry;
    private @Nullable Will delayedWill;
    private boolean ended;

    private @Nullable Connection connection;

    Session(Home home, Sessions sessions, String clientId, long expiryIntervalSeconds) {
        this.home = home;
        this.sessions = sessions;
        this.clientId = clientId;
        this.number = home.newSessionNumber();
        this.expiryIntervalSeconds = expiryIntervalSeconds;
        this.stored = expiryIntervalSeconds > 0;
        this.outbound = new OutboundMessages(home, this);
    }

    @Override
    public String clientId() {
        return clientId;
    }

    /** Its number in the store. */
    long number() {
        return number;
    }

    /** Whether it may survive its connection, and so is kept in the store; false once it has ended. */
    boolean isStored() {
        return stored && !ended;
    }

    @Nullable
    Connection connection() {
        return connection;
    }

    /** The connection while packets can be sent on it, else null. */
    @Nullable
    Connection openConnection() {
        Connection current = connection;
        return current != null && current.isOpen() ? current : null;
    }

    long expiryIntervalSeconds() {
        return expiryIntervalSeconds;
    }

    // Connections come and go

    /** A connection takes the session up; messages flow from {@link OutboundMessages#resume} on. */
    void attach(Connection newConnection, long newExpiryIntervalSeconds) {
        assert connection == null : clientId;
        if (expiry != null) {
            expiry.cancel();
            expiry = null;
        }
        if (delayedWill != null) {
            delayedWill.timer().cancel();
            delayedWill = null;
        }
        changeExpiryInterval(newExpiryIntervalSeconds);
        connection = newConnection;
    }

    /** The client said in DISCONNECT how long the session is to live on (section 3.14.2.2.2). */
    void changeExpiryInterval(long seconds) {
        expiryIntervalSeconds = seconds;
        if (stored) {
            home.batch().putSession(new SessionRecord(number, clientId, seconds));
        }
    }

    /**
     * The connection ended.
     *
     * @param will to be published, at once or after its delay; null when there is none to publish
     */
    void detach(Connection oldConnection, @Nullable WillMessage will) {
        assert connection == oldConnection : clientId;
        connection = null;
        if (will != null) {
            long delaySeconds = Math.min(will.delaySeconds(), expiryIntervalSeconds);
            if (delaySeconds == 0) {
                sessions.publishWill(oldConnection.client(), will);
            } else {
                delayedWill = new Will(
                        will,
                        oldConnection.client(),
                        home.schedule(TimeUnit.SECONDS.toNanos(delaySeconds), this::publishDelayedWill));
            }
        }
        if (expiryIntervalSeconds == 0) {
            sessions.end(this);
        } else if (expiryIntervalSeconds != Connect.Properties.NEVER_EXPIRES) {
            expiry = home.schedule(TimeUnit.SECONDS.toNanos(expiryIntervalSeconds), () -> sessions.end(this));
        }
    }

    /** Leaves nothing behind; a will that was delayed is published now [MQTT-3.1.2-8]. */
    void end() {
        assert connection == null : clientId;
        ended = true;
        if (expiry != null) {
            expiry.cancel();
        }
        subscriptions.values().forEach(home.subscriptions()::unsubscribe);
        subscriptions.clear();
        if (stored) {
            home.batch().removeSession(number);
        }
        if (delayedWill != null) {
            delayedWill.timer().cancel();
            publishDelayedWill();
        }
    }

    private void publishDelayedWill() {
        Will will = delayedWill;
        if (will != null) {
            delayedWill = null;
            sessions.publishWill(will.client(), will.message());
        }
    }

    // Subscriptions

    /**
     * Adds or replaces a subscription [MQTT-3.8.4-3]; it is in force when this returns.
     *
     * @return whether it is new
     */
    boolean subscribe(TopicFilter filter, SubscriptionOptions options, int identifier) {
        Subscription existing = subscriptions.get(filter.text());
        if (existing != null) {
            home.subscriptions().replace(existing, options, identifier);
        } else {
            subscriptions.put(filter.text(), home.subscriptions().subscribe(this, filter, options, identifier));
        }
        if (stored) {
            home.batch().putSubscription(number, filter, options, identifier);
        }
        return existing == null;
    }

    /** Removes a subscription; what is on its way already is still delivered [MQTT-3.10.4-3]. */
    ReasonCode unsubscribe(TopicFilter filter) {
        Subscription existing = subscriptions.remove(filter.text());
        if (existing == null) {
            return ReasonCode.NO_SUBSCRIPTION_EXISTED;
        }
        home.subscriptions().unsubscribe(existing);
        outbound.cancelRetained(existing);
        if (stored) {
            home.batch().removeSubscription(number, filter);
        }
        return ReasonCode.SUCCESS;
    }

    int subscriptionCount() {
        return subscriptions.size();
    }

    boolean hasSubscription(TopicFilter filter) {
        return subscriptions.containsKey(filter.text());
    }

    /** SUBACK was sent: the retained messages of these filters follow. */
    void sendRetained(Iterable<TopicFilter> filters) {
        for (TopicFilter filter : filters) {
            Subscription subscription = subscriptions.get(filter.text());
            if (subscription != null) {
                outbound.addRetained(subscription);
            }
        }
        outbound.pump();
    }

    // Messages

    @Override
    public void deliver(Publication publication, Receiver receiver) {
        if (!ended) { // a route that was found before the end may still lead here
            outbound.deliver(
                    publication,
                    publication.qos().min(receiver.qos()),
                    publication.retain() && receiver.retainAsPublished(),
                    receiver.subscriptionIdentifiers());
        }
    }

    @Override
    public void failed(Throwable bug) {
        Connection victim = connection;
        if (victim != null) {
            victim.failed(bug);
        } else {
            home.counters().increment(Counter.BUGS);
            log.error("client={} a message could not be queued", LogText.of(clientId), bug);
        }
    }

    /** The messages to the client. */
    OutboundMessages outbound() {
        return outbound;
    }

    /** The QoS 2 messages that come from the client. */
    ReceivedIds received() {
        return received;
    }
}
