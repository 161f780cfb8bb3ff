package io.bellbird.e2e.crash;

import io.bellbird.e2e.wire.AckType;
import io.bellbird.e2e.wire.Login;
import io.bellbird.e2e.wire.Mqtt;
import io.bellbird.e2e.wire.MqttConnection;
import io.bellbird.e2e.wire.Packet;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Receives for a session of its own, or as a member of a shared group, and notes each message that is new to it. */
final class Subscriber extends Client {
    private static final int POLL_MILLIS = 20;
    private static final int CUTS_EVERY = 3_000;
    private static final int SUBSCRIBE_ID = 1;

    private final Receiver receiver;
    private final String shareAs;
    private final int receiveMaximum;
    private final Random random;
    /** QoS 2 messages whose PUBREL has not arrived, by packet id: they are known already. */
    private final Map<Integer, Message> unreleased = new HashMap<>();
    /** The packet ids of the QoS 2 messages of this round, to tell more of one that comes again. */
    private final Map<Message, Integer> packetIds = new HashMap<>();

    private int filtersSubscribed;

    /**
     * @param shareAs {@code $share/group/}, or nothing
     * @param receiveMaximum 1..65535
     */
    Subscriber(String id, Mqtt version, Receiver receiver, String shareAs, int receiveMaximum, long seed) {
        super(id, version);
        this.receiver = receiver;
        this.shareAs = shareAs;
        this.receiveMaximum = receiveMaximum;
        random = new Random(seed + id.hashCode());
    }

    @Override
    Login login(Course course) {
        return Login.persistent(id()).receiving(receiveMaximum);
    }

    @Override
    boolean converse(MqttConnection connection, Packet.ConnAck connAck, Course course) throws IOException {
        if (!connAck.sessionPresent()) {
            unreleased.clear();
            filtersSubscribed = 0;
        }
        if (course.phase() == Course.Phase.ENROL) {
            packetIds.clear();
        }
        subscribe(connection, course);
        while (course.isGoingOn()) {
            Optional<Packet> packet = connection.poll(POLL_MILLIS);
            if (packet.isPresent()) {
                onPacket(packet.get(), connection, course);
                while (connection.hasMore()) {
                    onPacket(connection.receive(), connection, course);
                }
            }
            if (course.phase() == Course.Phase.LOAD && random.nextInt(CUTS_EVERY) == 0) {
                cut(connection, course);
                return false;
            }
        }
        leave(connection, course);
        return true;
    }

    /** What a member of a group receives counts for the group. */
    Receiver receiver() {
        return receiver;
    }

    private void subscribe(MqttConnection connection, Course course) throws IOException {
        List<String> filters = receiver.filters();
        while (filtersSubscribed < filters.size()) {
            connection.subscribe(SUBSCRIBE_ID, shareAs + filters.get(filtersSubscribed), receiver.qos());
            Packet packet = connection.receive();
            while (!(packet instanceof Packet.SubAck subAck)) {
                onPacket(packet, connection, course);
                packet = connection.receive();
            }
            if (subAck.reason() != receiver.qos()) {
                course.wrong(id(), subAck + " to a SUBSCRIBE with QoS " + receiver.qos());
            }
            filtersSubscribed++;
        }
    }

    /** Takes what is still on its way, so that nothing comes after the round. */
    private void leave(MqttConnection connection, Course course) throws IOException {
        connection.ping();
        Packet packet = connection.receive();
        while (!(packet instanceof Packet.PingResp)) {
            onPacket(packet, connection, course);
            packet = connection.receive();
        }
        connection.disconnect();
    }

    private void onPacket(Packet packet, MqttConnection connection, Course course) throws IOException {
        if (packet instanceof Packet.Publish publish) {
            onPublish(publish, connection, course);
        } else if (packet instanceof Packet.Ack ack && ack.type() == AckType.PUBREL) {
            unreleased.remove(ack.packetId());
            connection.acknowledge(AckType.PUBCOMP, ack.packetId());
        } else {
            throw new IOException("a subscriber was sent " + packet);
        }
    }

    private void onPublish(Packet.Publish publish, MqttConnection connection, Course course) throws IOException {
        Message message;
        try {
            message = Message.of(publish.topic(), publish.payload());
        } catch (IllegalArgumentException e) {
            course.wrong(id(), e.getMessage());
            throw new IOException("damaged message", e);
        }
        if (publish.qos() != receiver.qosOf(publish.topic())) {
            course.wrong(id(), message + " came with QoS " + publish.qos());
        }
        switch (publish.qos()) {
            case 0 -> course.received(receiver, id(), message);
            case 1 -> {
                course.received(receiver, id(), message);
                connection.acknowledge(AckType.PUBACK, publish.packetId());
            }
            default -> {
                onExactlyOnce(publish, message, course);
                connection.acknowledge(AckType.PUBREC, publish.packetId());
            }
        }
    }

    private void onExactlyOnce(Packet.Publish publish, Message message, Course course) {
        Message known = unreleased.putIfAbsent(publish.packetId(), message);
        if (known == null) {
            course.received(receiver, id(), message);
            Integer earlier = packetIds.put(message, publish.packetId());
            if (earlier != null) {
                course.wrong(
                        id(), message + " came with packet id " + earlier + ", and again with " + publish.packetId());
            }
        } else if (!known.equals(message)) {
            course.wrong(
                    id(),
                    message + " came with packet id " + publish.packetId() + ", which is that of " + known
                            + " until PUBREL");
        } else if (!publish.duplicate()) {
            course.wrong(id(), message + " came again with DUP 0 and the same packet id");
        }
    }
}
