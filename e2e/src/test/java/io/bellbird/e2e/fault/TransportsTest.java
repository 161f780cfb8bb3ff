package io.bellbird.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.client.ClientOptions;
import io.bellbird.client.Connected;
import io.bellbird.client.MqttClient;
import io.bellbird.client.PublishOptions;
import io.bellbird.client.SubscribeOptions;
import io.bellbird.client.TlsOptions;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.MqttVersion;
import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.Certificates;
import io.bellbird.e2e.Folders;
import io.bellbird.e2e.Inbox;
import io.bellbird.e2e.RealBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way to a broker, in each version of MQTT. */
final class TransportsTest {
    private static final int TLS_PORT = BrokerProcess.freePort();
    private static final int WSS_PORT = BrokerProcess.freePort();
    private static final int MOSQUITTO_TLS_PORT = BrokerProcess.freePort();
    private static final int MOSQUITTO_WSS_PORT = BrokerProcess.freePort();
    private static final int ONLY_3_1_1_PORT = BrokerProcess.freePort();
    private static final int ONLY_3_1_PORT = BrokerProcess.freePort();
    /** More than is read or written at once. */
    private static final int LARGE_BYTES = 300_000;
    /** Mosquitto reads 40 KB a second from a WebSocket. */
    private static final int LARGE_BYTES_IN_FRAMES = 10_000;

    private static final Map<Make, RealBroker> BROKERS = new EnumMap<>(Make.class);
    private static Path folder;

    @RegisterExtension
    final OpenClients clients = new OpenClients();

    /** How a client gets to a broker. */
    enum Way {
        TCP,
        TLS,
        WEBSOCKET,
        WEBSOCKET_TLS,
        UNIX;

        private String uri(Make make) {
            RealBroker broker = BROKERS.get(make);
            boolean ours = make == Make.BELLBIRD;
            return switch (this) {
                case TCP -> "mqtt://127.0.0.1:" + broker.port();
                case TLS -> "mqtts://127.0.0.1:" + (ours ? TLS_PORT : MOSQUITTO_TLS_PORT);
                case WEBSOCKET -> "ws://127.0.0.1:" + broker.webSocketPort() + "/mqtt";
                case WEBSOCKET_TLS -> "wss://127.0.0.1:" + (ours ? WSS_PORT : MOSQUITTO_WSS_PORT) + "/mqtt";
                case UNIX -> "mqtt+unix://" + folder.resolve("mqtt.sock");
            };
        }

        private boolean leadsTo(Make make) {
            return switch (make) {
                case BELLBIRD -> true;
                case MOSQUITTO -> this != UNIX;
                case HIVEMQ -> this == TCP || this == WEBSOCKET;
            };
        }
    }

    @BeforeAll
    static void start() throws IOException {
        folder = Files.createTempDirectory("ways"); // below target the path would be too long
        List<String> lines = new ArrayList<>(List.of("listener 0 " + folder.resolve("mqtt.sock")));
        lines.addAll(secure(TLS_PORT, WSS_PORT));
        lines.addAll(List.of("listener " + ONLY_3_1_1_PORT + " 127.0.0.1", "accept_protocol_versions 4"));
        lines.addAll(List.of("listener " + ONLY_3_1_PORT + " 127.0.0.1", "accept_protocol_versions 3"));
        BROKERS.put(Make.BELLBIRD, Make.BELLBIRD.start(lines));
        BROKERS.put(Make.MOSQUITTO, Make.MOSQUITTO.start(secure(MOSQUITTO_TLS_PORT, MOSQUITTO_WSS_PORT)));
        BROKERS.put(Make.HIVEMQ, Make.HIVEMQ.start());
    }

    private static List<String> secure(int tlsPort, int wssPort) {
        List<String> lines = new ArrayList<>(List.of("listener " + tlsPort + " 127.0.0.1"));
        lines.addAll(Certificates.lines("server"));
        lines.addAll(List.of("listener " + wssPort + " 127.0.0.1", "protocol websockets"));
        lines.addAll(Certificates.lines("server"));
        return lines;
    }

