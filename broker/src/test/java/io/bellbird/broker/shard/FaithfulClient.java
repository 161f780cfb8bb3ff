package io.bellbird.broker.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.ConnAck;
import io.bellbird.codec.Connect;
import io.bellbird.codec.Disconnect;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Packet;
import io.bellbird.codec.PubAck;
import io.bellbird.codec.PubComp;
import io.bellbird.codec.PubRec;
import io.bellbird.codec.PubRel;
import io.bellbird.codec.Publish;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.SubAck;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client that follows the protocol to the letter: it publishes, sends again what was not acknowledged, and takes what
 * it is sent, one packet at a time, on connections that come and go. It knows what must reach it.
 */
final class FaithfulClient {
    private static final int UNACKNOWLEDGED_MAX = 20;
    private static final long PASSING_EXPIRY_SECONDS = 5;
    private static final long MESSAGE_EXPIRY_SECONDS = 2;
    private static final int TOPICS = 3;

    private final Simulation simulation;
    private final String clientId;
    private final Kind kind;
    private final Qos subscribesQos;
    private final MqttVersion version;
    private final Random random;
    private final SimulatedWills wills;

    private @Nullable TestClient connection;
    private final Queue<Packet> unread = new ArrayDeque<>();
    private boolean accepted;
    private boolean cleanStart;
    /** What it answers does not arrive any more. */
    private boolean muted;

    // Its session

    private boolean established;
    /** It has forgotten the session, and the broker may not have. */
    private boolean mustClean;

    private long leftNanos;
    private final Map<Integer, SimulatedMessage> unacknowledged = new LinkedHashMap<>();
    private final Set<Integer> released = new LinkedHashSet<>();
    private final Map<Integer, String> receivedIds = new HashMap<>();
    /** Filters by the step in which SUBACK came. */
    private final Map<String, Long> subscriptions = new HashMap<>();

    private final Map<Integer, String> subscribing = new HashMap<>();
    private int lastRequestId;
    /** What must reach it. */
    private final Set<String> due = new LinkedHashSet<>();

    // What it saw

    private int publishedCount;
    private final List<SimulatedMessage> published = new ArrayList<>();
    private final List<Publish> received = new ArrayList<>();

    /** What it does with its session. */
    enum Kind {
        /** Keeps it, and is subscribed to everything. */
        CONSTANT,
        /** Keeps it, and changes its subscriptions. */
        ROVING,
        /** Is subscribed to everything, but starts anew at times, and stays away longer than the session lasts. */
        PASSING
    }

    FaithfulClient(Simulation simulation, String clientId, Kind kind, Random random) {
        this.simulation = simulation;
        this.clientId = clientId;
        this.kind = kind;
        this.random = random;
        this.version = kind == Kind.PASSING || random.nextInt(3) > 0 ? MqttVersion.V5 : MqttVersion.V3_1_1;
        this.subscribesQos = Qos.of(1 + (random.nextInt(3) + 1) / 2);
        this.wills = new SimulatedWills(clientId, version, random);
    }

    // What is known of it

    String clientId() {
        return clientId;
    }

    Kind kind() {
        return kind;
    }

    /** Of all its subscriptions. */
    Qos subscribesQos() {
        return subscribesQos;
    }

    SimulatedWills wills() {
        return wills;
    }

    /** All that it published with QoS 1 and 2, in order. */
    List<SimulatedMessage> published() {
        return published;
    }

    /** All that it received with QoS 1 and 2, in order, but for a QoS 2 message that came again. */
    List<Publish> received() {
        return received;
    }

    /** The payloads of what must reach it. */
    Set<String> due() {
        return due;
    }

    /** Everything that it published was taken, and nothing of it is open. */
    boolean isDone() {
        return unacknowledged.isEmpty() && released.isEmpty();
    }

    /** It has a connection, or has begun one. */
    boolean isConnecting() {
        return connection != null;
    }

    /** A message was acknowledged to its publisher. */
    void onAcknowledged(SimulatedMessage message) {
        for (Map.Entry<String, Long> subscription : subscriptions.entrySet()) {
            boolean matches =
                    subscription.getKey().equals("#") || subscription.getKey().equals(message.topic());
            if (matches && subscription.getValue() < message.step && !message.expires()) {
                due.add(message.payload());
            }
        }
    }

    // What it does

