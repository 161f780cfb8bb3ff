package io.bellbird.e2e.disk;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.wire.AckType;
import io.bellbird.e2e.wire.Login;
import io.bellbird.e2e.wire.Mqtt;
import io.bellbird.e2e.wire.MqttConnection;
import io.bellbird.e2e.wire.Packet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A session that is away while messages come for it, and fetches them in the end. QoS 1, topic {@code stored}. */
final class StoredSession {
    static final String TOPIC = "stored";

    private static final Login LOGIN = Login.persistent("away");
    private static final int QUIET_MILLIS = 500;

    private StoredSession() {}

    /** Makes the session and its subscription, and leaves. */
    static void make(BrokerProcess broker) throws IOException {
        try (MqttConnection connection = new MqttConnection(Mqtt.V5, broker.port())) {
            connection.login(LOGIN);
            connection.subscribe(1, TOPIC, 1);
            connection.receive();
            connection.disconnect();
        }
    }

    /** Comes back. Returns what has waited, in its order, once nothing more comes. */
    static List<String> fetch(BrokerProcess broker) throws IOException {
        List<String> payloads = new ArrayList<>();
        try (MqttConnection connection = new MqttConnection(Mqtt.V5, broker.port())) {
            connection.login(LOGIN);
            Optional<Packet> packet = connection.poll(QUIET_MILLIS);
            while (packet.isPresent()) {
                if (packet.get() instanceof Packet.Publish publish) {
                    payloads.add(publish.payload());
                    connection.acknowledge(AckType.PUBACK, publish.packetId());
                }
                packet = connection.poll(QUIET_MILLIS);
            }
            connection.disconnect();
        }
        return payloads;
    }
}
