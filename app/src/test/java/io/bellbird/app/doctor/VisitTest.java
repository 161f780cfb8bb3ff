package io.bellbird.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.broker.Broker;
import io.bellbird.broker.config.AdminListener;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.Configuration;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.Protocol;
import io.bellbird.broker.config.TlsConfig;
import io.bellbird.broker.config.TlsConfig.ClientCertificate;
import io.bellbird.broker.config.TlsVersion;
import io.bellbird.broker.security.HashMethod.Pbkdf2;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor sees of brokers that run. */
class VisitTest {
    private static final String HOST = "127.0.0.1";

    @TempDir
    private Path folder;

    private final List<String> progress = new ArrayList<>();
    private Patient patient;

    @BeforeEach
    void begin() {
        patient = new Patient(folder);
    }

    private List<Finding> findings(int port) throws Exception {
        return new Doctor(progress::add, InstantSource.fixed(Instant.parse("2026-06-01T00:00:00Z")))
                .ofBroker(HOST, OptionalInt.of(port));
    }

    private List<Finding> findings(BrokerConfig config) throws Exception {
        try (Broker broker = Broker.start(config)) {
            return findings(broker.port());
        }
    }

    private static BrokerConfig.Builder builder(ListenerConfig.Builder listener) {
        return BrokerConfig.builder()
                .listeners(List.of(listener.build()))
                .sysIntervalSeconds(0)
                .shards(1);
    }

    private static BrokerConfig.Builder builder() {
        return builder(ListenerConfig.builder(HOST, 0));
    }

    @Test
    void an_open_broker_is_an_error() throws Exception {
        assertThat(findings(builder().allowAnonymous(true).build()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Kind.OPEN_BROKER);
                    assertThat(finding.place()).startsWith(HOST + ":");
                    assertThat(finding.text()).contains("who can read and write every topic");
                });
        assertThat(progress).singleElement().asString().startsWith("looking at 127.0.0.1:");
    }

    @Test
    void everybody_can_read_what_the_broker_says_of_itself() throws Exception {
        assertThat(Patient.kinds(findings(
                        builder().allowAnonymous(true).sysIntervalSeconds(10).build())))
                .containsExactly(Kind.OPEN_BROKER, Kind.SYS_READABLE);
    }

    @Test
    void rules_keep_strangers_from_what_is_not_for_them() throws Exception {
        Path acl = patient.write("acl", "topic read weather/#");

        assertThat(Patient.kinds(
                        findings(builder().allowAnonymous(true).aclFile(acl).build())))
                .containsExactly(Kind.ANONYMOUS_ENTERS);
    }

    @Test
    void a_closed_broker_is_nothing() throws Exception {
        Path users = patient.write("users", Patient.user("ann", "x7!kq0"));

        assertThat(findings(builder().allowAnonymous(false).passwordFile(users).build()))
                .isEmpty();
    }

    @Test
    void a_default_login_gets_in() throws Exception {
        Path users = patient.write("users", Patient.user("admin", "password", new Pbkdf2(1)));

        assertThat(findings(builder().allowAnonymous(false).passwordFile(users).build()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Kind.DEFAULT_PASSWORD);
                    assertThat(finding.text()).contains("admin gets in with the password password");
                });
    }

    private ListenerConfig.Builder tls(ClientCertificate asked) {
        return ListenerConfig.builder(HOST, 0)
                .tls(new TlsConfig(
                        Patient.CERTIFICATES.resolve("server-expired.pem"),
                        patient.copy(Patient.CERTIFICATES.resolve("server-expired-key.pem"), "key.pem"),
                        asked == ClientCertificate.NONE
                                ? Optional.empty()
                                : Optional.of(Patient.CERTIFICATES.resolve("ca.pem")),
                        Optional.empty(),
                        Optional.empty(),
                        asked,
                        TlsVersion.V1_2,
                        List.of(),
                        List.of()));
    }

    @Test
    void behind_tls_it_looks_at_the_certificate_as_well() throws Exception {
        assertThat(Patient.kinds(findings(builder(tls(ClientCertificate.NONE))
                        .allowAnonymous(true)
                        .build())))
                .containsExactly(Kind.EXPIRED_CERTIFICATE, Kind.OPEN_BROKER);
    }

    @Test
    void who_is_asked_for_a_certificate_sees_that_of_the_broker() throws Exception {
        assertThat(Patient.kinds(findings(builder(tls(ClientCertificate.REQUIRED))
                        .allowAnonymous(true)
                        .build())))
                .containsExactly(Kind.EXPIRED_CERTIFICATE);
    }

    @Test
    void nobody_answers_where_nobody_is() throws IOException {
        int port = freePort();

        assertThatThrownBy(() -> findings(port))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(HOST + ":" + port + ": nobody answers there");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void the_broker_of_a_configuration_is_found_by_it() throws Exception {
        try (Broker broker = Broker.start(builder().allowAnonymous(true).build())) {
            Subject subject = patient.with("listener " + broker.port(), "admin_listener none");

            assertThat(Patient.kinds(new Doctor(progress::add, InstantSource.system()).ofItsBroker(subject)))
                    .containsExactly(Kind.OPEN_BROKER);
        }
    }

    @Test
    void behind_web_socket_it_sees_the_same() throws Exception {
        ListenerConfig.Builder listener = ListenerConfig.builder(HOST, 0).protocol(Protocol.WEBSOCKETS);
        try (Broker broker = Broker.start(builder(listener).allowAnonymous(true).build())) {
            Subject subject = patient.with("admin_listener none", "listener " + broker.port(), "protocol websockets");

            assertThat(Patient.kinds(new Doctor(progress::add, InstantSource.system()).ofItsBroker(subject)))
                    .containsExactly(Kind.OPEN_BROKER);
        }
    }

    @Test
    void what_only_this_machine_reaches_may_be_open() throws Exception {
        try (Broker broker = Broker.start(builder().allowAnonymous(true).build())) {
            Subject subject = patient.with("listener " + broker.port() + " 127.0.0.1", "admin_listener none");

            assertThat(new Doctor(progress::add, InstantSource.system()).ofItsBroker(subject))
                    .isEmpty();
        }
    }

    @Test
    void a_start_without_a_configuration_has_nothing_that_a_stranger_could_use() throws Exception {
        Path data = Files.createDirectory(patient.file("data"));
        Patient.mode(data, "rwx------");
        Configuration configuration = Configuration.defaults(OptionalInt.of(freePort()));
        BrokerConfig config = configuration.broker();
        Subject subject = new Subject(configuration, Optional.empty(), Optional.of(data), Optional.of("ann"));
        Doctor doctor = new Doctor(progress::add, InstantSource.system(), List.of());

        try (Broker broker = Broker.start(
                BrokerConfig.builder().listeners(config.listeners()).build())) {
            assertThat(broker.port()).isEqualTo(config.listeners().get(0).port());
            assertThat(doctor.ofConfiguration(subject)).isEmpty();
            assertThat(doctor.ofItsBroker(subject)).isEmpty();
        }
    }

    @Test
    void an_admin_listener_that_answers_is_found() throws Exception {
        BrokerConfig config =
                builder().adminListener(new AdminListener(HOST, 0, true)).build();
        try (Broker broker = Broker.start(config)) {
            int port = broker.adminAddress().orElseThrow().getPort();

            assertThat(AdminReach.of(List.of("127.0.0.2", HOST), port))
                    .map(Finding::place)
                    .contains(HOST + ":" + port);
            assertThat(AdminReach.of(List.of(HOST), broker.port())).isEmpty();
        }
    }
}
