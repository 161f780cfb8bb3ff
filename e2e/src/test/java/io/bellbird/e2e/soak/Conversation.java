package io.bellbird.e2e.soak;

import io.bellbird.e2e.wire.AckType;
import io.bellbird.e2e.wire.Login;
import io.bellbird.e2e.wire.MqttConnection;
import io.bellbird.e2e.wire.Packet;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** One connection of a client that answers all that it is sent. Confined to one thread. */
final class Conversation implements AutoCloseable {
    private static final int ERROR_REASON_MIN = 0x80;
    private static final int LAST_PACKET_ID = 65_535;

    private final MqttConnection connection;
    private final Consumer<Packet.Publish> receiver;
    private final boolean sessionPresent;
    private int lastPacketId;
    /** Packets that were sent, and whose last answer has not come. */
    private int unanswered;

    /**
     * Sends CONNECT on a new connection, and waits for the answer.
     *
     * @param receiver takes each message, also one that comes again
     */
    Conversation(MqttConnection connection, Login login, Consumer<Packet.Publish> receiver) throws IOException {
        this.connection = connection;
        this.receiver = receiver;
        sessionPresent = connection.login(login).sessionPresent();
    }

    boolean sessionPresent() {
        return sessionPresent;
    }

    void subscribe(String filter, int qos) throws IOException {
        unanswered++;
        connection.subscribe(nextPacketId(), filter, qos);
        settle();
    }

    /** Sends a message; {@link #settle} waits for its acknowledgement. */
    void publish(String topic, int qos, boolean retain, String payload) throws IOException {
        unanswered += qos == 0 ? 0 : 1;
        connection.publish(topic, qos, qos == 0 ? 0 : nextPacketId(), false, retain, payload);
    }

    private int nextPacketId() {
        lastPacketId = lastPacketId % LAST_PACKET_ID + 1;
        return lastPacketId;
    }

    /** Waits until all that was sent is answered. */
    void settle() throws IOException {
        while (unanswered > 0) {
            handle(connection.receive());
        }
    }

    /** Waits until the broker has nothing more to say for now. */
    void drain() throws IOException {
        unanswered++;
        connection.ping();
        settle();
    }

    /** Takes what comes for a short while. */
    void listen(int millis) throws IOException {
        Optional<Packet> packet = connection.poll(millis);
        if (packet.isPresent()) {
            handle(packet.get());
        }
        while (connection.hasMore()) {
            handle(connection.receive());
        }
    }

    private void handle(Packet packet) throws IOException {
        if (packet instanceof Packet.Publish publish) {
            receiver.accept(publish);
            if (publish.qos() > 0) {
                connection.acknowledge(publish.qos() == 1 ? AckType.PUBACK : AckType.PUBREC, publish.packetId());
            }
        } else if (packet instanceof Packet.Ack ack && ack.reason() < ERROR_REASON_MIN) {
            onAck(ack);
        } else if (packet instanceof Packet.PingResp
                || (packet instanceof Packet.SubAck subAck && subAck.reason() < ERROR_REASON_MIN)) {
            unanswered--;
        } else {
            throw new IOException("the broker sent " + packet);
        }
    }

    private void onAck(Packet.Ack ack) throws IOException {
        switch (ack.type()) {
            case PUBACK, PUBCOMP -> unanswered--;
            case PUBREC -> connection.acknowledge(AckType.PUBREL, ack.packetId());
            case PUBREL -> connection.acknowledge(AckType.PUBCOMP, ack.packetId());
        }
    }

    void disconnect() throws IOException {
        connection.disconnect();
    }

    /** Ends the connection without a word. */
    void cut() throws IOException {
        connection.cut();
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
