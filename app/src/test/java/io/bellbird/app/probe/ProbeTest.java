package io.bellbird.app.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.app.cli.ConnectOptions;
import io.bellbird.broker.Broker;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.client.MqttClient;
import io.bellbird.client.net.Endpoint;
import io.bellbird.codec.MqttVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProbeTest {
    private static final long SOON_MILLIS = 5_000;
    private static final long AT_ONCE_MILLIS = 300;

    private static List<Row> look(int port, Optional<MqttVersion> version, long answerMillis) throws Exception {
        Endpoint endpoint = Endpoint.of("mqtt://127.0.0.1:" + port);
        try (Target target =
                new Target(endpoint, new ConnectOptions().dialer(endpoint, Runnable::run), null, null, answerMillis)) {
            return new Probe(target, version, "probed/here", "probe-test-").look();
        }
    }

    private static Finding finding(List<Row> rows, String what) {
        return rows.stream()
                .filter(row -> row.what().equals(what))
                .findFirst()
                .orElseThrow()
                .finding();
    }

    @ParameterizedTest
    @EnumSource
    void this_broker_keeps_to_the_standard_and_nothing_is_left_behind(MqttVersion version) throws Exception {
        try (Broker broker = Broker.start(BrokerConfig.ephemeral())) {
            List<Row> rows = look(broker.port(), Optional.of(version), SOON_MILLIS);

            assertThat(rows).noneMatch(row -> row.finding().answer() == Answer.DEVIATION);
            assertThat(rows)
                    .filteredOn(row -> row.finding().answer() == Answer.NOT_TRIED)
                    .allMatch(row ->
                            !version.hasProperties() && row.finding().detail().startsWith("it needs MQTT "));
            assertThat(retained(broker)).isEmpty();
        }
    }

    /** The topics below the prefix that have something. */
    private static Queue<String> retained(Broker broker) {
        Queue<String> topics = new ConcurrentLinkedQueue<>();
        try (MqttClient client = MqttClient.to("mqtt://127.0.0.1:" + broker.port())) {
            client.connect().join();
            client.subscribe("probed/#", message -> topics.add(message.topic())).join();
            client.publish("probed/end", "").join();
            while (!topics.remove("probed/end")) {
                Thread.onSpinWait();
            }
        }
        return topics;
    }

    @Test
    void a_broker_that_agrees_to_everything_deviates_and_the_statements_are_named() throws Exception {
        try (AgreeableBroker broker = new AgreeableBroker()) {
            List<Row> rows = look(broker.port(), Optional.empty(), AT_ONCE_MILLIS);

            assertThat(finding(rows, "QoS 0")).isEqualTo(Finding.YES);
            assertThat(finding(rows, "kept for later subscribers").statement()).isEqualTo("MQTT-3.3.1-9");
            assertThat(finding(rows, "a second CONNECT"))
                    .isEqualTo(Finding.deviation("MQTT-3.1.0-2", "the broker goes on as if nothing was wrong"));
            assertThat(finding(rows, "a wildcard in a topic").answer()).isEqualTo(Answer.DEVIATION);
            assertThat(finding(rows, "no local").statement()).isEqualTo("MQTT-3.8.3-3");
            assertThat(finding(rows, "taken over by the same client id"))
                    .isEqualTo(Finding.deviation("MQTT-3.1.4-3", "the first connection stays open"));
            assertThat(finding(rows, "go on after a reconnect").statement()).isEqualTo("MQTT-3.2.2-3");
            assertThat(finding(rows, "content type")).isEqualTo(Finding.YES);
            assertThat(finding(rows, "published when the connection breaks").answer())
                    .isEqualTo(Answer.DEVIATION);
            assertThat(finding(rows, "empty client id").statement()).isEqualTo("MQTT-3.2.2-16");
        }
    }

    @Test
    void who_does_not_speak_mqtt_is_not_probed() throws Exception {
        try (ServerSocket closing = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> closeEach(closing), "closing");
            server.setDaemon(true);
            server.start();

            assertThatThrownBy(() -> look(closing.getLocalPort(), Optional.empty(), AT_ONCE_MILLIS))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("it lets nobody in: the broker closes");
        }
    }

    private static void closeEach(ServerSocket server) {
        try {
            while (true) {
                server.accept().close();
            }
        } catch (IOException closed) {
            return;
        }
    }

    @Test
    void where_nobody_listens_it_says_so() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        assertThatThrownBy(() -> look(port, Optional.empty(), AT_ONCE_MILLIS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("refused");
    }
}