    /** Connects, perhaps while it is connected already. */
    void connect() {
        endConnection();
        cleanStart = mustClean || (kind == Kind.PASSING && (hasExpired() || random.nextInt(4) == 0));
        if (cleanStart) {
            mustClean = true;
            forgetSession();
        }
        TestConnect connect =
                TestConnect.of(version, clientId).cleanStart(cleanStart).will(wills.next());
        if (version.hasProperties()) {
            connect.receiveMaximum(1 + random.nextInt(5));
            connect.expirySeconds(kind == Kind.PASSING ? PASSING_EXPIRY_SECONDS : Connect.Properties.NEVER_EXPIRES);
        }
        connection = simulation.broker().openLater(connect);
    }

    /** Its network is gone. */
    void lose() {
        if (connection != null) {
            connection.loseLater();
            endConnection();
        }
    }

    /** Leaves as it should. */
    void leave() {
        if (connection != null && accepted) {
            connection.sendLater(Disconnect.because(ReasonCode.NORMAL_DISCONNECTION, null));
            connection.loseLater();
            wills.left();
            leftNanos = simulation.broker().nanos();
            accepted = false;
            endConnection();
        }
    }

    /** The connection ends without DISCONNECT; something that was under way may still arrive. */
    void endConnection() {
        if (connection == null) {
            return;
        }
        muted = true;
        while (random.nextInt(3) > 0 && read()) {
            // what it would answer is lost
        }
        muted = false;
        if (accepted) {
            wills.lost(simulation.broker().nanos());
        }
        forgetConnection();
    }

    private void forgetConnection() {
        if (connection != null && accepted) {
            leftNanos = simulation.broker().nanos();
        }
        connection = null;
        accepted = false;
        unread.clear();
        subscribing.clear();
    }

    private void forgetSession() {
        established = false;
        unacknowledged.clear();
        released.clear();
        receivedIds.clear();
        subscriptions.clear();
        due.clear();
    }

    /** Takes nothing from the network for a while, or takes it again. */
    void slow(boolean on) {
        if (connection != null) {
            if (on) {
                connection.stopTaking();
            } else {
                connection.take();
            }
        }
    }

    void publish() {
        if (connection == null || !accepted || unacknowledged.size() + released.size() >= UNACKNOWLEDGED_MAX) {
            return;
        }
        Qos qos = Qos.of(random.nextInt(3));
        if (qos == Qos.AT_MOST_ONCE) {
            send(TestPackets.qos0(topic(), clientId + " 0"));
            return;
        }
        SimulatedMessage message = new SimulatedMessage(clientId, newPublish(qos), simulation.nextStep());
        published.add(message);
        unacknowledged.put(message.publish.packetId(), message);
        send(message.publish);
    }

    private Publish newPublish(Qos qos) {
        int packetId = freePacketId();
        String payload = clientId + " " + qos.level() + " " + ++publishedCount;
        int chance = random.nextInt(10);
        if (chance == 0) {
            String content = random.nextInt(5) == 0 ? "" : payload;
            return TestPackets.retained(publish(qos, packetId, "r/" + clientId + "/" + qos.level(), content));
        }
        Publish publish = publish(qos, packetId, topic(), payload);
        return chance == 1 && version.hasProperties()
                ? TestPackets.with(TestPackets.expiring(MESSAGE_EXPIRY_SECONDS), publish)
                : publish;
    }

    private static Publish publish(Qos qos, int packetId, String topic, String payload) {
        return qos == Qos.AT_LEAST_ONCE
                ? TestPackets.qos1(packetId, topic, payload)
                : TestPackets.qos2(packetId, topic, payload);
    }

    private String topic() {
        return "t/" + random.nextInt(TOPICS);
    }

    /** The lowest, so that each is used again as soon as may be. */
    private int freePacketId() {
        int packetId = 1;
        while (unacknowledged.containsKey(packetId) || released.contains(packetId)) {
            packetId++;
        }
        return packetId;
    }

    /** Changes its subscriptions, if it is one that does. */
    void rove() {
        if (kind != Kind.ROVING || connection == null || !accepted) {
            return;
        }
        String filter = topic();
        if (random.nextBoolean()) {
            subscribe(filter);
        } else {
            subscriptions.remove(filter);
            subscribing.values().removeIf(filter::equals);
            send(TestPackets.unsubscribe(nextRequestId(), filter));
        }
    }

    private void subscribe(String filter) {
        int requestId = nextRequestId();
        subscribing.put(requestId, filter);
        send(TestPackets.subscribe(requestId, filter, subscribesQos));
    }

    private int nextRequestId() {
        lastRequestId = 60_000 + (lastRequestId + 1) % 5_000;
        return lastRequestId;
    }

    private void send(Packet packet) {
        if (connection != null && !muted) {
            connection.sendLater(packet);
        }
    }

    // What comes

