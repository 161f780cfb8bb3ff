package io.bellbird.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.e2e.wire.AckType;
import io.bellbird.e2e.wire.Login;
import io.bellbird.e2e.wire.Mqtt;
import io.bellbird.e2e.wire.MqttConnection;
import io.bellbird.e2e.wire.Packet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker with a heap of 64 MiB, and more messages than fit in there. */
final class SmallHeapTest {
    private static final int PUBLISHERS = 4;
    private static final int MESSAGES = 10_000;
    private static final int READERS = 3;
    private static final String PADDING = " ".repeat(2_500);
    /** Messages that a publisher may have on their way: what the broker grants by default. */
    private static final int WINDOW = 500;

    /** More than any small heap can take. */
    private static final int FLOODS_MAX = 20;

    private static final int WAIT_SECONDS = 60;

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    private BrokerSetup smallHeap() {
        return BrokerSetup.keeping(folder.resolve("data")).environment(Map.of("BELLBIRD_JAVA_OPTS", "-Xmx64m"));
    }

    @Test
    void a_flood_to_clients_that_are_away_slow_or_fast_loses_nothing_that_was_acknowledged() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(smallHeap())) {
            // given: one is away, one does not read, the others read and acknowledge
            subscribed(broker, Login.persistent("away")).disconnect();
            MqttConnection stopped = subscribed(broker, Login.persistent("stopped"));
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                MqttConnection reader = subscribed(broker, Login.passing("reader-" + i));
                readers.add(threads.submit(() -> readAll(reader)));
            }
            // when: each publisher sends 25 MB
            List<Future<?>> publishers = new ArrayList<>();
            for (int i = 0; i < PUBLISHERS; i++) {
                String topic = "flood/" + i;
                publishers.add(threads.submit(() -> publishAll(broker, topic)));
            }
            for (Future<?> publisher : publishers) {
                publisher.get(WAIT_SECONDS, TimeUnit.SECONDS);
            }
            // then: everybody gets everything in order, also who begins to read now
            for (Future<?> reader : readers) {
                reader.get(WAIT_SECONDS, TimeUnit.SECONDS);
            }
            readAll(stopped);
            readAll(connected(broker, Login.persistent("away")));
            assertThat(broker.log()).doesNotContain("out of memory");
        }
    }

    @Test
    void a_broker_that_is_allowed_more_memory_than_there_is_ends_with_one_line_and_comes_back() throws Exception {
        // given: a limit that never holds
        BrokerSetup reckless = new BrokerSetup(
                2,
                folder.resolve("data"),
                List.of("memory_limit 1000000000000", "max_queued_bytes 0", "max_queued_messages 0"),
                List.of("persistence false"),
                smallHeap().environment());
        try (BrokerProcess broker = BrokerProcess.start(reckless)) {
            subscribed(broker, Login.persistent("away")).disconnect();
            // when
            assertThatThrownBy(() -> {
                        for (int i = 0; i < FLOODS_MAX; i++) {
                            publishAll(broker, "flood/" + i);
                        }
                    })
                    .isInstanceOf(IOException.class);
            // then
            assertThat(broker.awaitEnd()).isEqualTo(1);
            assertThat(broker.log().lines().filter(line -> line.contains("out of memory")))
                    .isNotEmpty()
                    .allMatch(line -> line.contains("memory_limit"));
            broker.restart();
        }
    }

    private static MqttConnection connected(BrokerProcess broker, Login login) throws IOException {
        MqttConnection connection = new MqttConnection(Mqtt.V5, broker.port());
        connection.login(login);
        return connection;
    }

    private static MqttConnection subscribed(BrokerProcess broker, Login login) throws IOException {
        MqttConnection connection = connected(broker, login);
        connection.subscribe(1, "flood/#", 1);
        assertThat(connection.receive()).isEqualTo(new Packet.SubAck(1, 1));
        return connection;
    }

    /** Publishes with QoS 1, and returns when all is acknowledged. */
    private static Void publishAll(BrokerProcess broker, String topic) throws IOException {
        try (MqttConnection connection = connected(broker, Login.passing("publisher-of-" + topic))) {
            int acknowledged = 0;
            for (int sent = 0; sent < MESSAGES; sent++) {
                connection.publish(topic, 1, sent % WINDOW + 1, false, false, sent + PADDING);
                if (sent - acknowledged == WINDOW - 1) {
                    acknowledged += awaitAck(connection);
                }
            }
            while (acknowledged < MESSAGES) {
                acknowledged += awaitAck(connection);
            }
        }
        return null;
    }

    private static int awaitAck(MqttConnection connection) throws IOException {
        Packet packet = connection.receive();
        assertThat(packet).isInstanceOfSatisfying(Packet.Ack.class, ack -> assertThat(ack.reason())
                .isZero());
        return 1;
    }

    /** Reads all messages of all publishers, each one's in order. */
    private static Void readAll(MqttConnection connection) throws IOException {
        Map<String, Integer> next = new HashMap<>();
        for (int read = 0; read < PUBLISHERS * MESSAGES; read++) {
            Packet packet = connection.receive();
            assertThat(packet).isInstanceOf(Packet.Publish.class);
            Packet.Publish message = (Packet.Publish) packet;
            int number = Integer.parseInt(message.payload().trim());
            assertThat(number).isEqualTo(next.getOrDefault(message.topic(), 0));
            next.put(message.topic(), number + 1);
            connection.acknowledge(AckType.PUBACK, message.packetId());
        }
        connection.disconnect();
        connection.close();
        return null;
    }
}
