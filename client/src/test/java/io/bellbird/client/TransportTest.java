package io.bellbird.client;

import static io.bellbird.client.ScriptedBroker.WELCOME;
import static io.bellbird.client.ScriptedBroker.await;
import static io.bellbird.client.ScriptedBroker.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.codec.Publish;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways to a broker. */
class TransportTest {
    private static final Path TLS = Path.of("src/test/resources/tls");
    private static final TlsOptions TRUSTING = TlsOptions.DEFAULT.trusting(TLS.resolve("ca.pem"));

    // WebSocket

    private static Socket accept(ServerSocket server) throws IOException {
        Socket socket = server.accept();
        socket.setSoTimeout(ScriptedBroker.PATIENCE_MILLIS);
        return socket;
    }

    private static ServerSocket loopback() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @Test
    @Spec(
            value = {"MQTT-6.0.0-1", "MQTT-6.0.0-2", "MQTT-6.0.0-3"},
            v3 = {"MQTT-6.0.0-1", "MQTT-6.0.0-2", "MQTT-6.0.0-3"})
    void web_socket_has_the_subprotocol_and_binary_frames_and_packets_may_be_split() throws IOException {
        try (ServerSocket server = loopback()) {
            MqttClient client = ClientOptions.builder("ws://127.0.0.1:" + server.getLocalPort() + "/there?a=b")
                    .webSocketHeader("X-Token", "secret")
                    .build();
            CompletableFuture<Connected> connecting = client.connect();
            ScriptedWebSocket socket = new ScriptedWebSocket(accept(server), "mqtt");
            assertThat(socket.request.get(0)).isEqualTo("GET /there?a=b HTTP/1.1");
            assertThat(socket.header("sec-websocket-protocol")).isEqualTo("mqtt");
            assertThat(socket.header("x-token")).isEqualTo("secret");
            ScriptedConnection connection = socket.connection();
            connection.expectConnect();
            connection.send(WELCOME);
            await(connecting);
            connection.send("32 ['t' 0001 {} <x>]");
            connection.expect("40 [0001]");
            client.publish("t", "x".repeat(1_000));
            connection.expect(Publish.class);
            client.disconnect(DisconnectOptions.DEFAULT);
            connection.send("40 [0001]");
            connection.expect("E0 [00 [11 00000000]]");
        }
    }

    @Test
    void frame_of_text_ends_the_connection() throws IOException {
        try (ServerSocket server = loopback()) {
            MqttClient client = ClientOptions.builder("ws://127.0.0.1:" + server.getLocalPort())
                    .build();
            CompletableFuture<Connected> connecting = client.connect();
            ScriptedWebSocket socket = new ScriptedWebSocket(accept(server), "mqtt");
            assertThat(socket.request.get(0)).isEqualTo("GET /mqtt HTTP/1.1");
            socket.connection().expectConnect();
            socket.sendText("hello");
            assertThat(failure(connecting)).isInstanceOf(ConnectFailedException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "other"})
    void web_socket_without_the_subprotocol_is_left(String subprotocol) throws IOException {
        try (ServerSocket server = loopback()) {
            MqttClient client = ClientOptions.builder("ws://127.0.0.1:" + server.getLocalPort())
                    .build();
            CompletableFuture<Connected> connecting = client.connect();
            new ScriptedWebSocket(accept(server), subprotocol);
            assertThat(failure(connecting)).hasMessageContaining("there is no MQTT over WebSocket");
        }
    }

    // Unix domain socket

    @Test
    void unix_domain_socket_carries_packets(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            MqttClient client = ClientOptions.builder("mqtt+unix://" + path).build();
            CompletableFuture<Connected> connecting = client.connect();
            SocketChannel socket = server.accept();
            ScriptedConnection connection =
                    new ScriptedConnection(Channels.newInputStream(socket), Channels.newOutputStream(socket), socket);
            connection.expectConnect();
            connection.send(WELCOME);
            await(connecting);
            client.close();
            connection.expect("E0 [00 [11 00000000]]");
        }
    }

    @Test
    void unix_domain_socket_that_is_not_there_is_named(@TempDir Path folder) {
        MqttClient client =
                ClientOptions.builder("mqtt+unix://" + folder.resolve("none")).build();
        assertThat(failure(client.connect()))
                .isInstanceOf(ConnectFailedException.class)
                .hasMessageContaining("none");
    }

    // TLS

    private static ServerSocketFactory tls() throws IOException {
        return ((JdkSslContext) SslContextBuilder.forServer(
                                TLS.resolve("server-ec.pem").toFile(),
                                TLS.resolve("server-ec-key.pem").toFile())
                        .sslProvider(SslProvider.JDK)
                        .build())
                .context()
                .getServerSocketFactory();
    }