    /**
     * Takes the next packet that it was sent.
     *
     * @return false when there is none
     */
    boolean read() {
        TestClient current = connection;
        if (current == null) {
            return false;
        }
        unread.addAll(current.received());
        Packet packet = unread.poll();
        if (packet == null) {
            if (current.isClosed() && !muted) {
                endConnection();
            }
            return false;
        }
        onPacket(packet);
        return true;
    }

    private void onPacket(Packet packet) {
        switch (packet.type()) {
            case CONNACK -> onConnAck((ConnAck) packet);
            case PUBLISH -> onPublish((Publish) packet);
            case PUBREL -> onPubRel((PubRel) packet);
            case PUBACK -> onAcknowledged(((PubAck) packet).packetId(), ((PubAck) packet).reason());
            case PUBREC -> onPubRec((PubRec) packet);
            case PUBCOMP -> released.remove(((PubComp) packet).packetId());
            case SUBACK -> onSubAck((SubAck) packet);
            case UNSUBACK -> {
                // it counted as unsubscribed already
            }
            case DISCONNECT ->
                assertThat(((Disconnect) packet).reason())
                        .isIn(ReasonCode.SESSION_TAKEN_OVER, ReasonCode.SERVER_SHUTTING_DOWN);
            default -> throw new AssertionError("not expected: " + packet);
        }
    }

    private void onConnAck(ConnAck connAck) {
        assertThat(connAck.reason()).isEqualTo(ReasonCode.SUCCESS);
        if (muted) {
            return;
        }
        accepted = true;
        checkPresence(connAck.sessionPresent());
        if (!connAck.sessionPresent()) {
            forgetSession();
        }
        established = true;
        mustClean = false;
        wills.accepted(cleanStart, simulation.broker().nanos());
        if (kind != Kind.ROVING && subscriptions.isEmpty()) {
            subscribe("#");
        }
        released.forEach(packetId -> send(TestPackets.pubRel(packetId)));
        unacknowledged.values().forEach(message -> send(TestPackets.duplicate(message.publish)));
    }

    /** Its session may not be there any more. Then it starts anew: it could not tell a later session from this one. */
    private boolean hasExpired() {
        return established
                && simulation.broker().nanos() - leftNanos >= TimeUnit.SECONDS.toNanos(PASSING_EXPIRY_SECONDS);
    }

    private void checkPresence(boolean present) {
        if (established || cleanStart) {
            assertThat(present).as("session of %s is present", clientId).isEqualTo(!cleanStart);
        }
    }

    private void onSubAck(SubAck subAck) {
        assertThat(subAck.reasons()).containsExactly(ReasonCode.granted(subscribesQos));
        String filter = subscribing.remove(subAck.packetId());
        if (filter != null) {
            subscriptions.putIfAbsent(filter, simulation.nextStep());
        }
    }

    private void onPublish(Publish publish) {
        int packetId = publish.packetId();
        switch (publish.qos()) {
            case AT_MOST_ONCE -> {
                // comes or does not
            }
            case AT_LEAST_ONCE -> {
                received.add(publish);
                send(TestPackets.pubAck(packetId));
            }
            case EXACTLY_ONCE -> {
                String before = receivedIds.putIfAbsent(
                        packetId, publish.topic().text() + publish.payload().toUtf8());
                if (before == null) {
                    received.add(publish);
                } else {
                    assertThat(publish.topic().text() + publish.payload().toUtf8())
                            .as("the message with packet id %d, which is not released", packetId)
                            .isEqualTo(before);
                }
                send(TestPackets.pubRec(packetId));
            }
        }
    }

    private void onPubRel(PubRel pubRel) {
        assertThat(pubRel.reason()).isEqualTo(ReasonCode.SUCCESS);
        receivedIds.remove(pubRel.packetId());
        send(TestPackets.pubComp(pubRel.packetId()));
    }

    private void onPubRec(PubRec pubRec) {
        int packetId = pubRec.packetId();
        if (unacknowledged.containsKey(packetId)) {
            released.add(packetId);
            onAcknowledged(packetId, pubRec.reason());
        }
        send(TestPackets.pubRel(packetId));
    }

    private void onAcknowledged(int packetId, ReasonCode reason) {
        assertThat(reason).isIn(ReasonCode.SUCCESS, ReasonCode.NO_MATCHING_SUBSCRIBERS);
        SimulatedMessage message = unacknowledged.remove(packetId);
        assertThat(message)
                .as("message of %s with packet id %d", clientId, packetId)
                .isNotNull();
        message.acknowledged = true;
        simulation.onAcknowledged(message);
    }
}
