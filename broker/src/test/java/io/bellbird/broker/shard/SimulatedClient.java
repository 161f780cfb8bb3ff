package io.bellbird.broker.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.ConnAck;
import io.bellbird.codec.Disconnect;
import io.bellbird.codec.Packet;
import io.bellbird.codec.PubAck;
import io.bellbird.codec.PubComp;
import io.bellbird.codec.PubRec;
import io.bellbird.codec.PubRel;
import io.bellbird.codec.Publish;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client that follows the protocol to the letter and never forgets: it publishes, sends again what was not
 * acknowledged, and takes what it is sent, one packet at a time, on connections that come and go.
 */
final class SimulatedClient {
    private static final int UNACKNOWLEDGED_MAX = 20;

    private final TestBroker broker;
    private final Course course;
    private final String clientId;
    private final Random random;
    private final String filter;

    private @Nullable TestClient connection;
    private final Queue<Packet> unread = new ArrayDeque<>();
    private boolean accepted;
    private boolean subscribed;

    private final Map<Integer, Publish> unacknowledged = new LinkedHashMap<>();
    private final Set<Integer> released = new LinkedHashSet<>();
    private int lastPacketId;

    private final Set<Integer> receivedIds = new HashSet<>();
    private final List<String> published = new ArrayList<>();
    private final List<String> received = new ArrayList<>();

    /** What it did not read of the session that it has now: on connections that it has left, and taken from them. */
    private final List<TestClient> oldConnections = new ArrayList<>();

    private final List<Packet> dropped = new ArrayList<>();
    /** The same of sessions that have ended. */
    private final List<TestClient> abandonedConnections = new ArrayList<>();

    private final List<Packet> abandoned = new ArrayList<>();

    /** @param filter to which it subscribes; "" to none */
    SimulatedClient(TestBroker broker, Course course, String clientId, Random random, String filter) {
        this.broker = broker;
        this.course = course;
        this.clientId = clientId;
        this.random = random;
        this.filter = filter;
    }

    /** The payloads of all that it published with QoS 1 and 2, in order: its name, the QoS, a number. */
    List<String> published() {
        return published;
    }

    /** The payloads of all that it received with QoS 1 and 2, in order. */
    List<String> received() {
        return received;
    }

    /** Everything that it published was taken, and nothing of it is open. */
    boolean isDone() {
        return unacknowledged.isEmpty() && released.isEmpty();
    }

    /** Connects, perhaps while it is connected already. */
    void connect() {
        if (accepted) {
            course.count(Happening.TAKEOVER);
        }
        course.tell("%s connects", clientId);
        forgetConnection();
        connection = broker.open(TestConnect.staying(clientId).receiveMaximum(1 + random.nextInt(5)));
    }

    void lose() {
        if (connection != null) {
            course.count(Happening.NETWORK_LOST);
            course.tell("%s loses its network", clientId);
            connection.lose();
            forgetConnection();
        }
    }

    /** The payloads of QoS 1 and 2 messages that were sent to it, and that it never read before its session ended. */
    List<String> abandoned() {
        abandonedConnections.forEach(connection -> abandoned.addAll(connection.received()));
        return payloads(abandoned);
    }

    private static List<String> payloads(List<Packet> packets) {
        List<String> payloads = new ArrayList<>();
        for (Packet packet : packets) {
            if (packet instanceof Publish publish && publish.qos() != Qos.AT_MOST_ONCE) {
                payloads.add(publish.payload().toUtf8());
            }
        }
        return payloads;
    }

    /** Its session ends, and it begins anew. */
    void beginAnew() {
        course.count(Happening.SESSION_ENDED);
        course.tell("%s begins anew", clientId);
        forgetConnection();
        abandonedConnections.addAll(oldConnections);
        oldConnections.clear();
        abandoned.addAll(dropped);
        dropped.clear();
        subscribed = false;
        receivedIds.clear();
        connection = broker.open(TestConnect.staying(clientId).cleanStart(true));
    }

    /** Leaves what it subscribed to, or comes back. */
    void toggleSubscription() {
        if (connection != null && accepted && subscribed) {
            course.count(Happening.LEAVE_GROUP);
            course.tell("%s leaves the group", clientId);
            subscribed = false;
            connection.send(TestPackets.unsubscribe(65_534, filter));
        } else if (connection != null && accepted) {
            join(connection);
        }
    }

