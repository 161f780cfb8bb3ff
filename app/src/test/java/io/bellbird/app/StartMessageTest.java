package io.bellbird.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.app.cli.Version;
import io.bellbird.broker.Broker.Bound;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.Protocol;
import io.bellbird.broker.config.ProxyProtocol;
import io.bellbird.broker.config.TlsConfig;
import io.bellbird.broker.config.TlsConfig.ClientCertificate;
import io.bellbird.broker.config.TlsVersion;
import io.bellbird.broker.store.Durability;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartMessageTest {
    private static final String DATA =
            "data: in memory, since persistence is false; sessions and retained messages end with this process";

    private static final String MEMORY =
            "memory: at most 446 MiB, that is heap 100, network 90, Java itself 256; messages may take 50 MiB of it"
                    + " before publishers wait (memory_limit)";

    @Test
    void a_broker_with_data_says_where_it_is_and_what_an_acknowledgement_means() {
        BrokerConfig config = BrokerConfig.builder().durability(Durability.DISK).build();

        assertThat(lines(config, Optional.of(Path.of("/data")), "127.0.0.1", "::1"))
                .contains("data: /data, durability disk; what that means: bellbird explain durability");
    }

    @Test
    void a_broker_with_a_console_says_where_it_is() {
        assertThat(console("127.0.0.1")).startsWith("console: http://127.0.0.1:9883/; to open it in a browser,");
        assertThat(console("0.0.0.0")).startsWith("console: http://127.0.0.1:9883/;");
        assertThat(console("::1")).startsWith("console: http://[::1]:9883/;");
        assertThat(console("192.0.2.7")).startsWith("console: http://192.0.2.7:9883/;");
    }

    private static String console(String host) {
        return StartMessage.lines(
                        BrokerConfig.defaults(),
                        List.of(),
                        Optional.empty(),
                        new MemoryBound(50 << 20, 100 << 20, 90 << 20, 0),
                        Optional.of(new InetSocketAddress(host, 9883)))
                .get(4);
    }

    @Test
    void a_broker_for_this_machine_says_how_to_open_it() {
        assertThat(lines(BrokerConfig.defaults(), "127.0.0.1", "::1"))
                .containsExactly(
                        "bellbird " + Version.number() + " listens on 127.0.0.1:1883, [::1]:1883",
                        DATA,
                        MEMORY,
                        "access: this machine only; to open it to the network, start with -c FILE that has the lines"
                                + " 'listener 1883 0.0.0.0' and 'allow_anonymous true':"
                                + " then everybody who reaches this machine can read and write everything");
    }

    @Test
    void a_broker_without_access_says_how_to_give_it() {
        BrokerConfig config = BrokerConfig.builder()
                .listeners(List.of(ListenerConfig.at("", 1883)))
                .allowAnonymous(false)
                .build();

        assertThat(lines(config, "0.0.0.0"))
                .containsExactly(
                        "bellbird " + Version.number() + " listens on port 1883 of all addresses",
                        DATA,
                        MEMORY,
                        "access: nobody can connect, since allow_anonymous is off and there is no password_file;"
                                + " make a user with 'bellbird passwd -c FILE USER' and add the line"
                                + " 'password_file FILE' to the configuration,"
                                + " or let everybody in with the line 'allow_anonymous true'");
    }

    @Test
    void an_open_broker_says_what_that_means() {
        BrokerConfig config = BrokerConfig.builder()
                .listeners(List.of(
                        ListenerConfig.at("192.0.2.7", 1883),
                        ListenerConfig.at("", 1883).withProtocol(Protocol.WEBSOCKETS)))
                .build();

        assertThat(lines(config, "192.0.2.7", "::"))
                .containsExactly(
                        "bellbird " + Version.number()
                                + " listens on 192.0.2.7:1883, port 1883 of all addresses (WebSocket)",
                        DATA,
                        MEMORY,
                        "access: everybody who reaches this machine can read and write everything,"
                                + " since allow_anonymous is true");
    }

    @Test
    void a_listener_with_tls_says_so_and_who_has_a_certificate_can_connect() {
        TlsConfig tls = new TlsConfig(
                Path.of("server.pem"),
                Path.of("key.pem"),
                Optional.of(Path.of("ca.pem")),
                Optional.empty(),
                Optional.empty(),
                ClientCertificate.IDENTITY,
                TlsVersion.V1_2,
                List.of(),
                List.of());
        ListenerConfig secure =
                ListenerConfig.at("192.0.2.7", 1883).toBuilder().tls(tls).build();
        BrokerConfig config = BrokerConfig.builder()
                .listeners(List.of(secure, secure.withProtocol(Protocol.WEBSOCKETS)))
                .allowAnonymous(false)
                .build();

        assertThat(lines(config, "192.0.2.7", "192.0.2.7"))
                .contains(
                        "bellbird " + Version.number()
                                + " listens on 192.0.2.7:1883 (TLS), 192.0.2.7:1883 (WebSocket, TLS)",
                        "access: clients with a certificate");
    }

    @Test
    void a_broker_with_one_open_listener_says_which() {
        ListenerConfig closed = ListenerConfig.at("", 1883);
        ListenerConfig open = closed.toBuilder().allowAnonymous(true).build();
        BrokerConfig config = BrokerConfig.builder()
                .listeners(List.of(closed, open))
                .allowAnonymous(false)
                .build();

        assertThat(lines(config, "192.0.2.7", "192.0.2.8").get(3))
                .isEqualTo("access: everybody who reaches this machine can read and write everything,"
                        + " since anonymous clients are allowed on port 1883");
        assertThat(lines(config, "192.0.2.7", "127.0.0.1").get(3)).startsWith("access: this machine only;");
    }

    @Test
    void a_broker_with_users_says_whose_they_are() {
        ListenerConfig all = ListenerConfig.at("", 1883);
        ListenerConfig inner =
                ListenerConfig.builder("127.0.0.1", 1884).allowAnonymous(true).build();
        BrokerConfig.Builder config = BrokerConfig.builder().passwordFile(Path.of("/etc/users"));

        assertThat(lines(config.listeners(List.of(all)).build(), "0.0.0.0").get(3))
                .isEqualTo("access: the users of /etc/users");
        assertThat(lines(config.listeners(List.of(all, inner)).build(), "0.0.0.0", "127.0.0.1")
                        .get(3))
                .isEqualTo("access: everybody on this machine on port 1883; elsewhere the users of /etc/users");
    }

    @Test
    void a_unix_socket_is_on_this_machine() {
        ListenerConfig unix = ListenerConfig.unix(Path.of("/run/mqtt.sock"));
        Bound bound = new Bound(unix, UnixDomainSocketAddress.of("/run/mqtt.sock"));
        BrokerConfig open = BrokerConfig.builder().listeners(List.of(unix)).build();

        assertThat(lines(open, Optional.empty(), List.of(bound)))
                .contains(
                        "bellbird " + Version.number() + " listens on /run/mqtt.sock (Unix socket)",
                        "access: this machine only; to open it to the network, start with -c FILE that has the lines"
                                + " 'listener 1883 0.0.0.0' and 'allow_anonymous true':"
                                + " then everybody who reaches this machine can read and write everything");
    }

    @Test
    void a_unix_socket_that_is_open_is_named_beside_users_elsewhere() {
        ListenerConfig unix =
                ListenerConfig.builder("/run/mqtt.sock", 0).allowAnonymous(true).build();
        ListenerConfig proxied = ListenerConfig.builder("127.0.0.1", 1884)
                .proxyProtocol(ProxyProtocol.V2)
                .build();
        BrokerConfig config = BrokerConfig.builder()
                .listeners(List.of(unix, proxied))
                .passwordFile(Path.of("/etc/users"))
                .build();
        List<Bound> bound = List.of(
                new Bound(unix, UnixDomainSocketAddress.of("/run/mqtt.sock")),
                new Bound(proxied, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1884)));

        assertThat(lines(config, Optional.empty(), bound))
                .contains(
                        "bellbird " + Version.number()
                                + " listens on /run/mqtt.sock (Unix socket), 127.0.0.1:1884 (for proxies only)",
                        "access: everybody on this machine on /run/mqtt.sock; elsewhere the users of /etc/users");
    }

    private static List<String> lines(BrokerConfig config, String... hosts) {
        return lines(config, Optional.empty(), hosts);
    }

    private static List<String> lines(BrokerConfig config, Optional<Path> dataFolder, String... hosts) {
        List<Bound> bound = new ArrayList<>();
        for (String host : hosts) {
            bound.add(new Bound(config.listeners().get(bound.size()), new InetSocketAddress(host, 1883)));
        }
        return lines(config, dataFolder, bound);
    }

    private static List<String> lines(BrokerConfig config, Optional<Path> dataFolder, List<Bound> bound) {
        return StartMessage.lines(
                config, bound, dataFolder, new MemoryBound(50 << 20, 100 << 20, 90 << 20, 0), Optional.empty());
    }
}
