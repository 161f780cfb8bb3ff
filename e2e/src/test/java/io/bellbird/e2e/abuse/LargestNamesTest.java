package io.bellbird.e2e.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.wire.Login;
import io.bellbird.e2e.wire.Mqtt;
import io.bellbird.e2e.wire.MqttConnection;
import io.bellbird.e2e.wire.Packet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names as long and as deep as they may be, over the real process and a restart. */
final class LargestNamesTest {
    private static final int LEVELS_MAX = 200;
    private static final int NAME_BYTES_MAX = 65_535;
    private static final int TOPIC_NAME_INVALID = 0x90;
    private static final int TOPIC_FILTER_INVALID = 0x8F;

    @TempDir
    private Path folder;

    private BrokerProcess broker;

    @BeforeEach
    void start() {
        broker = Abused.start(folder);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void a_topic_of_200_levels_finds_every_kind_of_filter() throws Exception {
        String topic = levels("a", LEVELS_MAX);
        List<String> filters = List.of(
                "#",
                topic,
                levels("+", LEVELS_MAX),
                levels("a", LEVELS_MAX - 1) + "/+",
                levels("+", LEVELS_MAX - 1) + "/#");
        try (MqttConnection publisher = connected("publisher")) {
            for (String filter : filters) {
                try (MqttConnection subscriber = connected("subscriber")) {
                    // given
                    subscriber.subscribe(1, filter, 1);
                    assertThat(subscriber.receive()).isEqualTo(new Packet.SubAck(1, 1));
                    // when
                    publisher.publish(topic, 1, 1, false, false, "deep");
                    // then
                    assertThat(publisher.receive()).isInstanceOf(Packet.Ack.class);
                    assertThat(subscriber.receive()).isEqualTo(message(topic, 1, false, "deep"));
                }
            }
        }
    }

    @Test
    void plus_at_each_level_finds_the_topic() throws Exception {
        String topic = levels("a", LEVELS_MAX);
        try (MqttConnection publisher = connected("publisher");
                MqttConnection subscriber = connected("subscriber")) {
            // given: one subscription for each level, which all match
            for (int level = 0; level < LEVELS_MAX; level++) {
                int wild = level;
                String filter = String.join(
                        "/",
                        IntStream.range(0, LEVELS_MAX)
                                .mapToObj(each -> each == wild ? "+" : "a")
                                .toList());
                subscriber.subscribe(level + 1, filter, 0);
                assertThat(subscriber.receive()).isEqualTo(new Packet.SubAck(level + 1, 0));
            }
            // when
            publisher.publish(topic, 0, 0, false, false, "deep");
            publisher.publish(levels("a", LEVELS_MAX - 1), 0, 0, false, false, "not so deep");
            publisher.publish(topic, 0, 0, false, false, "again");
            publisher.flush();
            // then
            assertThat(subscriber.receive()).isEqualTo(message(topic, 0, false, "deep"));
            assertThat(subscriber.receive()).isEqualTo(message(topic, 0, false, "again"));
        }
    }

    @Test
    void plus_and_its_alternatives_at_each_level_are_found_without_trying_all_ways() throws Exception {
        String topic = levels("a", LEVELS_MAX);
        try (MqttConnection publisher = connected("publisher");
                MqttConnection subscriber = connected("subscriber")) {
            // given: many ways that part and lead nowhere but one
            for (int depth = 1; depth <= LEVELS_MAX - 2; depth++) {
                subscriber.subscribe(2 * depth, levels("+", depth) + "/a/b", 0);
                subscriber.subscribe(2 * depth + 1, levels("a", depth) + "/+/b", 0);
                assertThat(subscriber.receive()).isInstanceOf(Packet.SubAck.class);
                assertThat(subscriber.receive()).isInstanceOf(Packet.SubAck.class);
            }
            subscriber.subscribe(1, levels("+", LEVELS_MAX), 0);
            assertThat(subscriber.receive()).isEqualTo(new Packet.SubAck(1, 0));
            // when
            long begun = System.nanoTime();
            publisher.publish(topic, 0, 0, false, false, "deep");
            publisher.flush();
            // then
            assertThat(subscriber.receive()).isEqualTo(message(topic, 0, false, "deep"));
            assertThat((System.nanoTime() - begun) / 1_000_000)
                    .as("milliseconds")
                    .isLessThan(1_000);
        }
    }

    @Test
    void a_topic_or_filter_of_201_levels_is_refused_and_its_sender_is_told_why() throws Exception {
        try (MqttConnection publisher = connected("publisher");
                MqttConnection subscriber = connected("subscriber")) {
            publisher.publish(levels("a", LEVELS_MAX + 1), 1, 1, false, false, "too deep");
            assertThat(publisher.receive()).isEqualTo(new Packet.Disconnect(TOPIC_NAME_INVALID));

            subscriber.subscribe(1, levels("+", LEVELS_MAX) + "/#", 1);
            assertThat(subscriber.receive()).isEqualTo(new Packet.Disconnect(TOPIC_FILTER_INVALID));
        }
    }

    @Test
    void a_client_id_and_a_topic_of_65535_bytes_survive_a_restart() throws Exception {
        String clientId = "c".repeat(NAME_BYTES_MAX);
        String topic = "t".repeat(NAME_BYTES_MAX);
        // given
        try (MqttConnection subscriber = connection(Login.persistent(clientId))) {
            subscriber.subscribe(1, topic, 1);
            assertThat(subscriber.receive()).isEqualTo(new Packet.SubAck(1, 1));
            subscriber.disconnect();
        }
        try (MqttConnection publisher = connected("publisher")) {
            publisher.publish(topic, 1, 1, false, true, "long");
            assertThat(publisher.receive()).isInstanceOfSatisfying(Packet.Ack.class, ack -> assertThat(ack.reason())
                    .isZero());
        }
        // when
        broker.kill();
        broker.restart();
        // then
        try (MqttConnection subscriber = new MqttConnection(Mqtt.V5, broker.port())) {
            assertThat(subscriber.login(Login.persistent(clientId)).sessionPresent())
                    .isTrue();
            assertThat(subscriber.receive()).isEqualTo(message(topic, 1, false, "long"));
            subscriber.subscribe(2, "#", 0);
            assertThat(subscriber.receive()).isEqualTo(new Packet.SubAck(2, 0));
            assertThat(subscriber.receive()).isEqualTo(message(topic, 0, true, "long"));
        }
    }

    @Test
    void a_second_client_with_an_id_of_65535_bytes_takes_over_and_one_that_differs_at_its_end_does_not()
            throws Exception {
        String start = "c".repeat(NAME_BYTES_MAX - 1);
        try (MqttConnection first = connected(start + "1");
                MqttConnection other = connected(start + "2");
                MqttConnection second = connected(start + "1")) {
            assertThat(first.receive()).isEqualTo(new Packet.Disconnect(0x8E));
            for (MqttConnection alive : List.of(other, second)) {
                alive.ping();
                assertThat(alive.receive()).isEqualTo(new Packet.PingResp());
            }
        }
    }

    private static String levels(String level, int count) {
        return String.join("/", Collections.nCopies(count, level));
    }

    /** With the packet id 1, or none. */
    private static Packet.Publish message(String topic, int qos, boolean retain, String payload) {
        return new Packet.Publish(topic, qos, qos, false, retain, payload);
    }

    private MqttConnection connected(String clientId) throws IOException {
        return connection(Login.passing(clientId));
    }

    private MqttConnection connection(Login login) throws IOException {
        MqttConnection connection = new MqttConnection(Mqtt.V5, broker.port());
        connection.login(login);
        return connection;
    }
}
