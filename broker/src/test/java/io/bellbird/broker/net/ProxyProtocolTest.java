package io.bellbird.broker.net;

import static io.bellbird.broker.net.ProxyHeaders.NO_VALUES;
import static io.bellbird.broker.net.ProxyHeaders.block;
import static io.bellbird.broker.net.ProxyHeaders.joined;
import static io.bellbird.broker.net.ProxyHeaders.line;
import static io.bellbird.broker.net.ProxyHeaders.localBlock;
import static io.bellbird.broker.net.ProxyHeaders.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Broker;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.LoginLimits;
import io.bellbird.broker.config.Protocol;
import io.bellbird.broker.config.ProxyProtocol;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.conformance.RawWebSocket;
import io.bellbird.codec.ReasonCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients behind a proxy that says who they are. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class ProxyProtocolTest {
    private static final String CONNECT = "10 (<MQTT> 05 02 0000 () <%s>)";
    private static final String LOGIN = "10 (<MQTT> 05 82 0000 () <c> <nobody>)";

    private static Socket proxy(int port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private static Socket proxy(int port, byte[] header) throws IOException {
        Socket socket = proxy(port);
        socket.getOutputStream().write(header);
        return socket;
    }

    private static RawClient client(Broker broker, byte[] header) throws IOException {
        return RawClient.over(proxy(broker.port(), header), 5);
    }

    private static Broker start(ProxyProtocol version) throws Exception {
        return Brokers.with(listener -> listener.proxyProtocol(version));
    }

    /** A broker that notes where clients come from. */
    private static Broker noting(
            BlockingQueue<String> peers, Transport transport, UnaryOperator<ListenerConfig.Builder> differing)
            throws Exception {
        return Broker.builder(Brokers.config(Brokers.listener(differing)))
                .transport(transport)
                .authenticator((credentials, reply) -> {
                    peers.add(credentials.peer());
                    reply.accept(ReasonCode.SUCCESS);
                })
                .start();
    }

    private static String next(BlockingQueue<String> peers) throws InterruptedException {
        return String.valueOf(peers.poll(10, TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @EnumSource
    void the_address_of_the_header_is_the_clients(Transport transport) throws Exception {
        BlockingQueue<String> peers = new LinkedBlockingQueue<>();
        try (Broker broker = noting(peers, transport, listener -> listener.proxyProtocol(ProxyProtocol.V2))) {
            for (int i = 0; i < 6; i++) { // some are at home on the other loop
                try (RawClient client = client(broker, block("2001:db8::" + i, NO_VALUES))) {
                    client.connect(CONNECT.formatted("client-" + i)).expectNothing();
                    assertThat(next(peers)).isEqualTo("[2001:db8:0:0:0:0:0:" + i + "]:49152");
                }
            }
        }
    }

    @Test
    void header_and_connect_may_come_as_one_piece() throws Exception {
        BlockingQueue<String> peers = new LinkedBlockingQueue<>();
        try (Broker broker = noting(peers, Transport.best(), listener -> listener.proxyProtocol(ProxyProtocol.V1))) {
            byte[] connect = {0x10, 14, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0, 0, 2, 'i', 'd'};
            RawClient.over(proxy(broker.port(), joined(line("192.0.2.1"), connect)), 4)
                    .expect("20 02 00 00")
                    .close();
            assertThat(next(peers)).isEqualTo("192.0.2.1:49152");
        }
    }

    @Test
    void a_proxy_that_speaks_for_itself_keeps_its_own_address() throws Exception {
        BlockingQueue<String> peers = new LinkedBlockingQueue<>();
        try (Broker broker = noting(peers, Transport.best(), listener -> listener.proxyProtocol(ProxyProtocol.V2))) {
            client(broker, localBlock()).connect(CONNECT.formatted("c")).close();
            assertThat(next(peers)).startsWith("127.0.0.1:");
        }
        try (Broker broker = noting(peers, Transport.best(), listener -> listener.proxyProtocol(ProxyProtocol.V1))) {
            client(broker, text("PROXY UNKNOWN\r\n"))
                    .connect(CONNECT.formatted("c"))
                    .close();
            assertThat(next(peers)).startsWith("127.0.0.1:");
        }
    }

    @Test
    void the_header_comes_before_tls() throws Exception {
        BlockingQueue<String> peers = new LinkedBlockingQueue<>();
        try (Broker broker = noting(peers, Transport.best(), listener -> listener.proxyProtocol(ProxyProtocol.V2)
                .tls(TlsFiles.server("server")))) {
            Socket socket = proxy(broker.port(), block("192.0.2.1", NO_VALUES));
            SSLSocket encrypted = (SSLSocket)
                    TlsFiles.client().getSocketFactory().createSocket(socket, "127.0.0.1", broker.port(), true);
            encrypted.startHandshake();
            RawClient.over(encrypted, 5)
                    .connect(CONNECT.formatted("c"))
                    .expectNothing()
                    .close();
            assertThat(next(peers)).isEqualTo("192.0.2.1:49152");
        }
    }

    @Test
    void the_header_comes_before_web_socket() throws Exception {
        BlockingQueue<String> peers = new LinkedBlockingQueue<>();
        try (Broker broker = noting(peers, Transport.best(), listener -> listener.proxyProtocol(ProxyProtocol.V1)
                        .protocol(Protocol.WEBSOCKETS));
                RawWebSocket client = RawWebSocket.over(proxy(broker.port(), line("192.0.2.1")))) {
            assertThat(client.upgrade("/mqtt", "mqtt")).startsWith("HTTP/1.1 101 ");
            client.send(CONNECT.formatted("c"));
            assertThat(next(peers)).isEqualTo("192.0.2.1:49152");
        }
    }

    @Test
    void who_guesses_passwords_is_banned_and_not_the_proxy(@TempDir Path folder) throws Exception {
        BrokerConfig config =
                Brokers.config(Brokers.listener(listener -> listener.proxyProtocol(ProxyProtocol.V1))).toBuilder()
                        .allowAnonymous(false)
                        .passwordFile(Files.createFile(folder.resolve("users")))
                        .loginLimits(new LoginLimits(1, 60))
                        .build();
        try (LogLines log = new LogLines();
                Broker broker = Broker.start(config)) {
            client(broker, line("192.0.2.1")).send(LOGIN).expectConnack(0x86);
            client(broker, line("192.0.2.1")).send(LOGIN).expectConnack(0x8A);
            client(broker, line("192.0.2.2")).send(LOGIN).expectConnack(0x86);
            assertThat(log.rest())
                    .anyMatch(line -> line.startsWith("from=192.0.2.1 banned"))
                    .noneMatch(line -> line.startsWith("from=127.0.0.1"));
        }
    }

    @Test
    void a_client_that_comes_past_the_proxy_is_cut_off() throws Exception {
        try (LogLines log = new LogLines();
                Broker broker = start(ProxyProtocol.V2)) {
            RawClient.to(broker, 5).send(CONNECT.formatted("c")).expectClosed();
            assertThat(log.next())
                    .isEqualTo(
                            "from=127.0.0.1 closed: the PROXY header is missing, which enable_proxy_protocol 2 asks"
                                    + " for, MQTT comes instead: let clients connect to the proxy, and the proxy send the header");
            assertThat(log.rest()).isEmpty();
        }
    }

    @Test
    void a_listener_that_expects_no_proxy_says_what_to_set() throws Exception {
        try (LogLines log = new LogLines();
                Broker broker = Brokers.with(
                        Brokers.listener(listener -> listener),
                        Brokers.listener(listener -> listener.protocol(Protocol.WEBSOCKETS)),
                        Brokers.listener(listener -> listener.tls(TlsFiles.server("server"))))) {
            for (int i = 0; i < 3; i++) {
                int port = broker.addresses().get(i).getPort();
                RawClient.over(proxy(port, line("192.0.2.1")), 5).expectClosed();
                assertThat(log.next()).isEqualTo(unexpected(1));
                RawClient.over(proxy(port, block("192.0.2.1", NO_VALUES)), 5).expectClosed();
                assertThat(log.next()).isEqualTo(unexpected(2));
            }
            assertThat(log.rest()).isEmpty();
        }
    }

    private static String unexpected(int version) {
        return "from=127.0.0.1 closed: this looks like the PROXY protocol: set enable_proxy_protocol " + version
                + " below 'listener 0', and let nobody but the proxy reach it";
    }

    @Test
    void a_second_header_is_one_too_many() throws Exception {
        try (LogLines log = new LogLines();
                Broker broker = start(ProxyProtocol.V1)) {
            client(broker, joined(line("192.0.2.1"), line("192.0.2.2"))).expectClosed();
            assertThat(log.next())
                    .isEqualTo(
                            "from=192.0.2.1:49152 closed: a second PROXY header follows the first: let only the proxy"
                                    + " next to the broker send one");
        }
    }

    /** With one shard, which counts connections in the order in which they come. */
    @Test
    void a_connection_counts_from_before_its_header_on() throws Exception {
        ListenerConfig listener = Brokers.listener(
                differing -> differing.proxyProtocol(ProxyProtocol.V1).maxConnections(1));
        try (LogLines log = new LogLines();
                Broker broker = Broker.start(
                        Brokers.config(listener).toBuilder().shards(1).build())) {
            RawClient first = client(broker, text("PROXY "));
            client(broker, line("192.0.2.1")).expectClosed();
            assertThat(log.next()).contains("from=127.0.0.1 closed", "max_connections=1 is reached");
            first.sendBytes(text("TCP4 192.0.2.1 127.0.0.1 49152 1883\r\n"))
                    .connect(CONNECT.formatted("c"))
                    .expectNothing()
                    .close();
        }
    }
}
