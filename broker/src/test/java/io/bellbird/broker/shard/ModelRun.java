package io.bellbird.broker.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.QueueFullPolicy;
import io.bellbird.broker.shard.NaiveBroker.Received;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.Connect;
import io.bellbird.codec.Disconnect;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Publish;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.RetainHandling;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;
import io.bellbird.codec.WillMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The same operations, as a seed says, one at a time: on a real broker, which comes to rest after each, and on a {@link
 * NaiveBroker}. After each both have sent the same to every client, and have the same sessions, queues and retained
 * messages.
 */
final class ModelRun {
    private static final int STEPS = 500;
    private static final int CLIENTS = 5;
    private static final int TOPICS = 3;
    private static final int SECONDS_MAX = 3;
    private static final List<String> FILTERS = List.of("t/0", "t/1", "t/2", "t/+", "t/#", "+/1", "w/+", "#");
    private static final List<RetainHandling> RETAIN_HANDLINGS = List.of(RetainHandling.values());

    private final Course course;
    private final Random random;
    private final int queuedMax;
    private final TestBroker broker;
    private final NaiveBroker model;
    private final Map<String, TestClient> connections = new HashMap<>();
    /** What clients that acknowledge nothing have not acknowledged. */
    private final Map<String, List<Publish>> unacknowledged = new HashMap<>();

    private int publishedCount;
    private int packetId;

    ModelRun(long seed, int shards, Course course) {
        this.course = course;
        this.random = new Random(seed);
        this.queuedMax = seed % 4 == 0 ? 4 : 0;
        this.broker = new TestBroker(
                shards, config -> config.maxQueuedMessages(queuedMax).queueFullPolicy(QueueFullPolicy.DROP_NEWEST));
        this.model = new NaiveBroker(queuedMax);
    }

    void run() {
        for (int i = 0; i < STEPS; i++) {
            step("client" + random.nextInt(CLIENTS));
            compare();
        }
        course.count(Happening.MESSAGE_EXPIRED, model.expiredCount());
        course.count(Happening.QUEUE_FULL, model.droppedCount());
        broker.assertSound();
    }

    private void step(String clientId) {
        int chance = random.nextInt(100);
        boolean online = model.isOnline(clientId);
        if (chance < 5) {
            passTime();
        } else if (chance < 6) {
            restart();
        } else if (!online || chance < 12) {
            connect(clientId, online);
        } else if (chance < 16) {
            lose(clientId, Happening.NETWORK_LOST);
        } else if (chance < 22) {
            leave(clientId);
        } else if (chance < 44) {
            subscribe(clientId);
        } else if (chance < 50) {
            unsubscribe(clientId);
        } else if (chance < 60 && !model.isAcknowledging(clientId)) {
            acknowledge(clientId);
        } else {
            publish(clientId);
        }
    }

    // The operations, on both

    private void connect(String clientId, boolean online) {
        boolean isVersion5 = random.nextInt(3) > 0;
        boolean cleanStart = random.nextInt(4) == 0;
        int receiveMaximum = isVersion5 ? 1 + random.nextInt(4) : 65_535;
        boolean acknowledging = random.nextInt(3) > 0;
        long expirySeconds = isVersion5 ? random.nextInt(8) : cleanStart ? 0 : Connect.Properties.NEVER_EXPIRES;
        WillMessage will = will(clientId, isVersion5);
        countConnect(isVersion5, cleanStart, online, will);
        course.tell(
                "%s connects cleanStart=%s expiry=%d receiveMaximum=%d acknowledges=%s will=%s",
                clientId, cleanStart, expirySeconds, receiveMaximum, acknowledging, will);
        TestConnect connect = TestConnect.of(isVersion5 ? MqttVersion.V5 : MqttVersion.V3_1_1, clientId)
                .cleanStart(cleanStart)
                .receiveMaximum(receiveMaximum)
                .expirySeconds(expirySeconds)
                .will(will);
        TestClient client = broker.connect(connect);
        connections.put(clientId, client);
        unacknowledged.put(clientId, new ArrayList<>());
        assertThat(client.connAck().sessionPresent())
                .as("session of %s is present", clientId)
                .isEqualTo(model.connect(clientId, cleanStart, expirySeconds, receiveMaximum, acknowledging, will));
        if (acknowledging) {
            client.acknowledging();
        }
    }