    @AfterAll
    static void stop() {
        BROKERS.values().forEach(RealBroker::close);
        Folders.delete(folder);
    }

    private static Stream<Arguments> waysAndVersions() {
        return Arrays.stream(Make.values()).flatMap(make -> Arrays.stream(Way.values())
                .filter(way -> way.leadsTo(make))
                .flatMap(way -> Stream.concat(
                                Stream.of(Optional.<MqttVersion>empty()),
                                Stream.of(MqttVersion.V5, MqttVersion.V3_1_1, MqttVersion.V3_1)
                                        .map(Optional::of))
                        .map(version -> Arguments.of(make, way, version))));
    }

    @ParameterizedTest
    @MethodSource("waysAndVersions")
    void small_and_large_messages_come_back(Make make, Way way, Optional<MqttVersion> version) {
        // given
        ClientOptions.Builder options = options(way.uri(make));
        version.ifPresent(options::version);
        Inbox<Bytes> received = new Inbox<>();
        // when
        MqttClient client = clients.open(options);
        Connected connected = Await.result(client.connect(), "the connection");
        Await.result(
                client.subscribe("ways/#", SubscribeOptions.QOS_2, message -> received.add(message.payload())),
                "the subscription");
        // then
        assertThat(connected.version()).isEqualTo(version.orElse(MqttVersion.V5));
        boolean slow = make == Make.MOSQUITTO && way.uri(make).startsWith("ws");
        byte[] large = new byte[slow ? LARGE_BYTES_IN_FRAMES : LARGE_BYTES];
        new Random(1).nextBytes(large);
        for (Bytes payload : List.of(Bytes.utf8("small"), Bytes.EMPTY, Bytes.wrap(large))) {
            for (PublishOptions how : List.of(PublishOptions.QOS_0, PublishOptions.QOS_1, PublishOptions.QOS_2)) {
                Await.result(client.publish("ways/" + way, payload, how), "the message");
                assertThat(received.next("the message")).isEqualTo(payload);
            }
        }
    }

    private static ClientOptions.Builder options(String uri) {
        return OpenClients.options(uri).tls(TlsOptions.DEFAULT.trusting(Path.of(Certificates.file("ca.pem"))));
    }

    @ParameterizedTest
    @CsvSource({"4, V3_1_1", "3, V3_1"})
    void client_that_is_told_nothing_falls_back_to_the_version_that_the_broker_speaks(int only, MqttVersion spoken) {
        // given
        FaultProxy network = clients.network(only == 4 ? ONLY_3_1_1_PORT : ONLY_3_1_PORT);
        Watching watching = new Watching();
        // when
        MqttClient client = clients.connected(options(network.uri()).listener(watching));
        // then
        assertThat(watching.nextConnection().version()).isEqualTo(spoken);
        Inbox<String> received = new Inbox<>();
        Await.result(client.subscribe("old", message -> received.add(message.text())), "the subscription");
        // when
        int attempts = network.accepted();
        network.cut();
        // then
        assertThat(watching.nextConnection().version()).isEqualTo(spoken);
        assertThat(network.accepted() - attempts).as("attempts to come back").isEqualTo(1);
        Await.result(client.publish("old", "hello"), "the message");
        assertThat(received.next("the message")).isEqualTo("hello");
    }

    @Test
    void link_with_tls_that_breaks_is_opened_again() {
        // given
        FaultProxy network = clients.network(TLS_PORT);
        Watching watching = new Watching();
        MqttClient client = clients.connected(
                options(network.uri().replace("mqtt:", "mqtts:")).listener(watching));
        watching.nextConnection();
        Inbox<String> received = new Inbox<>();
        Await.result(client.subscribe("tls", message -> received.add(message.text())), "the subscription");
        // when
        network.cutAfter(Direction.TO_BROKER, 10);
        Await.result(client.publish("tls", "hello"), "the message");
        // then
        assertThat(received.next("the message")).isEqualTo("hello");
        assertThat(watching.nextConnection().sessionPresent()).isTrue();
    }
}