    private static MqttClient tlsClient(ScriptedBroker broker, String host, TlsOptions options) {
        return ClientOptions.builder("mqtts://" + host + ":" + broker.port())
                .tls(options)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1"})
    void tls_carries_packets_to_a_broker_whose_certificate_names_its_host(String host) throws IOException {
        try (ScriptedBroker broker = new ScriptedBroker(tls())) {
            MqttClient client = tlsClient(broker, host, TRUSTING);
            CompletableFuture<Connected> connecting = client.connect();
            broker.accept(WELCOME);
            await(connecting);
            client.disconnect(DisconnectOptions.DEFAULT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.2", "127.1.2.3"})
    void broker_whose_certificate_names_another_host_is_left(String host) throws IOException {
        try (ServerSocket server = tls().createServerSocket(0)) {
            MqttClient client = ClientOptions.builder("mqtts://" + host + ":" + server.getLocalPort())
                    .tls(TRUSTING)
                    .build();
            CompletableFuture<Connected> connecting = client.connect();
            Socket socket = accept(server);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(IOException.class);
            assertThat(failure(connecting)).hasMessageContaining("TLS failed");
        }
    }

    @Test
    void host_name_is_not_checked_when_that_is_switched_off() throws IOException {
        try (ServerSocket server = tls().createServerSocket(0)) {
            TlsOptions careless = new TlsOptions(
                    TRUSTING.caFile(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    TRUSTING.versions(),
                    false);
            MqttClient client = ClientOptions.builder("mqtts://127.0.0.2:" + server.getLocalPort())
                    .tls(careless)
                    .build();
            CompletableFuture<Connected> connecting = client.connect();
            Socket socket = accept(server);
            ScriptedConnection connection =
                    new ScriptedConnection(socket.getInputStream(), socket.getOutputStream(), socket);
            connection.expectConnect();
            connection.send(WELCOME);
            await(connecting);
            client.disconnect(DisconnectOptions.DEFAULT);
        }
    }

    @Test
    void broker_that_nobody_here_trusts_is_left() throws IOException {
        try (ScriptedBroker broker = new ScriptedBroker(tls())) {
            MqttClient client =
                    tlsClient(broker, "localhost", TlsOptions.DEFAULT.trusting(TLS.resolve("other-ca.pem")));
            CompletableFuture<Connected> connecting = client.connect();
            ScriptedConnection connection = broker.accept();
            assertThatThrownBy(connection::expectConnect).isInstanceOf(AssertionError.class);
            assertThat(failure(connecting)).hasMessageContaining("TLS failed").hasMessageContaining("TlsOptions");
        }
    }

    @Test
    void broker_without_tls_is_left() {
        try (ScriptedBroker broker = new ScriptedBroker()) {
            MqttClient client = tlsClient(broker, "localhost", TRUSTING);
            CompletableFuture<Connected> connecting = client.connect();
            broker.accept().send("20 [00 00 00]");
            assertThat(failure(connecting)).hasMessageContaining("TLS failed");
        }
    }

    @Test
    void file_that_is_no_certificate_is_named(@TempDir Path folder) {
        assertThatThrownBy(() -> ClientOptions.builder("mqtts://localhost")
                        .tls(TlsOptions.DEFAULT.trusting(folder.resolve("none.pem")))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none.pem");
        assertThatThrownBy(() -> ClientOptions.builder("wss://localhost")
                        .tls(TlsOptions.DEFAULT.trusting(TLS.resolve("server-ec-key.pem")))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("server-ec-key.pem");
    }

    // Nobody there

    @Test
    void host_that_is_not_known_is_named() {
        MqttClient client = ClientOptions.builder("mqtt://no.such.host.invalid").build();
        assertThat(failure(client.connect()))
                .isInstanceOf(ConnectFailedException.class)
                .hasMessageContaining("the host is not known")
                .hasMessageContaining("no.such.host.invalid");
    }

    @Test
    void port_where_nobody_listens_is_named() throws IOException {
        int port;
        try (ServerSocket server = loopback()) {
            port = server.getLocalPort();
        }
        MqttClient client = ClientOptions.builder("mqtt://127.0.0.1:" + port).build();
        assertThat(failure(client.connect()))
                .isInstanceOf(ConnectFailedException.class)
                .hasMessageContaining("does a broker run there?")
                .hasMessageContaining(String.valueOf(port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtts", "wss", "ws"})
    void broker_that_does_not_answer_the_handshake_of_the_transport_is_given_up(String scheme) throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            MqttClient client = MqttClient.builder(scheme + "://127.0.0.1:" + silent.getLocalPort())
                    .connectTimeout(Duration.ofMillis(200))
                    .build();
            CompletableFuture<Connected> connecting = client.connect();
            try (Socket socket = silent.accept()) {
                socket.setSoTimeout(ScriptedBroker.PATIENCE_MILLIS);
                assertThat(failure(connecting)).hasMessageContaining("there was no connection within 200 ms");
                socket.getInputStream().readAllBytes(); // ends with the connection
            }
        }
    }
}