    /** Where queues are limited no will waits: which of two that are due at once finds room would not be known. */
    private @Nullable WillMessage will(String clientId, boolean isVersion5) {
        if (random.nextBoolean()) {
            return null;
        }
        return new WillMessage(
                Topic.of("w/" + clientId),
                Qos.of(random.nextInt(3)),
                random.nextBoolean(),
                Bytes.utf8("will " + ++publishedCount),
                isVersion5 && queuedMax == 0 ? random.nextInt(4) : 0,
                PublishProperties.NONE);
    }

    private void countConnect(boolean isVersion5, boolean cleanStart, boolean online, @Nullable WillMessage will) {
        course.count(isVersion5 ? Happening.CONNECT_5 : Happening.CONNECT_3);
        if (cleanStart) {
            course.count(Happening.CLEAN_START);
        }
        if (online) {
            course.count(Happening.TAKEOVER);
        }
        if (will != null) {
            course.count(will.delaySeconds() > 0 ? Happening.WILL_DELAYED : Happening.WILL);
        }
    }

    private void lose(String clientId, Happening happening) {
        note(happening, clientId);
        connections.get(clientId).lose();
        model.lose(clientId);
    }

    private void leave(String clientId) {
        boolean withWill = random.nextInt(3) == 0;
        TestClient client = connections.get(clientId);
        client.send(Disconnect.because(
                withWill ? ReasonCode.DISCONNECT_WITH_WILL_MESSAGE : ReasonCode.NORMAL_DISCONNECTION, null));
        if (withWill) {
            lose(clientId, Happening.DISCONNECT_WITH_WILL);
        } else {
            note(Happening.DISCONNECT, clientId);
            client.lose();
            model.leave(clientId);
        }
    }

    /** Clients that acknowledge nothing get no retained messages: which of them came first would not be known. */
    private void subscribe(String clientId) {
        String filter = FILTERS.get(random.nextInt(FILTERS.size()));
        RetainHandling handling = model.isAcknowledging(clientId)
                ? RETAIN_HANDLINGS.get(random.nextInt(RETAIN_HANDLINGS.size()))
                : RetainHandling.DO_NOT_SEND;
        SubscriptionOptions options = new SubscriptionOptions(
                Qos.of(random.nextInt(3)), random.nextInt(4) == 0, random.nextBoolean(), handling);
        int identifier = random.nextInt(4);
        countSubscribe(clientId, filter, options, identifier);
        course.tell("%s subscribes to %s %s identifier=%d", clientId, filter, options, identifier);
        connections.get(clientId).send(TestPackets.subscribe(nextPacketId(), identifier, filter, options));
        model.subscribe(clientId, filter, options, identifier);
    }

