package io.bellbird.broker.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.TlsConfig;
import io.bellbird.broker.config.TlsConfig.ClientCertificate;
import io.bellbird.broker.config.TlsVersion;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.monitor.Host;
import io.bellbird.broker.routing.Interest;
import io.bellbird.broker.routing.RetainedMessages;
import io.bellbird.broker.security.Authenticator;
import io.bellbird.broker.security.Authorizer;
import io.bellbird.broker.shard.Homes;
import io.bellbird.broker.shard.Shared;
import io.bellbird.broker.store.MemoryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Certificates, authorities and lists that change while clients are connected. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class TlsReloadTest {
    private static final int SHARDS = 4;
    private static final String CONNECT = "10 (<MQTT> 05 02 0000 () <%s>)";
    private static final int NOT_AUTHORIZED = 0x87;

    private TlsListeners tls;
    private NettyServer server;
    private int port;

    private static BrokerConfig config(TlsConfig tls) {
        return Brokers.config(Brokers.listener(listener -> listener.tls(tls))).toBuilder()
                .shards(SHARDS)
                .build();
    }

    private void start(TlsConfig config) throws Exception {
        BrokerConfig broker = config(config);
        tls = TlsListeners.read(broker);
        server = new NettyServer(
                new Shared(
                        broker,
                        System::nanoTime,
                        new MemoryStore(),
                        Authenticator.EVERYBODY,
                        Authorizer.EVERYTHING,
                        new Interest(1),
                        new RetainedMessages(),
                        Homes.hashed(SHARDS, 1),
                        new Host("1.2.3", () -> 0)),
                Transport.best(),
                tls);
        server.start();
        port = ((InetSocketAddress) server.bind(broker.listeners().get(0)).get(0)).getPort();
    }

    private void reload(TlsConfig config) throws ConfigurationException {
        tls.prepare(config(config)).run();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static TlsConfig revoking(String crl) {
        return TlsFiles.asking("server", ClientCertificate.REQUIRED, Optional.of(crl));
    }

    private static TlsConfig trusting(String ca) {
        TlsConfig server = TlsFiles.server();
        return new TlsConfig(
                server.certFile(),
                server.keyFile(),
                Optional.of(TlsFiles.path(ca + ".pem")),
                Optional.empty(),
                Optional.empty(),
                ClientCertificate.REQUIRED,
                TlsVersion.V1_2,
                List.of(),
                List.of());
    }

    private RawClient join(String certificate) throws IOException {
        return RawClient.over(TlsFiles.connect(port, TlsFiles.client(certificate)), 5)
                .connect(CONNECT.formatted(certificate));
    }

    private X509Certificate shownCertificate() throws IOException {
        try (SSLSocket socket = TlsFiles.connect(port, TlsFiles.client())) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    @Test
    void new_connections_see_the_new_certificate_and_open_ones_stay() throws Exception {
        start(TlsFiles.server());
        try (RawClient client =
                RawClient.over(TlsFiles.connect(port, TlsFiles.client()), 5).connect(CONNECT.formatted("c"))) {
            assertThat(shownCertificate())
                    .isEqualTo(TlsFiles.certificates("server").get(0));
            reload(TlsFiles.server("server-renewed"));
            assertThat(shownCertificate())
                    .isEqualTo(TlsFiles.certificates("server-renewed").get(0));
            client.expectNothing();
        }
    }

    @Test
    void what_is_wrong_is_told_and_changes_nothing() throws Exception {
        start(TlsFiles.server());
        assertThatThrownBy(() -> reload(TlsFiles.server("absent")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "listener 0: certfile " + TlsFiles.path("absent.pem") + " does not exist: correct the path");
        assertThat(shownCertificate()).isEqualTo(TlsFiles.certificates("server").get(0));
    }

    @Test
    void prepared_is_not_in_force() throws Exception {
        start(TlsFiles.server());
        Runnable change = tls.prepare(config(TlsFiles.server("server-renewed")));
        assertThat(shownCertificate()).isEqualTo(TlsFiles.certificates("server").get(0));
        change.run();
        assertThat(shownCertificate())
                .isEqualTo(TlsFiles.certificates("server-renewed").get(0));
    }

    @Test
    void whose_certificate_is_revoked_now_is_disconnected_and_nobody_else() throws Exception {
        start(revoking("crl-empty.pem"));
        try (RawClient revoked = join("client-revoked");
                RawClient good = join("client");
                LogLines log = new LogLines()) {
            reload(revoking("crl.pem"));
            revoked.expectDisconnect(NOT_AUTHORIZED);
            assertThat(log.next())
                    .isEqualTo("client=client-revoked closed from=127.0.0.1 reason=NOT_AUTHORIZED the client's"
                            + " certificate is revoked");
            good.expectNothing();
            assertThat(log.rest()).isEmpty();
            assertThatThrownBy(() -> join("client-revoked")).isInstanceOfAny(Exception.class, AssertionError.class);
            join("client-two").disconnect();
        }
    }

    @Test
    void whose_authority_is_gone_is_disconnected() throws Exception {
        start(trusting("both-cas"));
        try (RawClient strange = join("client-strange");
                RawClient good = join("client")) {
            reload(trusting("ca"));
            strange.expectDisconnect(NOT_AUTHORIZED);
            good.expectNothing();
        }
    }

    @Test
    void a_listener_that_is_to_lose_tls_keeps_it_until_the_next_start() throws Exception {
        start(TlsFiles.server());
        try (LogLines log = new LogLines()) {
            tls.prepare(Brokers.config(ListenerConfig.local(0))).run();
            assertThat(log.next()).endsWith("goes on with TLS as before: what takes it off counts at the next start");
        }
        assertThat(shownCertificate()).isEqualTo(TlsFiles.certificates("server").get(0));
    }

    @Test
    void clients_that_come_while_lists_change_are_let_in_or_not_and_none_that_is_revoked_stays() throws Exception {
        start(revoking("crl-empty.pem"));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        AtomicBoolean revoking = new AtomicBoolean();
        AtomicBoolean revoked = new AtomicBoolean();
        List<RawClient> inside = new ArrayList<>();
        try {
            Future<Void> comers = threads.submit((Callable<Void>) () -> {
                while (!revoked.get()) {
                    try {
                        inside.add(join("client-revoked"));
                    } catch (IOException | UncheckedIOException | AssertionError refused) {
                        assertThat(revoking).isTrue();
                    }
                }
                return null;
            });
            Future<Void> others = threads.submit((Callable<Void>) () -> {
                while (!revoked.get()) {
                    join("client").disconnect();
                }
                return null;
            });
            for (int i = 0; i < 50; i++) {
                reload(revoking("crl-empty.pem"));
            }
            revoking.set(true);
            reload(revoking("crl.pem"));
            revoked.set(true);
            others.get();
            comers.get();
        } finally {
            threads.shutdownNow();
        }
        // each was taken over by the next, or is expelled: none of them is served
        inside.get(inside.size() - 1).expectClosedAfterAtMostDisconnect(NOT_AUTHORIZED, 0x8E);
        inside.forEach(RawClient::close);
    }
}
