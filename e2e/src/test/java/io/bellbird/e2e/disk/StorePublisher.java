package io.bellbird.e2e.disk;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.wire.Login;
import io.bellbird.e2e.wire.Mqtt;
import io.bellbird.e2e.wire.MqttConnection;
import io.bellbird.e2e.wire.Packet;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Publishes to the {@link StoredSession}, one message after the other. */
final class StorePublisher implements AutoCloseable {
    private static final long RECOVERY_SECONDS_MAX = 20;
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final MqttConnection connection;
    private int lastPacketId;

    StorePublisher(Mqtt version, String clientId, BrokerProcess broker) throws IOException {
        connection = new MqttConnection(version, broker.port());
        connection.login(Login.passing(clientId));
    }

    /** Sends a message and does not wait. */
    void send(String payload, int qos) throws IOException {
        lastPacketId++;
        connection.publish(StoredSession.TOPIC, qos, lastPacketId, false, false, payload);
        connection.flush();
    }

    /**
     * Sends a message with QoS 1 and waits for the answer.
     *
     * @return the reason code
     */
    int publish(String payload) throws IOException {
        send(payload, 1);
        return awaitReason();
    }

    /** Waits for a PUBACK or PUBREC. */
    int awaitReason() throws IOException {
        Packet packet = connection.receive();
        if (packet instanceof Packet.Ack ack && ack.packetId() == lastPacketId) {
            return ack.reason();
        }
        throw new IOException("instead of an acknowledgement came " + packet);
    }

    /**
     * Publishes again and again until the broker takes a message.
     *
     * @throws AssertionError when it does not in time
     */
    void publishUntilTaken(String payload) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(RECOVERY_SECONDS_MAX);
        int reason = publish(payload);
        while (reason >= 0x80) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("after " + RECOVERY_SECONDS_MAX + " s the broker still answers 0x"
                        + Integer.toHexString(reason));
            }
            LockSupport.parkNanos(RETRY_NANOS);
            reason = publish(payload);
        }
    }

    MqttConnection connection() {
        return connection;
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
