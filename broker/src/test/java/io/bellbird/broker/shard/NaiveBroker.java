package io.bellbird.broker.shard;

import io.bellbird.codec.Publish;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.WillMessage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a broker does, written down as plainly as may be: no shards, no store, no acknowledgements under way, whole
 * seconds. Each operation is finished before the next one.
 */
final class NaiveBroker {
    private static final long NEVER = Long.MAX_VALUE;

    private final int queuedMax;
    private final Map<String, Session> sessions = new TreeMap<>();
    private final Map<String, Message> retained = new TreeMap<>();
    private long now;
    private int expiredCount;
    private int droppedCount;

    /** @param queuedMax messages that may wait for a session, or 0 for any number */
    NaiveBroker(int queuedMax) {
        this.queuedMax = queuedMax;
    }

    /** What a client sees of a PUBLISH packet, but for the packet id. */
    record Received(
            String topic,
            String payload,
            Qos qos,
            boolean retain,
            boolean duplicate,
            long expirySeconds,
            List<Integer> identifiers) {
        static Received of(Publish publish) {
            SubscriptionIdentifiers identifiers = publish.subscriptionIdentifiers();
            return new Received(
                    publish.topic().text(),
                    publish.payload().toUtf8(),
                    publish.qos(),
                    publish.retain(),
                    publish.duplicate(),
                    publish.properties().expiryIntervalSeconds(),
                    IntStream.range(0, identifiers.count())
                            .map(identifiers::get)
                            .sorted()
                            .boxed()
                            .toList());
        }
    }

    private record Message(String publisher, String topic, String payload, Qos qos, boolean retain, long expiresAt) {}

    private record Subscription(SubscriptionOptions options, int identifier) {}

    private static final class Queued {
        final Message message;
        final Qos qos;
        final boolean retain;
        final List<Integer> identifiers;
        boolean inFlight;
        boolean sentBefore;

        Queued(Message message, Qos qos, boolean retain, List<Integer> identifiers) {
            this.message = message;
            this.qos = qos;
            this.retain = retain;
            this.identifiers = identifiers;
        }
    }

    private static final class Session {
        final Map<String, Subscription> subscriptions = new TreeMap<>();
        final List<Queued> queue = new ArrayList<>();
        final List<Received> received = new ArrayList<>();
        /** It may have survived a connection. */
        final boolean stored;

        boolean online;
        boolean acknowledging;
        int receiveMaximum;
        long expirySeconds;
        long endsAt = NEVER;

        @Nullable
        WillMessage will;

        long willAt = NEVER;

        Session(boolean stored) {
            this.stored = stored;
        }
    }