    private void countSubscribe(String clientId, String filter, SubscriptionOptions options, int identifier) {
        boolean wildcard = filter.contains("+") || filter.contains("#");
        course.count(wildcard ? Happening.SUBSCRIBE_WILDCARD : Happening.SUBSCRIBE);
        if (model.filters(clientId).contains(filter)) {
            course.count(Happening.SUBSCRIBE_AGAIN);
        } else if (!model.filters(clientId).isEmpty()) {
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

    private void unsubscribe(String clientId) {
        String filter = FILTERS.get(random.nextInt(FILTERS.size()));
        note(Happening.UNSUBSCRIBE, clientId + " from " + filter);
        connections.get(clientId).send(TestPackets.unsubscribe(nextPacketId(), filter));
        model.unsubscribe(clientId, filter);
    }

    private void publish(String clientId) {
        Qos qos = Qos.of(random.nextInt(3));
        boolean retain = random.nextInt(4) == 0;
        String payload = retain && random.nextInt(3) == 0 ? "" : "message " + ++publishedCount;
        long expirySeconds = random.nextInt(3) == 0 ? 1 + random.nextInt(SECONDS_MAX) : PublishProperties.NO_EXPIRY;
        Publish publish = new Publish(
                qos == Qos.AT_MOST_ONCE ? 0 : nextPacketId(),
                Topic.of("t/" + random.nextInt(TOPICS)),
                qos,
                false,
                retain,
                Bytes.utf8(payload),
                TestPackets.expiring(expirySeconds),
                SubscriptionIdentifiers.NONE);
        countPublish(publish);
        course.tell("%s publishes %s", clientId, publish);
        TestClient client = connections.get(clientId);
        client.send(publish);
        if (qos == Qos.EXACTLY_ONCE) {
            client.send(TestPackets.pubRel(publish.packetId()));
        }
        model.publish(clientId, publish.topic().text(), payload, qos, retain, expirySeconds);
    }

    private void countPublish(Publish publish) {
        course.count(
                switch (publish.qos()) {
                    case AT_MOST_ONCE -> Happening.PUBLISH_QOS_0;
                    case AT_LEAST_ONCE -> Happening.PUBLISH_QOS_1;
                    case EXACTLY_ONCE -> Happening.PUBLISH_QOS_2;
                });
        if (publish.retain()) {
            course.count(publish.payload().isEmpty() ? Happening.PUBLISH_EMPTY : Happening.PUBLISH_RETAINED);
        }
        if (publish.properties().expires()) {
            course.count(Happening.PUBLISH_EXPIRING);
        }
    }

    private int nextPacketId() {
        packetId = packetId % 60_000 + 1;
        return packetId;
    }

    private void acknowledge(String clientId) {
        course.tell("%s acknowledges", clientId);
        TestClient client = connections.get(clientId).acknowledging();
        for (Publish publish : unacknowledged.get(clientId)) {
            client.send(
                    publish.qos() == Qos.AT_LEAST_ONCE
                            ? TestPackets.pubAck(publish.packetId())
                            : TestPackets.pubRec(publish.packetId()));
        }
        model.acknowledge(clientId);
    }

    private void passTime() {
        int seconds = 1 + random.nextInt(SECONDS_MAX);
        note(Happening.TIME_PASSES, seconds + " s");
        int before = model.queued().size();
        for (int i = 0; i < seconds; i++) {
            broker.passSeconds(1);
            model.passSecond();
        }
        course.count(Happening.SESSION_EXPIRED, before - model.queued().size());
    }

    /** All connections are lost before, one by one: otherwise it would not be known who gets which will. */
    private void restart() {
        connections.keySet().forEach(clientId -> lose(clientId, Happening.NETWORK_LOST));
        connections.clear();
        if (random.nextBoolean()) {
            note(Happening.RESTART, "");
            broker.restart();
        } else {
            note(Happening.CRASH, "");
            broker.crashAndRestart();
        }
    }

    private void note(Happening happening, String text) {
        course.count(happening);
        course.tell("%s %s", happening, text);
    }

    // Both agree

    private void compare() {
        connections.keySet().removeIf(clientId -> !model.isOnline(clientId));
        connections.forEach(this::compareReceived);
        Map<String, Integer> queued = model.queued();
        assertThat(broker.store().clientIds()).as("sessions").isEqualTo(queued.keySet());
        queued.forEach((clientId, count) -> {
            assertThat(broker.store().queue(clientId))
                    .as("queue of %s", clientId)
                    .hasSize(count);
            assertThat(broker.store().filters(clientId))
                    .as("filters of %s", clientId)
                    .isEqualTo(model.filters(clientId));
        });
        Map<String, String> retained = broker.store().retained();
        assertThat(retained).as("retained").containsAllEntriesOf(model.retained());
        assertThat(model.retainedTopics()).as("topics of retained messages").containsAll(retained.keySet());
    }

    private void compareReceived(String clientId, TestClient client) {
        List<Publish> messages = client.messages();
        messages.forEach(message -> course.tell("  %s gets %s", clientId, message));
        if (!model.isAcknowledging(clientId)) {
            unacknowledged.get(clientId).addAll(messages);
            unacknowledged.get(clientId).removeIf(message -> message.qos() == Qos.AT_MOST_ONCE);
        }
        List<Received> received = messages.stream().map(Received::of).toList();
        course.count(
                Happening.RECEIVED_AGAIN,
                received.stream().filter(Received::duplicate).count());
        assertThat(byTopicAndQos(received))
                .as("what %s received", clientId)
                .isEqualTo(byTopicAndQos(model.received(clientId)));
    }

    /** Only within these does the order matter [MQTT-4.6.0-5]. */
    private static Map<String, List<Received>> byTopicAndQos(List<Received> received) {
        Map<String, List<Received>> ordered = new TreeMap<>();
        received.forEach(
                message -> ordered.computeIfAbsent(message.topic() + " " + message.qos(), unknown -> new ArrayList<>())
                        .add(message));
        return ordered;
    }
}
