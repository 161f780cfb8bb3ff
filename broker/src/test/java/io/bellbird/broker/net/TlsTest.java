package io.bellbird.broker.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.broker.Broker;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.Protocol;
import io.bellbird.broker.config.TlsConfig;
import io.bellbird.broker.config.TlsConfig.ClientCertificate;
import io.bellbird.broker.config.TlsVersion;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.conformance.RawWebSocket;
import io.bellbird.broker.conformance.WirePacket;
import io.bellbird.broker.security.Authenticator.Credentials;
import io.bellbird.codec.ReasonCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that speak TLS, over TCP and WebSocket. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class TlsTest {
    private static final String CONNECT = "10 (<MQTT> 05 02 0000 () <%s>)";
    private static final List<Integer> SIZES =
            List.of(5, 16_383, 16_384, 16_385, 32_767, 32_768, 65_537, 1_000_000, 1, 3_000_000, 6);

    private static ListenerConfig listener(TlsConfig tls) {
        return Brokers.listener(listener -> listener.tls(tls));
    }

    private static Broker start(int shards, ListenerConfig... listeners) throws Exception {
        return Broker.start(Brokers.config(listeners).toBuilder().shards(shards).build());
    }

    private static RawClient client(int port, SSLContext context, String... protocols) throws IOException {
        return RawClient.over(TlsFiles.connect(port, context, protocols), 5);
    }

    private static void exchangeAll(RawClient client) {
        for (int i = 0; i < SIZES.size(); i++) {
            client.send("32 (<a> %04X () %02X*%d)".formatted(i + 1, i, SIZES.get(i)));
            assertThat(client.receiveType(WirePacket.PUBLISH)
                            .payload()
                            .equals("%02x".formatted(i).repeat(SIZES.get(i))))
                    .as("message of %d bytes", SIZES.get(i))
                    .isTrue();
            assertThat(client.receiveType(WirePacket.PUBACK).packetId()).isEqualTo(i + 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, TLSv1.2, server", "1, TLSv1.3, server", "4, TLSv1.2, server-ec", "4, TLSv1.3, server-ec"})
    void messages_of_all_sizes_come_and_go_wherever_the_client_is_at_home(
            int shards, String version, String certificate) throws Exception {
        try (Broker broker = start(shards, listener(TlsFiles.server(certificate)))) {
            for (int i = 0; i < 6; i++) {
                try (RawClient client = client(broker.port(), TlsFiles.client(), version)) {
                    client.connect(CONNECT.formatted("client-" + i)).subscribe("a", 0);
                    exchangeAll(client);
                    client.disconnect();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void websocket_goes_through_tls_as_well(int shards) throws Exception {
        ListenerConfig secure = listener(TlsFiles.server()).withProtocol(Protocol.WEBSOCKETS);
        try (Broker broker = start(shards, secure)) {
            for (int i = 0; i < 6; i++) {
                try (RawWebSocket client = RawWebSocket.over(TlsFiles.connect(broker.port(), TlsFiles.client()))) {
                    assertThat(client.upgrade("/mqtt", "mqtt")).startsWith("HTTP/1.1 101 ");
                    client.send(CONNECT.formatted("client-" + i));
                    assertThat(client.receive().reason()).isZero();
                    client.send("82 (0001 () <a> 00)").expect("90 (0001 () 00)");
                    for (int size : List.of(5, 16_384, 32_767, 32_768, 100_000)) {
                        client.send("30 (<a> () 77*%d)".formatted(size));
                        assertThat(client.receive().payload()).hasSize(2 * size);
                    }
                }
            }
        }
    }

    @Test
    void who_reads_late_gets_all_and_then_a_clean_end() throws Exception {
        try (Broker broker = start(2, listener(TlsFiles.server()));
                RawClient late = client(broker.port(), TlsFiles.client()).connect(CONNECT.formatted("late"));
                RawClient publisher = client(broker.port(), TlsFiles.client()).connect(CONNECT.formatted("p"))) {
            late.subscribe("a", 0);
            for (int size : SIZES) {
                publisher.send("32 (<a> 0001 () 66*%d)".formatted(size)).receiveType(WirePacket.PUBACK);
            }
            try (RawClient taker = client(broker.port(), TlsFiles.client()).connect(CONNECT.formatted("late"))) {
                assertThat(late.receive(SIZES.size()).stream()
                                .map(packet -> packet.payload().length() / 2))
                        .isEqualTo(SIZES);
                // the end of TLS is told, else the socket would throw
                late.expectDisconnect(0x8E);
                assertThat(taker.connack().reason()).isZero();
            }
        }
    }

    @Test
    void the_lowest_version_holds() throws Exception {
        TlsConfig server = TlsFiles.server();
        TlsConfig newest = new TlsConfig(
                server.certFile(),
                server.keyFile(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ClientCertificate.NONE,
                TlsVersion.V1_3,
                List.of(),
                List.of());
        try (Broker broker = start(1, listener(newest));
                LogLines log = new LogLines()) {
            assertThatThrownBy(() -> client(broker.port(), TlsFiles.client(), "TLSv1.2"))
                    .isInstanceOf(SSLException.class);
            assertThat(log.next())
                    .isEqualTo("from=127.0.0.1 closed: the client has no version of TLS that this listener has, see"
                            + " tls_version");
            client(broker.port(), TlsFiles.client())
                    .connect(CONNECT.formatted("c"))
                    .disconnect();
            assertThat(log.rest()).isEmpty();
        }
    }

    @Test
    void the_first_cipher_of_the_configuration_that_the_client_has_is_taken() throws Exception {
        TlsConfig server = TlsFiles.server();
        TlsConfig choosy = new TlsConfig(
                server.certFile(),
                server.keyFile(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ClientCertificate.NONE,
                TlsVersion.V1_2,
                List.of("ECDHE-RSA-CHACHA20-POLY1305", "ECDHE-RSA-AES256-GCM-SHA384"),
                List.of("TLS_AES_128_GCM_SHA256"));
        try (Broker broker = start(1, listener(choosy));
                SSLSocket tls12 = TlsFiles.connect(broker.port(), TlsFiles.client(), "TLSv1.2");
                SSLSocket tls13 = TlsFiles.connect(broker.port(), TlsFiles.client(), "TLSv1.3")) {
            assertThat(tls12.getSession().getCipherSuite()).isEqualTo("TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
            assertThat(tls13.getSession().getCipherSuite()).isEqualTo("TLS_AES_128_GCM_SHA256");
        }
    }

    @Test
    void another_handshake_on_an_open_connection_is_refused() throws Exception {
        try (Broker broker = start(1, listener(TlsFiles.server()));
                SSLSocket socket = TlsFiles.connect(broker.port(), TlsFiles.client(), "TLSv1.2")) {
            socket.getSession().invalidate(); // which could else be resumed at no cost
            assertThatThrownBy(() -> {
                        socket.startHandshake();
                        socket.getInputStream().read();
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    // Certificates of clients

    private static BlockingQueue<Credentials> credentials(BrokerConfig config, BrokerUse use) throws Exception {
        BlockingQueue<Credentials> asked = new LinkedBlockingQueue<>();
        try (Broker broker = Broker.builder(config)
                .authenticator((credentials, answer) -> {
                    asked.add(credentials);
                    answer.accept(ReasonCode.SUCCESS);
                })
                .start()) {
            use.with(broker);
        }
        return asked;
    }

    private interface BrokerUse {
        void with(Broker broker) throws Exception;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    REQUIRED > alice > false
                    IDENTITY > pump 7 > true
                    SUBJECT  > CN=pump 7,OU=Farm,O=Bellbird tests > true
                    """)
    void the_user_name_is_what_the_configuration_takes_from_the_certificate(
            ClientCertificate use, String username, boolean certified) throws Exception {
        BlockingQueue<Credentials> asked = credentials(Brokers.config(listener(TlsFiles.asking(use))), broker -> {
            for (int i = 0; i < 4; i++) {
                try (RawClient client = client(broker.port(), TlsFiles.client("client"))) {
                    client.connect("10 (<MQTT> 05 C2 0000 () <c%d> <alice> <secret>)".formatted(i))
                            .disconnect();
                }
            }
        });
        assertThat(asked).hasSize(4).allSatisfy(credentials -> {
            assertThat(credentials.username()).isEqualTo(username);
            assertThat(credentials.certified()).isEqualTo(certified);
        });
    }

    @Test
    void the_name_of_the_certificate_lets_in_where_nobody_may_come_without_one() throws Exception {
        ListenerConfig named = listener(TlsFiles.asking(ClientCertificate.IDENTITY)).toBuilder()
                .allowAnonymous(false)
                .useUsernameAsClientId(true)
                .build();
        try (Broker broker = start(4, named);
                LogLines log = new LogLines();
                RawClient client = client(broker.port(), TlsFiles.client("client"));
                RawClient nameless = client(broker.port(), TlsFiles.client("client-nameless"));
                RawClient old =
                        RawClient.over(TlsFiles.connect(broker.port(), TlsFiles.client("client-nameless")), 4)) {
            client.connect(CONNECT.formatted("c"));
            nameless.send("10 (<MQTT> 05 82 0000 () <c> <alice>)").expectConnack(0x87);
            assertThat(log.next())
                    .isEqualTo("from=127.0.0.1 refused version=V5 reason=NOT_AUTHORIZED its certificate has no name"
                            + " for a user");
            old.send("10 (<MQTT> 04 02 0000 <c>)").expectConnack(0x05);
            client.expectNothing();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    none > the client has sent no certificate, and require_certificate is true
                    client-expired > the client's certificate has expired
                    client-early > the client's certificate is not valid yet, or the clock of this machine is wrong
                    client-strange > the client's certificate comes from none of cafile and capath
                    client-self > the client's certificate comes from none of cafile and capath
                    client-server > the client's certificate cannot be used: Extended key usage does not permit use for TLS client authentication
                    client-revoked > the client's certificate is revoked
                    """)
    void a_client_without_a_good_certificate_is_refused_with_one_line(String certificate, String reason)
            throws Exception {
        TlsConfig asking = TlsFiles.asking("server", ClientCertificate.REQUIRED, Optional.of("crl.pem"));
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            try (Broker broker = start(1, listener(asking));
                    LogLines log = new LogLines();
                    RawClient good = client(broker.port(), TlsFiles.client("client"))) {
                good.connect(CONNECT.formatted("good"));
                SSLContext context = certificate.equals("none") ? TlsFiles.client() : TlsFiles.client(certificate);
                assertThatThrownBy(() -> {
                            SSLSocket socket = TlsFiles.connect(broker.port(), context, version);
                            // in TLS 1.3 the client is ready before the server has seen its certificate
                            socket.getInputStream().read();
                        })
                        .isInstanceOf(IOException.class);
                assertThat(log.next()).isEqualTo("from=127.0.0.1 closed: " + reason);
                good.expectNothing();
                awaitConnections(broker, 1);
                assertThat(log.rest()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"crl-other.pem", "crl-old.pem"})
    void without_a_current_list_of_the_issuer_nobody_gets_in(String crl) throws Exception {
        TlsConfig asking = TlsFiles.asking("server", ClientCertificate.REQUIRED, Optional.of(crl));
        try (Broker broker = start(1, listener(asking));
                LogLines log = new LogLines()) {
            assertThatThrownBy(() -> client(broker.port(), TlsFiles.client("client"), "TLSv1.2"))
                    .isInstanceOf(IOException.class);
            assertThat(log.next())
                    .isEqualTo("from=127.0.0.1 closed: crlfile has no current list of the issuer of the client's"
                            + " certificate");
        }
    }

    @Test
    void a_certificate_that_is_not_revoked_is_good_and_a_session_may_be_resumed() throws Exception {
        TlsConfig asking = TlsFiles.asking("server", ClientCertificate.IDENTITY, Optional.of("crl.pem"));
        SSLContext context = TlsFiles.client("client");
        try (Broker broker = start(1, listener(asking))) {
            for (int i = 0; i < 3; i++) {
                try (RawClient client = client(broker.port(), context, "TLSv1.2")) {
                    client.connect(CONNECT.formatted("c")).disconnect();
                }
            }
        }
    }

    // The wrong door

    @ParameterizedTest
    @CsvSource({
        "MQTT, 10 (<MQTT> 05 02 0000 () <c>)",
        "HTTP, 47 45 54 20 2F 20 48 54 54 50 2F 31 2E 31 0D 0A 0D 0A",
        "something else, 80 2E 01 03 01"
    })
    void a_client_without_tls_gets_not_one_byte(String spoken, String bytes) throws Exception {
        try (Broker broker = start(1, listener(TlsFiles.server()));
                LogLines log = new LogLines();
                RawClient client = RawClient.to(broker, 5)) {
            client.send(bytes).expectClosed();
            assertThat(log.next())
                    .isEqualTo("from=127.0.0.1 closed: the client speaks " + spoken
                            + " and no TLS, which this listener expects");
            awaitConnections(broker, 0);
            assertThat(log.rest()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MQTT", "WEBSOCKETS"})
    void a_client_that_speaks_tls_to_a_listener_without_is_told_apart(Protocol protocol) throws Exception {
        try (Broker broker = start(1, ListenerConfig.local(0).withProtocol(protocol));
                LogLines log = new LogLines()) {
            assertThatThrownBy(() -> TlsFiles.connect(broker.port(), TlsFiles.client()))
                    .isInstanceOf(IOException.class);
            assertThat(log.next())
                    .isEqualTo("from=127.0.0.1 closed: the client speaks TLS and this listener does not: take TLS off"
                            + " the client, or put certfile and keyfile below 'listener 0'");
            awaitConnections(broker, 0);
            assertThat(log.rest()).isEmpty();
        }
    }

    @Test
    void a_client_that_does_not_trust_the_listener_is_told_in_the_log() throws Exception {
        try (Broker broker = start(1, listener(TlsFiles.server()));
                LogLines log = new LogLines()) {
            assertThatThrownBy(() -> TlsFiles.connect(broker.port(), TlsFiles.client("other-ca", null)))
                    .isInstanceOf(SSLException.class);
            assertThat(log.next())
                    .isEqualTo("from=127.0.0.1 closed: the client has given up, with certificate_unknown: it does not"
                            + " trust the certificate of this listener");
            awaitConnections(broker, 0);
            assertThat(log.rest()).isEmpty();
        }
    }

    @Test
    void a_handshake_that_does_not_go_on_ends_with_the_time_that_connect_has() throws Exception {
        byte[] halfOfHello = {0x16, 3, 1, 2, 0, 1};
        try (Broker broker = start(1, listener(TlsFiles.server()));
                LogLines log = new LogLines();
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(halfOfHello);
            socket.getInputStream().readAllBytes();
            assertThat(log.next())
                    .isEqualTo(
                            "from=127.0.0.1 closed: the client has not finished the TLS handshake within 10 seconds");
            awaitConnections(broker, 0);
            assertThat(log.rest()).isEmpty();
        }
    }

    @Test
    void who_only_looks_whether_the_port_is_open_makes_no_line() throws Exception {
        try (Broker broker = start(1, listener(TlsFiles.server()));
                LogLines log = new LogLines()) {
            new Socket(InetAddress.getLoopbackAddress(), broker.port()).close();
            client(broker.port(), TlsFiles.client())
                    .connect(CONNECT.formatted("c"))
                    .disconnect();
            awaitConnections(broker, 0);
            assertThat(log.rest()).isEmpty();
        }
    }

    static void awaitConnections(Broker broker, int count) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        while (broker.connectionCount() != count && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
        assertThat(broker.connectionCount()).isEqualTo(count);
    }
}
