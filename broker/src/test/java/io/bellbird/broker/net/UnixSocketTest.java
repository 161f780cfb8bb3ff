package io.bellbird.broker.net;

import static io.bellbird.broker.net.ProxyHeaders.NO_VALUES;
import static io.bellbird.broker.net.ProxyHeaders.block;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.broker.Broker;
import io.bellbird.broker.BrokerStartException;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.ProxyProtocol;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.conformance.WirePacket;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.ReasonCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients on this machine that come over a Unix domain socket. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class UnixSocketTest {
    private static final String CONNECT = "10 (<MQTT> 05 02 0000 () <%s>)";

    @TempDir
    Path folder;

    private Path path;

    @BeforeEach
    void choosePath() {
        path = folder.resolve("mqtt.sock");
    }

    private BrokerConfig config() {
        return Brokers.config(ListenerConfig.unix(path));
    }

    private static Broker start(BrokerConfig config, Transport transport) throws BrokerStartException {
        return Broker.builder(config).transport(transport).start();
    }

    private RawClient client() throws IOException {
        return RawClient.over(new UnixClientSocket(path), 5);
    }

    private boolean isThere() {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    @ParameterizedTest
    @CsvSource({"EPOLL, 1", "EPOLL, 4", "NIO, 1", "NIO, 4"})
    void messages_come_and_go_wherever_the_client_is_at_home(Transport transport, int shards) throws Exception {
        try (Broker broker = start(config().toBuilder().shards(shards).build(), transport)) {
            for (int i = 0; i < 6; i++) {
                try (RawClient client = client()) {
                    client.connect(CONNECT.formatted("client-" + i)).subscribe("a", 0);
                    client.send("32 (<a> 0001 () 78*300000)");
                    assertThat(client.receiveType(WirePacket.PUBLISH).payload()).hasSize(600_000);
                    client.receiveType(WirePacket.PUBACK);
                    client.disconnect();
                }
            }
            assertThat(broker.bound())
                    .containsExactly(new Broker.Bound(ListenerConfig.unix(path), UnixDomainSocketAddress.of(path)));
        }
        assertThat(isThere()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void a_socket_that_nobody_answers_on_is_replaced(Transport transport) throws Exception {
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path));
        }
        assertThat(isThere()).isTrue();
        try (Broker broker = start(config(), transport)) {
            assertThat(broker.addresses()).isEmpty();
            client().connect(CONNECT.formatted("c")).close();
        }
        assertThat(isThere()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void a_socket_that_somebody_answers_on_is_left_alone(Transport transport) throws Exception {
        try (Broker broker = start(config(), transport)) {
            assertThatThrownBy(() -> start(config(), transport))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessage("the Unix socket " + path
                            + " is in use: stop the program that has it, or choose another path");
            client().connect(CONNECT.formatted("c")).close();
            assertThat(broker.bound()).hasSize(1);
        }
    }

    @Test
    void a_socket_of_one_who_is_too_busy_to_answer_is_left_alone() throws Exception {
        try (ServerSocketChannel busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            busy.bind(UnixDomainSocketAddress.of(path), 1);
            RawClient first = client();
            RawClient second = client();
            assertThatThrownBy(() -> Broker.start(config())).hasMessageContaining("a program may be there");
            first.close();
            second.close();
        }
    }

    @Test
    void a_file_that_is_no_socket_is_left_alone() throws Exception {
        Files.writeString(path, "precious");
        assertThatThrownBy(() -> Broker.start(config()))
                .hasMessage(
                        "the Unix socket " + path + " cannot be opened: there is a file that is no socket: remove it,"
                                + " or choose another path");
        assertThat(path).hasContent("precious");
        Path link = Files.createSymbolicLink(folder.resolve("link"), path);
        assertThatThrownBy(() -> Broker.start(Brokers.config(ListenerConfig.unix(link))))
                .hasMessageContaining("no socket");
        assertThat(path).hasContent("precious");
    }

    @Test
    void a_folder_that_is_not_there_is_named() {
        Path lost = folder.resolve("run").resolve("mqtt.sock");
        assertThatThrownBy(() -> Broker.start(Brokers.config(ListenerConfig.unix(lost))))
                .hasMessage("the Unix socket " + lost + " cannot be opened: there is no folder " + lost.getParent()
                        + ": make it, writable for the user of the broker");
    }

    @Test
    void a_start_that_fails_leaves_no_file() throws Exception {
        Path lost = folder.resolve("run").resolve("mqtt.sock");
        assertThatThrownBy(() -> Broker.start(Brokers.config(ListenerConfig.unix(path), ListenerConfig.unix(lost))))
                .hasMessageContaining("no folder");
        assertThat(isThere()).isFalse();
    }

    @Test
    void the_path_of_the_socket_is_the_address_of_its_clients() throws Exception {
        BlockingQueue<String> peers = new LinkedBlockingQueue<>();
        Broker.Builder builder = Broker.builder(config()).authenticator((credentials, reply) -> {
            peers.add(credentials.peer());
            reply.accept(ReasonCode.SUCCESS);
        });
        try (Broker broker = builder.start()) {
            client().connect(CONNECT.formatted("c")).close();
            assertThat(peers.poll(10, TimeUnit.SECONDS)).isEqualTo("unix:" + path);
            assertThat(broker.bound()).hasSize(1);
        }
    }

    @Test
    void a_proxy_may_come_over_it() throws Exception {
        BlockingQueue<String> peers = new LinkedBlockingQueue<>();
        ListenerConfig listener = ListenerConfig.builder(path.toString(), 0)
                .proxyProtocol(ProxyProtocol.V2)
                .build();
        Broker.Builder builder = Broker.builder(Brokers.config(listener)).authenticator((credentials, reply) -> {
            peers.add(credentials.peer());
            reply.accept(ReasonCode.SUCCESS);
        });
        try (Broker broker = builder.start()) {
            client().sendBytes(block("192.0.2.1", NO_VALUES))
                    .connect(CONNECT.formatted("c"))
                    .close();
            assertThat(peers.poll(10, TimeUnit.SECONDS)).isEqualTo("192.0.2.1:49152");
            assertThat(broker.bound()).hasSize(1);
        }
    }

    @Test
    void it_is_served_beside_tcp() throws Exception {
        try (Broker broker = Brokers.with(ListenerConfig.unix(path), ListenerConfig.local(0))) {
            RawClient local = client().connect(CONNECT.formatted("local")).subscribe("a", 0);
            RawClient remote = RawClient.to(broker, 5).connect(CONNECT.formatted("remote"));
            remote.send("30 (<a> () 78)");
            local.expect("30 (<a> () 78)").close();
            remote.close();
            assertThat(broker.bound()).hasSize(2);
            assertThat(broker.addresses())
                    .extracting(InetSocketAddress::getPort)
                    .containsExactly(broker.port());
        }
    }

    @Test
    void a_limit_names_the_path_and_a_reload_changes_it() throws Exception {
        BrokerConfig one = Brokers.config(ListenerConfig.unix(path).withMaxConnections(1));
        try (LogLines log = new LogLines();
                Broker broker = Broker.start(one);
                RawClient first = client()) {
            first.connect(CONNECT.formatted("first"));
            client().expectClosed();
            assertThat(log.next())
                    .isEqualTo("from=unix:" + path + " closed, listener=" + path
                            + " max_connections=1 is reached refused=1");
            broker.reload(Brokers.config(ListenerConfig.builder(path.toString(), 0)
                    .acceptProtocolVersions(Set.of(MqttVersion.V3_1_1))
                    .build()));
            client().send(CONNECT.formatted("second")).expectConnack(0x84);
            first.expectNothing();
        }
    }

    @Test
    void a_broker_without_a_port_says_so() throws Exception {
        try (Broker broker = Broker.start(config())) {
            assertThatThrownBy(broker::port)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the broker listens on no port: see bound()");
            assertThat(broker.addresses()).isEqualTo(List.of());
        }
    }
}