    private void join(TestClient current) {
        course.count(Happening.JOIN_GROUP);
        course.tell("%s joins the group", clientId);
        current.send(TestPackets.subscribe(65_535, filter, Qos.EXACTLY_ONCE));
    }

    /** The broker is gone, and with it the connection. */
    void forgetConnection() {
        if (connection != null) {
            oldConnections.add(connection);
        }
        dropped.addAll(unread);
        connection = null;
        accepted = false;
        unread.clear();
    }

    /** Takes nothing from the network for a while, or takes it again. */
    void slow(boolean on) {
        if (connection != null) {
            if (on) {
                course.count(Happening.SLOW_READER);
                connection.stopTaking();
            } else {
                connection.take();
            }
        }
    }

    void publish(String topic) {
        if (connection == null || !accepted || unacknowledged.size() + released.size() >= UNACKNOWLEDGED_MAX) {
            return;
        }
        Qos qos = Qos.of(random.nextInt(3));
        course.count(
                switch (qos) {
                    case AT_MOST_ONCE -> Happening.PUBLISH_QOS_0;
                    case AT_LEAST_ONCE -> Happening.PUBLISH_QOS_1;
                    case EXACTLY_ONCE -> Happening.PUBLISH_QOS_2;
                });
        String payload = clientId + " " + qos.level() + " " + published.size();
        if (qos == Qos.AT_MOST_ONCE) {
            connection.send(TestPackets.qos0(topic, payload));
            return;
        }
        int packetId = ++lastPacketId;
        Publish publish = qos == Qos.AT_LEAST_ONCE
                ? TestPackets.qos1(packetId, topic, payload)
                : TestPackets.qos2(packetId, topic, payload);
        unacknowledged.put(packetId, publish);
        published.add(payload);
        course.tell("%s publishes %s", clientId, publish);
        connection.send(publish);
    }

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
            return false;
        }
        course.tell("  %s gets %s", clientId, packet);
        switch (packet.type()) {
            case CONNACK -> onConnAck(current, (ConnAck) packet);
            case PUBLISH -> onPublish(current, (Publish) packet);
            case PUBREL -> {
                receivedIds.remove(((PubRel) packet).packetId());
                current.send(TestPackets.pubComp(((PubRel) packet).packetId()));
            }
            case PUBACK -> unacknowledged.remove(((PubAck) packet).packetId());
            case PUBREC -> onPubRec(current, ((PubRec) packet).packetId());
            case PUBCOMP -> released.remove(((PubComp) packet).packetId());
            case SUBACK -> subscribed = true;
            case UNSUBACK -> {
                // it was left when UNSUBSCRIBE was sent
            }
            case DISCONNECT -> {
                assertThat(((Disconnect) packet).reason()).isEqualTo(ReasonCode.SESSION_TAKEN_OVER);
                forgetConnection();
            }
            default -> throw new AssertionError("not expected: " + packet);
        }
        return true;
    }

    private void onConnAck(TestClient current, ConnAck connAck) {
        assertThat(connAck.reason()).isEqualTo(ReasonCode.SUCCESS);
        accepted = true;
        if (subscribed) {
            assertThat(connAck.sessionPresent()).as("session of %s", clientId).isTrue();
        } else if (!filter.isEmpty()) {
            join(current);
        }
        released.forEach(packetId -> current.send(TestPackets.pubRel(packetId)));
        course.count(Happening.PUBLISH_AGAIN, unacknowledged.size());
        unacknowledged.values().forEach(publish -> current.send(TestPackets.duplicate(publish)));
    }

    private void onPublish(TestClient current, Publish publish) {
        int packetId = publish.packetId();
        switch (publish.qos()) {
            case AT_MOST_ONCE -> {
                // comes or does not
            }
            case AT_LEAST_ONCE -> {
                received.add(publish.payload().toUtf8());
                current.send(TestPackets.pubAck(packetId));
            }
            case EXACTLY_ONCE -> {
                if (receivedIds.add(packetId)) {
                    received.add(publish.payload().toUtf8());
                }
                current.send(TestPackets.pubRec(packetId));
            }
        }
    }

    private void onPubRec(TestClient current, int packetId) {
        if (unacknowledged.remove(packetId) != null) {
            released.add(packetId);
        }
        current.send(TestPackets.pubRel(packetId));
    }
}