    /** Whether a filter without {@code $share} matches a topic without {@code $}. */
    static boolean matches(String filter, String topic) {
        String[] wanted = filter.split("/", -1);
        String[] levels = topic.split("/", -1);
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].equals("#")) {
                return true;
            }
            if (i == levels.length || !(wanted[i].equals("+") || wanted[i].equals(levels[i]))) {
                return false;
            }
        }
        return wanted.length == levels.length;
    }

    // Operations

    /**
     * A client connects.
     *
     * @return whether the session was there
     */
    boolean connect(
            String clientId,
            boolean cleanStart,
            long expirySeconds,
            int receiveMaximum,
            boolean acknowledging,
            @Nullable WillMessage will) {
        lose(clientId);
        if (cleanStart && sessions.containsKey(clientId)) {
            end(clientId);
        }
        boolean present = sessions.containsKey(clientId);
        Session session = sessions.computeIfAbsent(clientId, unknown -> new Session(expirySeconds > 0));
        session.online = true;
        session.acknowledging = acknowledging;
        session.receiveMaximum = receiveMaximum;
        session.expirySeconds = expirySeconds;
        session.endsAt = NEVER;
        session.will = will;
        session.willAt = NEVER;
        send(session);
        return present;
    }

    /** The connection ends, if there is one, without DISCONNECT or with one that wants the will. */
    void lose(String clientId) {
        Session session = sessions.get(clientId);
        if (session == null || !session.online) {
            return;
        }
        session.online = false;
        session.received.clear();
        session.queue.forEach(queued -> queued.inFlight = false);
        session.endsAt = after(session.expirySeconds);
        if (session.will != null) {
            session.willAt = after(Math.min(session.will.delaySeconds(), session.expirySeconds));
        }
        happenDue();
    }

    /** The client leaves with DISCONNECT. */
    void leave(String clientId) {
        sessions.get(clientId).will = null;
        lose(clientId);
    }

    void subscribe(String clientId, String filter, SubscriptionOptions options, int identifier) {
        Session session = sessions.get(clientId);
        boolean isNew = session.subscriptions.put(filter, new Subscription(options, identifier)) == null;
        boolean wanted =
                switch (options.retainHandling()) {
                    case SEND_ON_SUBSCRIBE -> true;
                    case SEND_IF_NEW -> isNew;
                    case DO_NOT_SEND -> false;
                };
        for (Message message : List.copyOf(retained.values())) {
            boolean own = options.noLocal() && message.publisher.equals(clientId);
            if (wanted && !own && message.expiresAt > now && matches(filter, message.topic)) {
                Qos qos = message.qos.min(options.qos());
                deliver(session, new Queued(message, qos, true, identifier == 0 ? List.of() : List.of(identifier)));
            }
        }
    }

    void unsubscribe(String clientId, String filter) {
        sessions.get(clientId).subscriptions.remove(filter);
    }

    /** @param expirySeconds or {@link PublishProperties#NO_EXPIRY} */
    void publish(String publisher, String topic, String payload, Qos qos, boolean retain, long expirySeconds) {
        long expiresAt = expirySeconds == PublishProperties.NO_EXPIRY ? NEVER : after(expirySeconds);
        Message message = new Message(publisher, topic, payload, qos, retain, expiresAt);
        if (retain && payload.isEmpty()) {
            retained.remove(topic);
        } else if (retain) {
            retained.put(topic, message);
        }
        sessions.forEach((clientId, session) -> route(message, clientId, session));
    }

    /** From now on the client acknowledges what it has received and what comes. */
    void acknowledge(String clientId) {
        Session session = sessions.get(clientId);
        session.acknowledging = true;
        session.queue.removeIf(queued -> queued.inFlight);
        send(session);
    }

    void passSecond() {
        now++;
        happenDue();
    }

    // What follows

    private long after(long seconds) {
        return seconds >= 0xFFFF_FFFFL ? NEVER : now + seconds;
    }

    private void happenDue() {
        for (String clientId : List.copyOf(sessions.keySet())) {
            Session session = sessions.get(clientId);
            if (session.willAt <= now) {
                publishWill(clientId, session);
            }
            if (!session.online && session.endsAt <= now) {
                end(clientId);
            }
        }
    }

    private void end(String clientId) {
        Session session = sessions.remove(clientId);
        publishWill(clientId, session);
    }

    private void publishWill(String clientId, Session session) {
        WillMessage will = session.will;
        session.will = null;
        session.willAt = NEVER;
        if (will != null) {
            publish(
                    clientId,
                    will.topic().text(),
                    will.payload().toUtf8(),
                    will.qos(),
                    will.retain(),
                    will.properties().expiryIntervalSeconds());
        }
    }

    /** One copy, whatever the number of subscriptions that match. */
    private void route(Message message, String clientId, Session session) {
        Qos qos = Qos.AT_MOST_ONCE;
        boolean matches = false;
        boolean asPublished = false;
        List<Integer> identifiers = new ArrayList<>();
        for (Map.Entry<String, Subscription> entry : session.subscriptions.entrySet()) {
            SubscriptionOptions options = entry.getValue().options();
            boolean own = options.noLocal() && message.publisher.equals(clientId);
            if (!own && matches(entry.getKey(), message.topic)) {
                matches = true;
                qos = qos.max(options.qos());
                asPublished |= options.retainAsPublished();
                identifiers.add(entry.getValue().identifier());
            }
        }
        identifiers.removeIf(identifier -> identifier == 0);
        identifiers.sort(null);
        if (matches) {
            deliver(session, new Queued(message, message.qos.min(qos), message.retain && asPublished, identifiers));
        }
    }

    private void deliver(Session session, Queued queued) {
        long inFlight = session.queue.stream().filter(other -> other.inFlight).count();
        boolean next = session.online && inFlight == session.queue.size() && inFlight < session.receiveMaximum;
        if (queued.qos == Qos.AT_MOST_ONCE) {
            if (session.online) {
                session.received.add(seen(queued));
            }
        } else if (!next && queuedMax > 0 && session.queue.size() - inFlight >= queuedMax) {
            droppedCount++;
        } else {
            session.queue.add(queued);
            send(session);
        }
    }

    private void send(Session session) {
        int inFlight = 0;
        for (Iterator<Queued> queue = session.queue.iterator(); session.online && queue.hasNext(); ) {
            Queued next = queue.next();
            if (!next.inFlight && inFlight < session.receiveMaximum) {
                if (!next.sentBefore && next.message.expiresAt <= now) {
                    expiredCount++;
                    queue.remove();
                    continue;
                }
                next.inFlight = true;
                session.received.add(seen(next));
                next.sentBefore = true;
                if (session.acknowledging) {
                    queue.remove();
                    continue;
                }
            }
            inFlight += next.inFlight ? 1 : 0;
        }
    }

    private Received seen(Queued queued) {
        Message message = queued.message;
        long expirySeconds =
                message.expiresAt == NEVER ? PublishProperties.NO_EXPIRY : Math.max(0, message.expiresAt - now);
        return new Received(
                message.topic,
                message.payload,
                queued.qos,
                queued.retain,
                queued.sentBefore,
                expirySeconds,
                queued.identifiers);
    }

    // What it has

    boolean isOnline(String clientId) {
        Session session = sessions.get(clientId);
        return session != null && session.online;
    }

    /** Whether the client has acknowledged all, and will do so. */
    boolean isAcknowledging(String clientId) {
        return sessions.get(clientId).acknowledging;
    }

    /** What a client got on its connection since it was asked last. */
    List<Received> received(String clientId) {
        List<Received> received = List.copyOf(sessions.get(clientId).received);
        sessions.get(clientId).received.clear();
        return received;
    }

    /** How many messages each session waits for, or has not acknowledged; of sessions that are stored. */
    Map<String, Integer> queued() {
        Map<String, Integer> queued = new TreeMap<>();
        sessions.forEach((clientId, session) -> {
            if (session.stored) {
                queued.put(clientId, session.queue.size());
            }
        });
        return queued;
    }

    Set<String> filters(String clientId) {
        return sessions.get(clientId).subscriptions.keySet();
    }

    /** Topics that have a retained message, which may have expired. */
    Set<String> retainedTopics() {
        return retained.keySet();
    }

    /** Payloads of the retained messages that have not expired, by topic. */
    Map<String, String> retained() {
        Map<String, String> payloads = new TreeMap<>();
        retained.forEach((topic, message) -> {
            if (message.expiresAt > now) {
                payloads.put(topic, message.payload);
            }
        });
        return payloads;
    }

    int expiredCount() {
        return expiredCount;
    }

    int droppedCount() {
        return droppedCount;
    }
}
