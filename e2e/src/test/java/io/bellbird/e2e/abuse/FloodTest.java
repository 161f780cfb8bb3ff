package io.bellbird.e2e.abuse;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.wire.Login;
import io.bellbird.e2e.wire.Mqtt;
import io.bellbird.e2e.wire.MqttConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publishers that send as fast as they can and read nothing are slowed down before anybody else is. */
final class FloodTest {
    private static final int FLOODERS = Scale.of(2, 6);
    private static final int SECONDS = Scale.of(3, 15);
    private static final String PAYLOAD = "x".repeat(500);

    @TempDir
    private Path folder;

    @Test
    void a_flood_of_qos_0_disturbs_nobody() throws Exception {
        flood(0);
    }

    /** Such a publisher leaves its acknowledgements in the broker, up to {@code outbox_bytes_max}. */
    @Test
    void a_flood_of_qos_1_whose_acknowledgements_are_not_read_disturbs_nobody() throws Exception {
        flood(1);
    }

    private void flood(int qos) throws IOException {
        String what = FLOODERS + " publishers that flood with QoS " + qos;
        try (BrokerProcess broker = Abused.start(folder, "outbox_bytes_max 1000000", "max_queued_bytes 32000000")) {
            // given
            Pulse pulse = new Pulse(broker, "pulse");
            Pulse.Health before = pulse.measureAlone();
            try (MqttConnection reader = connected(broker, "reader");
                    Floods floods = new Floods(broker, qos)) {
                reader.subscribe(1, "flood/#", qos);
                reader.receive();
                // when
                floods.begin();
                Pulse.Health during = pulse.measure(SECONDS);
                Report.say(what + ": " + floods.sent() / SECONDS + " messages a second");
                // then
                during.assertUndisturbed(what, before);
                Report.assertMemoryBounded(what, new Vitals(broker));
            }
        }
    }

    private static MqttConnection connected(BrokerProcess broker, String clientId) throws IOException {
        MqttConnection connection = new MqttConnection(Mqtt.V3_1_1, broker.port());
        connection.login(Login.passing(clientId));
        return connection;
    }

    /** Publishers, each on a thread of its own, until their connections are cut. */
    private static final class Floods implements AutoCloseable {
        private final List<MqttConnection> connections = new ArrayList<>();
        private final AtomicLong sent = new AtomicLong();
        private final int qos;

        Floods(BrokerProcess broker, int qos) throws IOException {
            this.qos = qos;
            for (int i = 0; i < FLOODERS; i++) {
                connections.add(connected(broker, "flooder-" + i));
            }
        }

        void begin() {
            for (int i = 0; i < FLOODERS; i++) {
                MqttConnection connection = connections.get(i);
                String topic = "flood/" + i;
                Thread thread = new Thread(() -> send(connection, topic), "flooder " + i);
                thread.setDaemon(true);
                thread.start();
            }
        }

        private void send(MqttConnection connection, String topic) {
            try {
                for (int packetId = 1; ; packetId = packetId % 65_535 + 1) {
                    connection.publish(topic, qos, packetId, false, false, PAYLOAD);
                    sent.incrementAndGet();
                }
            } catch (IOException e) {
                return; // it was cut
            }
        }

        long sent() {
            return sent.get();
        }

        @Override
        public void close() throws IOException {
            for (MqttConnection connection : connections) {
                connection.cut();
            }
        }
    }
}
