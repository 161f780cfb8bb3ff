package io.bellbird.broker.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.RetainHandling;
import io.bellbird.codec.SubAck;
import io.bellbird.codec.Subscribe;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Unsubscribe;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** What one client is subscribed to, as far as it knows, and what must reach it because of that. */
final class SimulatedSubscriptions {
    private static final String ALL = "#";
    private static final List<String> FILTERS = List.of("t/0", "t/1", "t/2", "t/+", "t/#", "+/1", "r/#", ALL);
    private static final List<RetainHandling> RETAIN_HANDLINGS = List.of(RetainHandling.values());
    private static final long NEVER = Long.MAX_VALUE;

    private final String clientId;
    private final Qos qos;
    private final MqttVersion version;
    private final Random random;
    private final Course course;

    private final Map<String, Granted> granted = new HashMap<>();
    private final Map<Integer, Asked> asked = new HashMap<>();
    private int lastRequestId;
    private final Set<String> due = new LinkedHashSet<>();

    /** A subscription whose SUBACK came. */
    private static final class Granted {
        /** Messages are due that were sent first after this step, */
        long since;
        /** and those of the client itself after this one. */
        long ownSince;
        /** The retained messages must have reached it. */
        boolean withRetained;

        Granted(long since) {
            this.since = since;
            this.ownSince = since;
        }
    }

    private record Asked(String filter, SubscriptionOptions options) {}

    /** @param qos of all subscriptions */
    SimulatedSubscriptions(String clientId, Qos qos, MqttVersion version, Random random, Course course) {
        this.clientId = clientId;
        this.qos = qos;
        this.version = version;
        this.random = random;
        this.course = course;
    }

    Qos qos() {
        return qos;
    }

    boolean isEmpty() {
        return granted.isEmpty();
    }

    // What it asks for

    Subscribe toAll() {
        return subscribe(ALL, SubscriptionOptions.of(qos), 0);
    }

    /** To something, with some options. */
    Subscribe toSome() {
        String filter = FILTERS.get(random.nextInt(FILTERS.size()));
        if (!version.hasProperties()) {
            return subscribe(filter, SubscriptionOptions.of(qos), 0);
        }
        RetainHandling handling = RETAIN_HANDLINGS.get(random.nextInt(RETAIN_HANDLINGS.size()));
        return subscribe(
                filter,
                new SubscriptionOptions(qos, random.nextInt(4) == 0, random.nextBoolean(), handling),
                random.nextInt(3));
    }

    private Subscribe subscribe(String filter, SubscriptionOptions options, int identifier) {
        countAsked(filter, options, identifier);
        asked.values().removeIf(other -> other.filter.equals(filter));
        Granted before = granted.get(filter);
        if (before != null) {
            before.withRetained = false;
            before.ownSince = options.noLocal() ? NEVER : before.ownSince;
        }
        int requestId = nextRequestId();
        asked.put(requestId, new Asked(filter, options));
        return TestPackets.subscribe(requestId, identifier, filter, options);
    }

    private void countAsked(String filter, SubscriptionOptions options, int identifier) {
        course.count(filter.contains("+") || filter.contains("#") ? Happening.SUBSCRIBE_WILDCARD : Happening.SUBSCRIBE);
        if (granted.containsKey(filter)) {
            course.count(Happening.SUBSCRIBE_AGAIN);
        } else if (!granted.isEmpty()) {
            course.count(Happening.SUBSCRIBE_OVERLAPPING);
        }
        if (identifier != 0) {
            course.count(Happening.SUBSCRIBE_IDENTIFIED);
        }
        if (options.noLocal()) {
            course.count(Happening.SUBSCRIBE_NO_LOCAL);
        }
        if (options.retainHandling() != RetainHandling.SEND_ON_SUBSCRIBE) {
            course.count(Happening.SUBSCRIBE_WITHOUT_RETAINED);
        }
    }

    /** From something. */
    Unsubscribe fromSome() {
        String filter = FILTERS.get(random.nextInt(FILTERS.size()));
        if (granted.remove(filter) != null) {
            course.count(Happening.UNSUBSCRIBE);
        }
        asked.values().removeIf(other -> other.filter.equals(filter));
        return TestPackets.unsubscribe(nextRequestId(), filter);
    }

    private int nextRequestId() {
        lastRequestId = 60_000 + (lastRequestId + 1) % 5_000;
        return lastRequestId;
    }

    // What it is told

    /** @param step in which SUBACK came */
    void onSubAck(SubAck subAck, long step) {
        Asked request = asked.remove(subAck.packetId());
        if (subAck.reasons().equals(List.of(ReasonCode.QUOTA_EXCEEDED))) {
            course.count(Happening.SUBSCRIBE_REFUSED);
            return;
        }
        assertThat(subAck.reasons()).containsExactly(ReasonCode.granted(qos));
        if (request != null) {
            Granted now = granted.computeIfAbsent(request.filter, filter -> new Granted(step));
            if (request.options.noLocal()) {
                now.ownSince = NEVER;
            } else if (now.ownSince == NEVER) {
                now.ownSince = step;
            }
            now.withRetained = request.options.retainHandling() == RetainHandling.SEND_ON_SUBSCRIBE;
        }
    }

    /** A message was acknowledged to its publisher. */
    void onAcknowledged(SimulatedMessage message) {
        boolean own = message.publisher.equals(clientId);
        boolean wanted = granted.entrySet().stream().anyMatch(entry -> {
            Granted to = entry.getValue();
            return (own ? to.ownSince : to.since) < message.step
                    && NaiveBroker.matches(entry.getKey(), message.topic());
        });
        if (wanted && qos != Qos.AT_MOST_ONCE && !message.expires()) {
            due.add(message.payload());
        }
    }

    /** What was not answered may have been heard or not. */
    void onConnectionEnd() {
        asked.clear();
    }

    /** The broker ends: retained messages that were still to come need not come any more. */
    void onBrokerEnd() {
        granted.values().forEach(to -> to.withRetained = false);
    }

    void onSessionEnd() {
        granted.clear();
        due.clear();
    }

    /**
     * What must have reached it.
     *
     * @param retained in the end: payloads by topic
     */
    Set<String> due(Map<String, String> retained) {
        Set<String> all = new LinkedHashSet<>(due);
        granted.forEach((filter, to) -> {
            if (to.withRetained && qos != Qos.AT_MOST_ONCE) {
                retained.forEach((topic, payload) -> {
                    boolean own = topic.startsWith("r/" + clientId + "/");
                    if (NaiveBroker.matches(filter, topic) && !(own && to.ownSince == NEVER)) {
                        all.add(payload);
                    }
                });
            }
        });
        return all;
    }
}
