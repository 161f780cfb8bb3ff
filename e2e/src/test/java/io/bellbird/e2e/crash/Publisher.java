package io.bellbird.e2e.crash;

import io.bellbird.e2e.wire.AckType;
import io.bellbird.e2e.wire.Login;
import io.bellbird.e2e.wire.Mqtt;
import io.bellbird.e2e.wire.MqttConnection;
import io.bellbird.e2e.wire.Packet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Publishes at all three QoS, retained messages too, as fast as its window allows. What was not finished when a
 * connection ended it repeats on the next one as the standard demands: in order, with the old packet ids and DUP.
 */
final class Publisher extends Client {
    private static final int WINDOW = 20;
    private static final int LAST_PACKET_ID = 65_535;
    private static final int CUTS_EVERY = 2_000;
    private static final int SUCCESS_REASON_MAX = 0x7F;
    private static final int PACKET_ID_NOT_FOUND = 0x92;

    /** Topics by how often they are used, in tenths; the rest goes to the retained ones. */
    private final List<String> loadTopics;

    private final List<String> retainedTopics;
    private final Map<String, Integer> nextNumbers = new HashMap<>();
    private final Map<Integer, Exchange> outstanding = new LinkedHashMap<>();
    private final List<Exchange> answered = new ArrayList<>();
    private final Random random;
    private int lastPacketId;

    /** @param number its own, which is in its topics */
    Publisher(int number, Mqtt version, long seed) {
        super("publisher-" + number, version);
        random = new Random(seed + number);
        String load = "load/" + number + "/";
        loadTopics = List.of(load + 0, load + 1, load + 1, load + 1, load + 1, load + 2, load + 2, load + 2, load + 2);
        retainedTopics = List.of(Message.RETAINED + number + "-a/1", Message.RETAINED + number + "-b/2");
    }

    /** Retained topics that it alone publishes to. */
    List<String> retainedTopics() {
        return retainedTopics;
    }

    /** The number of the last message that it sent to a topic, -1 if there was none. */
    int lastNumber(String topic) {
        return nextNumbers.getOrDefault(topic, 0) - 1;
    }

    @Override
    Login login(Course course) {
        return Login.persistent(id());
    }

    @Override
    boolean converse(MqttConnection connection, Packet.ConnAck connAck, Course course) throws IOException {
        if (connAck.sessionPresent()) {
            resume(connection, course);
        } else {
            outstanding.clear();
        }
        int window = Math.min(WINDOW, connAck.receiveMaximum());
        while (true) {
            if (course.phase() == Course.Phase.LOAD) {
                if (random.nextInt(CUTS_EVERY) == 0) {
                    cut(connection, course);
                    return false;
                }
                fill(window, connection, course);
            } else if (outstanding.isEmpty()) {
                connection.disconnect();
                return true;
            }
            readAnswers(connection, course);
            release(connection);
        }
    }

    private void resume(MqttConnection connection, Course course) throws IOException {
        for (Exchange exchange : outstanding.values()) {
            if (exchange.received) {
                release(exchange, connection);
            } else {
                course.ledger().note(Entry.Kind.SENT_AGAIN, id(), exchange.message);
                publish(exchange, true, connection);
            }
        }
    }

    private void fill(int window, MqttConnection connection, Course course) throws IOException {
        while (outstanding.size() < window) {
            Message message = nextMessage();
            course.ledger().note(Entry.Kind.SENT, id(), message);
            Exchange exchange = new Exchange(message.qos() == 0 ? 0 : nextPacketId(), message);
            if (message.qos() > 0) {
                outstanding.put(exchange.packetId, exchange);
            }
            publish(exchange, false, connection);
        }
    }

    private Message nextMessage() {
        int dice = random.nextInt(10);
        String topic = dice < loadTopics.size()
                ? loadTopics.get(dice)
                : retainedTopics.get(random.nextInt(retainedTopics.size()));
        return new Message(topic, nextNumbers.merge(topic, 1, Integer::sum) - 1);
    }

