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
import io.bellbird.codec.WillMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
    /** As many as the broker takes: one that is not counted off ends the connection. */
    static final int UNACKNOWLEDGED_MAX = 5;

    /** Above the room that is left for QoS 1 and 2, and above that for QoS 0. */
    private static final List<Long> CLOGGED_BYTES = List.of(0L, 1L << 18, 1L << 25);

    private static final long PASSING_EXPIRY_SECONDS = 5;

    private final Simulation simulation;
    private final String clientId;
    private final Kind kind;
    private final MqttVersion version;
    private final Random random;
    private final Course course;
    private final SimulatedWills wills;
    private final SimulatedSubscriptions subscriptions;
    private final SimulatedPublications publications;

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

    // What it saw

    private final List<SimulatedMessage> published = new ArrayList<>();
    private final List<Publish> received = new ArrayList<>();
    private final Set<String> exactlyOnce = new HashSet<>();

    /** What it does with its session. */
    enum Kind {
        /** Keeps it, and is subscribed to everything. */
        CONSTANT,
        /** Keeps it, and changes its subscriptions. */
        ROVING,
        /** Is subscribed to everything, but starts anew at times, and stays away longer than the session lasts. */
        PASSING,
        /** Has a session that ends with its connection. */
        FLEETING
    }

    FaithfulClient(Simulation simulation, String clientId, Kind kind, Random random) {
        this.simulation = simulation;
        this.clientId = clientId;
        this.kind = kind;
        this.random = random;
        this.version = kind == Kind.PASSING || random.nextInt(3) > 0 ? MqttVersion.V5 : MqttVersion.V3_1_1;
        this.course = simulation.course();
        this.wills = new SimulatedWills(clientId, version, random);
        this.publications = new SimulatedPublications(clientId, version, random, course);
        this.subscriptions =
                new SimulatedSubscriptions(clientId, Qos.of(subscribedLevel()), version, random, simulation.course());
    }

    private int subscribedLevel() {
        return switch (kind) {
            case CONSTANT, PASSING -> 1 + (random.nextInt(3) + 1) / 2;
            case ROVING, FLEETING -> random.nextInt(3);
        };
    }

    // What is known of it

    String clientId() {
        return clientId;
    }

    Kind kind() {
        return kind;
    }

    SimulatedSubscriptions subscriptions() {
        return subscriptions;
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

    /** Everything that it published was taken, and nothing of it is open. */
    boolean isDone() {
        return unacknowledged.isEmpty() && released.isEmpty();
    }

    /** Messages of it may be refused, and come in when they are sent again. */
    boolean mayGetRefusals() {
        return simulation.storeMayRefuse() && version.hasProperties();
    }

    /** It has a connection, or has begun one. */
    boolean isConnecting() {
        return connection != null;
    }

    // What it does

    /** Connects, perhaps while it is connected already. */
    void connect() {
        if (connection != null && accepted) {
            course.count(Happening.TAKEOVER);
        }
        endConnection();
        cleanStart = startsAnew();
        if (cleanStart || kind == Kind.FLEETING) {
            mustClean = true;
            forgetSession();
        }
        TestConnect connect = TestConnect.of(version, clientId).cleanStart(cleanStart);
        if (version.hasProperties()) {
            connect.receiveMaximum(1 + random.nextInt(5)).expirySeconds(expirySeconds());
        }
        WillMessage will = wills.next(expirySeconds());
        connection = simulation.broker().openLater(connect.will(will));
        countConnect(will);
        course.tell("%s connects%s", clientId, cleanStart ? " and starts anew" : "");
    }

    private boolean startsAnew() {
        return switch (kind) {
            case CONSTANT, ROVING -> false;
            case PASSING -> mustClean || hasExpired() || random.nextInt(4) == 0;
            case FLEETING -> !version.hasProperties() || random.nextBoolean();
        };
    }

    private long expirySeconds() {
        return switch (kind) {
            case CONSTANT, ROVING -> Connect.Properties.NEVER_EXPIRES;
            case PASSING -> PASSING_EXPIRY_SECONDS;
            case FLEETING -> 0;
        };
    }

    private void countConnect(@Nullable WillMessage will) {
        course.count(version.hasProperties() ? Happening.CONNECT_5 : Happening.CONNECT_3);
        if (cleanStart) {
            course.count(Happening.CLEAN_START);
        }
        if (will != null) {
            course.count(will.delaySeconds() > 0 ? Happening.WILL_DELAYED : Happening.WILL);
        }
    }

    /** Its network is gone. */
    void lose() {
        if (connection != null) {
            course.count(Happening.NETWORK_LOST);
            course.tell("%s loses its network", clientId);
            connection.loseLater();
            endConnection();
        }
    }

    /** Leaves as it should, perhaps so that its will is published. */
    void leave() {
        if (connection == null || !accepted) {
            return;
        }
        boolean withWill = version.hasProperties() && random.nextInt(3) == 0;
        course.count(withWill ? Happening.DISCONNECT_WITH_WILL : Happening.DISCONNECT);
        course.tell("%s leaves%s", clientId, withWill ? " with its will" : "");
        connection.sendLater(Disconnect.because(
                withWill ? ReasonCode.DISCONNECT_WITH_WILL_MESSAGE : ReasonCode.NORMAL_DISCONNECTION, null));
        connection.loseLater();
        if (!withWill) {
            wills.left();
            leftNanos = simulation.broker().nanos();
            accepted = false;
        }
        endConnection();
    }

    /** The broker is gone, and what it had not stored. */
    void onBrokerEnd() {
        endConnection();
        subscriptions.onBrokerEnd();
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
        if (accepted && kind == Kind.FLEETING) {
            wills.left(); // a crash may come before it is published, and nothing of it is stored
        } else if (accepted) {
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
        subscriptions.onConnectionEnd();
    }

    private void forgetSession() {
        established = false;
        unacknowledged.clear();
        released.clear();
        receivedIds.clear();
        subscriptions.onSessionEnd();
        if (kind == Kind.FLEETING) {
            exactlyOnce.clear(); // what it got may not be safe, and come again after a crash
        }
    }

    /** Takes nothing from the network for a while, or takes it again. */
    void slow(boolean on) {
        if (connection != null) {
            if (on) {
                course.count(Happening.SLOW_READER);
            }
            course.tell("%s %s", clientId, on ? "takes nothing" : "takes what comes");
            connection.clogLater(on, CLOGGED_BYTES.get(random.nextInt(CLOGGED_BYTES.size())));
        }
    }

    private boolean mayPublish() {
        return connection != null && accepted && unacknowledged.size() + released.size() < UNACKNOWLEDGED_MAX;
    }

    void publish() {
        if (connection == null || !mayPublish()) {
            return;
        }
        if (!connection.isRead() && simulation.broker().store().isAccepting()) {
            course.count(Happening.PUBLISHER_HELD);
        }
        Qos qos = Qos.of(random.nextInt(3));
        if (qos == Qos.AT_MOST_ONCE) {
            send(publications.atMostOnce());
            return;
        }
        publish(publications.next(qos, freePacketId()));
    }

    private void publish(Publish publish) {
        SimulatedMessage message = new SimulatedMessage(clientId, publish, simulation.nextStep());
        published.add(message);
        unacknowledged.put(publish.packetId(), message);
        send(publish);
    }

    /** Publishes a message of QoS 2 to always the same topic, if it may publish. */
    void publishExactlyOnce() {
        if (mayPublish()) {
            publish(publications.exactlyOnce(freePacketId()));
        }
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
        if ((kind == Kind.ROVING || kind == Kind.FLEETING) && connection != null && accepted) {
            send(random.nextInt(3) > 0 ? subscriptions.toSome() : subscriptions.fromSome());
        }
    }

    private void send(Packet packet) {
        if (connection != null && !muted) {
            course.tell("  %s sends %s", clientId, packet);
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
        course.tell("  %s %s %s", clientId, muted ? "still gets" : "gets", packet);
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
        if (connAck.reason().isError()) {
            assertThat(connAck.reason()).isIn(ReasonCode.QUOTA_EXCEEDED, ReasonCode.SERVER_UNAVAILABLE);
            simulation.onRefused(Happening.CONNECT_REFUSED);
            return;
        }
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
            send(subscriptions.toAll());
        }
        released.forEach(packetId -> send(TestPackets.pubRel(packetId)));
        unacknowledged.values().forEach(message -> {
            course.count(Happening.PUBLISH_AGAIN);
            send(TestPackets.duplicate(message.publish));
        });
    }

    /** Its session may not be there any more. Then it starts anew: it could not tell a later session from this one. */
    private boolean hasExpired() {
        return established
                && simulation.broker().nanos() - leftNanos >= TimeUnit.SECONDS.toNanos(PASSING_EXPIRY_SECONDS);
    }

    private void checkPresence(boolean present) {
        boolean anew = cleanStart || kind == Kind.FLEETING;
        if (established || anew) {
            assertThat(present).as("session of %s is present", clientId).isEqualTo(!anew);
        }
    }

    private void onSubAck(SubAck subAck) {
        if (subAck.reasons().contains(ReasonCode.QUOTA_EXCEEDED)) {
            simulation.onRefused(Happening.SUBSCRIBE_REFUSED);
        }
        subscriptions.onSubAck(subAck, simulation.nextStep());
    }

    private void onPublish(Publish publish) {
        int packetId = publish.packetId();
        if (connection != null && connection.isWindowFull()) {
            course.count(Happening.RECEIVE_MAXIMUM_REACHED);
        }
        if (publish.duplicate()) {
            course.count(Happening.RECEIVED_AGAIN);
        }
        switch (publish.qos()) {
            case AT_MOST_ONCE -> {
                // comes or does not
            }
            case AT_LEAST_ONCE -> {
                received.add(publish);
                send(TestPackets.pubAck(packetId));
            }
            case EXACTLY_ONCE -> {
                onExactlyOnce(publish);
                send(TestPackets.pubRec(packetId));
            }
        }
    }

    /** What is published and received with QoS 2 comes once; again only with DUP, until it is released. */
    private void onExactlyOnce(Publish publish) {
        String payload = publish.payload().toUtf8();
        String before =
                receivedIds.putIfAbsent(publish.packetId(), publish.topic().text() + payload);
        if (before != null) {
            assertThat(publish.topic().text() + payload)
                    .as("the message with packet id %d, which is not released", publish.packetId())
                    .isEqualTo(before);
            assertThat(publish.duplicate())
                    .as("DUP of packet id %d, which came before", publish.packetId())
                    .isTrue();
            return;
        }
        received.add(publish);
        if (!publish.retain() && !payload.isEmpty()) {
            assertThat(exactlyOnce.add(payload))
                    .as("%s got %s once", clientId, payload)
                    .isTrue();
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
            if (!pubRec.reason().isError()) {
                released.add(packetId);
            }
            onAcknowledged(packetId, pubRec.reason());
        }
        if (!pubRec.reason().isError()) {
            send(TestPackets.pubRel(packetId));
        }
    }

    /** Acknowledgements come in the order of the PUBLISH packets [MQTT-4.6.0-2]. */
    private void onAcknowledged(int packetId, ReasonCode reason) {
        assertThat(unacknowledged.keySet())
                .as("packet ids of %s, of which %d is acknowledged", clientId, packetId)
                .first()
                .isEqualTo(packetId);
        SimulatedMessage message = unacknowledged.remove(packetId);
        if (reason == ReasonCode.QUOTA_EXCEEDED) {
            simulation.onRefused(Happening.PUBLISH_REFUSED);
            return;
        }
        assertThat(reason).isIn(ReasonCode.SUCCESS, ReasonCode.NO_MATCHING_SUBSCRIBERS);
        message.acknowledged = true;
        simulation.onAcknowledged(message);
    }
}
