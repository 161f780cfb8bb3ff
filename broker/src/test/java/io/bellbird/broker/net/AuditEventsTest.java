package io.bellbird.broker.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.broker.Broker;
import io.bellbird.broker.BrokerStartException;
import io.bellbird.broker.config.AdminListener;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.security.HashMethod.Pbkdf2;
import io.bellbird.broker.security.PasswordHash;
import io.bellbird.codec.MqttVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the audit log has of clients that do this and that, over real sockets. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class AuditEventsTest {
    private static final String AT = ",\"address\":\"127.0.0.1\",\"listener\":\"0\"";
    private static final String NOT_AUTHORIZED = ",\"code\":\"0x87\",\"reason\":\"NOT_AUTHORIZED\"";

    @TempDir
    private Path folder;

    private Path file;
    private Path rules;
    private Path users;
    private BrokerConfig config;
    private Broker broker;

    @BeforeEach
    void start() throws Exception {
        file = folder.resolve("audit.log");
        rules = Files.writeString(folder.resolve("acl"), "topic readwrite a/#\nuser ann\ntopic readwrite #\n");
        users = Files.writeString(
                folder.resolve("users"), "ann:" + PasswordHash.of("secret".getBytes(UTF_8), new Pbkdf2(10)) + "\n");
        ListenerConfig listener =
                Brokers.listener(wanted -> wanted.acceptProtocolVersions(Set.of(MqttVersion.V3_1_1, MqttVersion.V5)));
        config = Brokers.config(listener).toBuilder()
                .shards(4)
                .sysIntervalSeconds(0)
                .allowAnonymous(true)
                .passwordFile(users)
                .aclFile(rules)
                .adminListener(new AdminListener("127.0.0.1", 0, true))
                .build();
        broker = Broker.builder(config)
                .auditLog(file)
                .adminToken(folder.resolve("admin.token"))
                .start();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private RawClient connect(String clientId) {
        return RawClient.to(broker, 5).connect("10 (<MQTT> 05 02 003C () <" + clientId + ">)");
    }

    private RawClient connectAsAnn() {
        return RawClient.to(broker, 5).connect("10 (<MQTT> 05 C2 003C () <a1> <ann> <secret>)");
    }

    /** All events, once the broker has stopped, without their times and the ports of clients. */
    private List<String> events() throws IOException {
        broker.close();
        return Files.readAllLines(file).stream()
                .map(line -> line.replaceFirst("^\\{\"time\":\"[^\"]+Z\",\"event\":", "{")
                        .replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1"))
                .toList();
    }

    @Test
    void it_begins_with_the_start_and_ends_with_the_stop() throws Exception {
        assertThat(events()).containsExactly("{\"started\",\"version\":\"" + Broker.version() + "\"}", "{\"stopped\"}");
    }

    @Test
    void who_connects_and_how_that_ends_is_noted() throws Exception {
        connectAsAnn().send("E0 00").expectClosed();
        connect("broken").send("F1 00").receive();
        connect("here");

        String here = "\"client\":\"here\"" + AT;
        assertThat(events())
                .contains("{\"connected\",\"client\":\"a1\",\"user\":\"ann\"" + AT + ",\"version\":\"V5\"}")
                .contains("{\"disconnected\",\"client\":\"a1\",\"user\":\"ann\"" + AT
                        + ",\"by\":\"client\",\"code\":\"0x00\",\"reason\":\"NORMAL_DISCONNECTION\"}")
                .anyMatch(line -> line.startsWith("{\"disconnected\",\"client\":\"broken\"" + AT
                        + ",\"by\":\"broker\",\"code\":\"0x81\",\"reason\":\"MALFORMED_PACKET\",\"why\":\""))
                .contains("{\"connected\"," + here + ",\"version\":\"V5\"}")
                .contains("{\"disconnected\"," + here
                        + ",\"by\":\"broker\",\"code\":\"0x8B\",\"reason\":\"SERVER_SHUTTING_DOWN\"}");
    }

    @Test
    void connects_that_are_refused_are_noted_with_the_line_that_says_so() throws Exception {
        RawClient.to(broker, 5)
                .send("10 (<MQTT> 05 C2 003C () <a1> <ann> <guess>)")
                .expectConnack(0x86);
        RawClient.to(broker, 4).send("10 (<MQTT> 04 00 003C <>)").expect("20 02 00 02");
        RawClient.to(broker, 3).send("10 (<MQIsdp> 03 02 003C <old>)").expect("20 02 00 01");

        assertThat(events())
                .contains("{\"refused\",\"what\":\"connect\",\"client\":\"a1\",\"user\":\"ann\"" + AT
                        + ",\"code\":\"0x86\",\"reason\":\"BAD_USER_NAME_OR_PASSWORD\",\"rule\":\"wrong password for "
                        + users + ":1\"}")
                .contains("{\"refused\",\"what\":\"connect\"" + AT
                        + ",\"code\":\"0x85\",\"reason\":\"CLIENT_IDENTIFIER_NOT_VALID\"}")
                .contains("{\"refused\",\"what\":\"connect\",\"client\":\"old\"" + AT
                        + ",\"code\":\"0x84\",\"reason\":\"UNSUPPORTED_PROTOCOL_VERSION\"}")
                .noneMatch(line -> line.contains("\"connected\"") || line.contains("guess"));
    }

    @Test
    void every_refusal_of_rights_is_noted_with_its_rule() throws Exception {
        RawClient client = connect("c1");
        client.send("82 (0001 () <#> 01)").receive();
        for (int i = 0; i < 3; i++) {
            client.send("32 (<b/x> 0002 () 61)").receive();
        }
        client.send("82 (0003 () <c/#> 01)").receive();
        client.send("32 (<$SYS/x> 0004 () 61)").receive();
        connectAsAnn().send("32 (<b/y> 0001 () 61)").receive();
        RawClient.to(broker, 5)
                .connect("10 (<MQTT> 05 06 003C () <w1> () <b/will> {61})")
                .send("E0 (04)")
                .expectClosed();

        String c1 = ",\"client\":\"c1\"" + AT;
        String noRule = ",\"rule\":\"no rule allows it\"}";
        List<String> events = events();
        assertThat(events)
                .contains("{\"refused\",\"what\":\"subscribe\"" + c1 + ",\"topic\":\"c/#\"" + NOT_AUTHORIZED + noRule)
                .contains("{\"refused\",\"what\":\"receive\"" + c1 + ",\"topic\":\"b/y\"" + NOT_AUTHORIZED + noRule)
                .contains("{\"refused\",\"what\":\"publish\"" + c1 + ",\"topic\":\"$SYS/x\"" + NOT_AUTHORIZED
                        + ",\"rule\":\"the topic is reserved\"}")
                .contains("{\"refused\",\"what\":\"will\",\"client\":\"w1\"" + AT + ",\"topic\":\"b/will\""
                        + NOT_AUTHORIZED + noRule);
        assertThat(events)
                .as("each of them, though the log tells one a second")
                .filteredOn(
                        ("{\"refused\",\"what\":\"publish\"" + c1 + ",\"topic\":\"b/x\"" + NOT_AUTHORIZED + noRule)
                                ::equals)
                .hasSize(3);
    }

    @Test
    void what_those_do_who_run_the_broker_is_noted() throws Exception {
        AdminHttp admin = new AdminHttp(broker, folder.resolve("admin.token"));
        new TraceLines(admin, "client=c1&topic=a/%23").close();
        broker.reload(config);
        Files.writeString(rules, "nonsense\n");
        assertThatThrownBy(() -> broker.reload(config)).isInstanceOf(ConfigurationException.class);

        String trace = "\"address\":\"127.0.0.1\",\"client\":\"c1\",\"topic\":\"a/#\"}";
        assertThat(events())
                .contains("{\"trace_began\"," + trace, "{\"trace_ended\"," + trace)
                .contains("{\"reloaded\",\"accepted\":true}")
                .anyMatch(line -> line.startsWith("{\"reloaded\",\"accepted\":false,\"why\":\"" + rules + ":1: "));
    }

    @Test
    void a_reload_opens_the_file_that_was_moved_away_anew() throws Exception {
        connect("before").close();
        Path moved = Files.move(file, folder.resolve("audit.log.1"));

        broker.reload(config);
        connect("after").close();

        assertThat(events())
                .anyMatch(line -> line.contains("after"))
                .noneMatch(line -> line.contains("\"before\",\"version"));
        assertThat(Files.readString(moved)).contains("started").doesNotContain("after");
    }

    @Test
    void a_file_that_cannot_be_written_ends_the_start() {
        Path missing = folder.resolve("missing").resolve("audit.log");

        assertThatThrownBy(() -> Broker.builder(config).auditLog(missing).start())
                .isInstanceOfSatisfying(BrokerStartException.class, failure -> assertThat(failure.kind())
                        .isEqualTo(BrokerStartException.Kind.CONFIGURATION))
                .hasMessageContaining("cannot write the audit log " + missing);
    }
}