    private int nextPacketId() {
        do {
            lastPacketId = lastPacketId % LAST_PACKET_ID + 1;
        } while (outstanding.containsKey(lastPacketId));
        return lastPacketId;
    }

    /** Waits for one answer and takes those that are there. They count once they are in the ledger. */
    private void readAnswers(MqttConnection connection, Course course) throws IOException {
        try {
            do {
                onPacket(connection.receive(), course);
            } while (connection.hasMore());
        } finally {
            course.ledger()
                    .acknowledge(
                            id(),
                            answered.stream().map(exchange -> exchange.message).toList());
            answered.clear();
        }
    }

    private void onPacket(Packet packet, Course course) throws IOException {
        if (!(packet instanceof Packet.Ack ack)) {
            throw new IOException("a publisher was sent " + packet);
        }
        Exchange exchange = outstanding.get(ack.packetId());
        if (exchange == null) {
            course.wrong(id(), ack + " answers nothing");
            return;
        }
        switch (ack.type()) {
            case PUBACK, PUBREC -> onReceived(ack, exchange, course);
            case PUBCOMP -> onCompleted(ack, exchange, course);
            case PUBREL -> course.wrong(id(), ack + " to a publisher");
        }
    }

    private void onReceived(Packet.Ack ack, Exchange exchange, Course course) {
        int qos = exchange.message.qos();
        if ((ack.type() == AckType.PUBACK) != (qos == 1) || exchange.received) {
            course.wrong(id(), ack + " does not fit " + exchange);
        } else if (ack.reason() > SUCCESS_REASON_MAX) {
            course.wrong(id(), ack + " refuses " + exchange);
            outstanding.remove(exchange.packetId);
        } else {
            checkOrder(exchange, course);
            exchange.received = true;
            answered.add(exchange);
            if (qos == 1) {
                outstanding.remove(exchange.packetId);
            }
        }
    }

    /** Acknowledgements come in the order of the messages [MQTT-4.6.0-2] [MQTT-4.6.0-3]. */
    private void checkOrder(Exchange exchange, Course course) {
        for (Exchange earlier : outstanding.values()) {
            if (earlier == exchange) {
                return;
            }
            if (!earlier.received && earlier.message.qos() == exchange.message.qos()) {
                course.wrong(id(), exchange + " was acknowledged before " + earlier);
                return;
            }
        }
    }

    private void onCompleted(Packet.Ack ack, Exchange exchange, Course course) {
        boolean unknown = ack.reason() == PACKET_ID_NOT_FOUND;
        if (!exchange.received || (ack.reason() != 0 && !(unknown && exchange.releases > 1))) {
            course.wrong(id(), ack + " does not fit " + exchange);
        }
        outstanding.remove(exchange.packetId);
    }

    private void release(MqttConnection connection) throws IOException {
        for (Exchange exchange : outstanding.values()) {
            if (exchange.received && exchange.releases == 0) {
                release(exchange, connection);
            }
        }
    }

    private static void release(Exchange exchange, MqttConnection connection) throws IOException {
        exchange.releases++;
        connection.acknowledge(AckType.PUBREL, exchange.packetId);
    }

    private static void publish(Exchange exchange, boolean duplicate, MqttConnection connection) throws IOException {
        Message message = exchange.message;
        connection.publish(
                message.topic(), message.qos(), exchange.packetId, duplicate, message.isRetained(), message.payload());
    }

    /** A message between PUBLISH and the last packet about it. */
    private static final class Exchange {
        private final int packetId;
        private final Message message;
        /** PUBACK or PUBREC arrived. */
        private boolean received;
        /** How often PUBREL left. */
        private int releases;

        Exchange(int packetId, Message message) {
            this.packetId = packetId;
            this.message = message;
        }

        @Override
        public String toString() {
            return message + " with packet id " + packetId;
        }
    }
}
