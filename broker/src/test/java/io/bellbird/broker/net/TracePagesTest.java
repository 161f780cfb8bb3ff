package io.bellbird.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Broker;
import io.bellbird.broker.admin.OpenTraces;
import io.bellbird.broker.config.AdminListener;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.conformance.RawClient;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients and topics are followed over HTTP, whichever shards they are on. */
@ParameterizedClass(name = "{0} shards")
@ValueSource(ints = {1, 4})
@ExtendWith(NoLeaks.class)
@Timeout(60)
class TracePagesTest {
    @Parameter
    private int shards;

    @TempDir
    private Path folder;

    private Path rules;
    private Broker broker;
    private AdminHttp admin;

    @BeforeEach
    void start() throws Exception {
        rules = Files.writeString(
                folder.resolve("acl"), "topic readwrite a/#\ntopic read b/#\nuser ann\ntopic readwrite #\n");
        Path token = folder.resolve("admin.token");
        BrokerConfig config = BrokerConfig.ephemeral().toBuilder()
                .shards(shards)
                .sysIntervalSeconds(0)
                .connectionMessages(false)
                .maxQueuedMessages(2)
                .aclFile(rules)
                .adminListener(new AdminListener("127.0.0.1", 0, true))
                .build();
        broker = Broker.builder(config).adminToken(token).start();
        admin = new AdminHttp(broker, token);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private RawClient connect(String clientId) {
        return RawClient.to(broker, 5).connect("10 (<MQTT> 05 02 003C () <" + clientId + ">)");
    }

    private static List<String> withoutPorts(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1"))
                .toList();
    }

    @Test
    void a_client_is_followed_from_its_connect_to_its_end_and_no_other_is() throws Exception {
        try (TraceLines trace = new TraceLines(admin, "client=c1")) {
            RawClient other = connect("c2");
            RawClient client = RawClient.to(broker, 5).connect("10 (<MQTT> 05 C2 003C () <c1> <ann> {736563726574})");
            client.send("82 (0001 () <a/+> 01)").receive();
            client.send("3B (<a/x> 0002 () 'hi \"you\"')").receive(2);
            client.send("40 02 0001", "C0 00").receive();
            other.send("32 (<a/other> 0001 () 61)").receive();
            client.receive();
            other.send("E0 00").expectClosed();
            client.send("E0 00").expectClosed();

            List<String> lines = withoutPorts(trace.until("reason=NORMAL_DISCONNECTION"));
            lines = new ArrayList<>(lines);
            lines.addAll(withoutPorts(trace.until("reason=NORMAL_DISCONNECTION")));

            assertThat(lines)
                    .containsSubsequence(
                            "client=c1 in CONNECT version=V5 from=127.0.0.1 listener=0 user=ann clean_start=true"
                                    + " session_expiry=0 keepalive=60",
                            "client=c1 out CONNACK reason=SUCCESS session_present=false",
                            "client=c1 in SUBSCRIBE id=1 filter=a/+ qos=1",
                            "client=c1 out SUBACK id=1 reason=GRANTED_QOS_1",
                            "client=c1 in PUBLISH topic=a/x qos=1 id=2 retain=true dup=true bytes=8"
                                    + " payload=\"hi \\u0022you\\u0022\" user=ann rule=\"" + rules
                                    + ":4: topic readwrite #\"",
                            "client=c1 out PUBLISH topic=a/x qos=1 id=1 retain=false dup=false bytes=8"
                                    + " payload=\"hi \\u0022you\\u0022\" publisher=c1",
                            "client=c1 in PUBACK id=1 reason=SUCCESS",
                            "client=c1 in PINGREQ",
                            "client=c1 out PINGRESP",
                            "client=c1 out PUBLISH topic=a/other qos=1 id=2 retain=false dup=false bytes=1"
                                    + " payload=\"a\" publisher=c2",
                            "client=c1 in DISCONNECT reason=NORMAL_DISCONNECTION",
                            "client=c1 ended by=client reason=NORMAL_DISCONNECTION")
                    .contains("client=c1 out PUBACK id=2 reason=SUCCESS")
                    .allMatch(line -> line.startsWith("client=c1 "))
                    .noneMatch(line -> line.contains("secret"));
        }
    }

    @Test
    void refusals_are_told_with_their_rule() throws Exception {
        try (TraceLines trace = new TraceLines(admin, "client=c1")) {
            RawClient client = connect("c1");
            client.send("32 (<b/x> 0001 () 61)").receive();
            client.send("82 (0002 () <c/#> 01)").receive();
            client.send("30 (<$SYS/x> () 61)", "F1 00").receive();

            assertThat(trace.next(line -> line.contains("refused")))
                    .isEqualTo("client=c1 refused publish topic=b/x rule=\"no rule allows it\"");
            assertThat(trace.next(line -> line.contains("refused")))
                    .isEqualTo("client=c1 refused subscribe topic=c/# rule=\"no rule allows it\"");
            assertThat(trace.next(line -> line.contains("refused")))
                    .isEqualTo("client=c1 refused publish topic=$SYS/x rule=\"the topic is reserved\"");
            assertThat(trace.next(line -> line.contains("ended")))
                    .startsWith("client=c1 ended by=broker reason=MALFORMED_PACKET why=\"");
        }
    }

    @Test
    void a_client_that_is_not_accepted_is_seen_as_well() throws Exception {
        try (TraceLines trace = new TraceLines(admin, "client=")) {
            RawClient.to(broker, 4).send("10 (<MQTT> 04 00 003C <>)").expect("20 02 00 02");

            assertThat(trace.next(line -> line.contains("CONNACK")))
                    .isEqualTo("client= out CONNACK reason=CLIENT_IDENTIFIER_NOT_VALID session_present=false");
            assertThat(trace.next()).isEqualTo("client= ended by=broker reason=CLIENT_IDENTIFIER_NOT_VALID");
        }
    }

    @Test
    void topics_are_followed_from_their_publisher_to_all_who_get_them() throws Exception {
        RawClient away = RawClient.to(broker, 5).connect("10 (<MQTT> 05 02 003C (11 000000FF) <away>)");
        away.send("82 (0001 () <a/#> 01)").receive();
        away.send("E0 00").expectClosed();
        RawClient here = connect("here");
        here.send("82 (0001 () <a/1> 00)").receive();
        RawClient publisher = connect("p");
        try (TraceLines trace = new TraceLines(admin, "topic=a/%2B")) {
            for (int i = 0; i < 3; i++) {
                publisher.send("32 (<a/1> 0001 () 61)").receive();
                here.receive();
            }
            publisher.send("32 (<a/1/2> 0001 () 61)").receive();
            publisher.send("30 (<a/last> () 61)").expectNothing();

            List<String> lines = trace.until("rule=\"" + rules + ":1: topic readwrite a/#\"");
            lines.addAll(trace.until("topic=a/last qos=0 retain=false dup=false bytes=1 payload=\"a\" rule=\"" + rules
                    + ":1: topic readwrite a/#\""));

            assertThat(lines)
                    .contains("client=here out PUBLISH topic=a/1 qos=0 retain=false dup=false bytes=1 payload=\"a\""
                            + " publisher=p")
                    .contains("client=away queued topic=a/1 publisher=p qos=1")
                    .contains("client=away lost topic=a/1 publisher=p cause=dropped_queue_full")
                    .noneMatch(line -> line.contains("a/1/2"));
            assertThat(lines.stream()
                            .filter(line -> line.contains(" routed "))
                            .mapToInt(TracePagesTest::receivers)
                            .sum())
                    .as("both, three times")
                    .isEqualTo(6);
        }
    }

    private static int receivers(String routed) {
        return Integer.parseInt(routed.replaceFirst(".* receivers=(\\d+) .*", "$1"));
    }

    @Test
    void a_client_and_topics_are_the_messages_on_these_topics_that_concern_this_client() throws Exception {
        try (TraceLines trace = new TraceLines(admin, "client=c1&topic=a/%23")) {
            RawClient client = connect("c1");
            RawClient other = connect("c2");
            other.send("32 (<a/x> 0001 () 61)").receive();
            client.send("32 (<b/x> 0001 () 61)").receive();
            client.send("32 (<a/x> 0002 () 61)").receive();
            client.send("E0 00").expectClosed();

            assertThat(trace.until("ended by=client reason=NORMAL_DISCONNECTION"))
                    .allMatch(line -> line.startsWith("client=c1 "))
                    .noneMatch(line -> line.contains("topic=b/x"))
                    .anyMatch(line -> line.startsWith("client=c1 in PUBLISH topic=a/x"))
                    .anyMatch(line -> line.startsWith("client=c1 in CONNECT"));
        }
    }

    @Test
    void names_of_peers_end_no_line_and_what_is_no_text_is_shown_in_hexadecimal() throws Exception {
        try (TraceLines trace = new TraceLines(admin, "topic=a/%23")) {
            connect("c 1").send("30 (<a/\"> () 0A0D1B)", "30 (<a/x> () FF00)", "30 (<a/x> () C3A4*40)");

            assertThat(trace.next()).startsWith("client=c\\u00201 in PUBLISH topic=a/\\u0022 ");
            assertThat(trace.next(line -> line.contains("FF00") || line.contains("0xff00")))
                    .contains("payload=0xff00");
        }
    }

    // Those who follow

    @Test
    void a_trace_that_has_ended_leaves_nothing_behind() throws Exception {
        TraceLines trace = new TraceLines(admin, "client=c1");
        assertThat(tracing()).isTrue();

        trace.close();

        while (tracing()) {
            Thread.onSpinWait();
        }
        connect("c1").close();
    }

    private boolean tracing() throws Exception {
        return !admin.askWithoutToken("GET", "/metrics").body().contains("\nbellbird_traces 0\n");
    }

    @Test
    void there_are_only_so_many_at_once() throws Exception {
        List<TraceLines> open = new ArrayList<>();
        for (int i = 0; i < OpenTraces.TRACES_MAX; i++) {
            open.add(new TraceLines(admin, "client=c" + i));
        }

        HttpResponse<String> refused = admin.ask("GET", "/trace?client=x");

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).isEqualTo("8 traces are on already, end one of them first\n");
        open.get(3).close();
        while (admin.ask("HEAD", "/trace?client=x").statusCode() == 503) {
            Thread.onSpinWait();
        }
        for (TraceLines trace : open) {
            trace.close();
        }
    }

    @Test
    void a_reader_that_is_too_slow_loses_lines_and_the_clients_do_not_notice() throws Exception {
        RawClient client = connect("c1");
        try (Socket slow = TraceLines.open(admin, "client=c1")) {
            slow.getInputStream().read();
            for (int round = 0; round < 400; round++) {
                for (int i = 0; i < 50; i++) {
                    client.send("30 (<a/0123456789012345678901234567890123456789> () 61*200)");
                }
                client.expectNothing();
            }
            String text = readUntilDropped(slow);

            assertThat(text).containsPattern(" dropped lines=[1-9]\\d* this reader is too slow\n");
        }
    }

    private static String readUntilDropped(Socket slow) throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] piece = new byte[65_536];
        while (text.indexOf(" too slow\n") < 0) {
            int count = slow.getInputStream().read(piece);
            assertThat(count).as("the trace goes on").isPositive();
            text.append(new String(piece, 0, count, StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    @Test
    void what_is_not_to_be_followed_is_said() throws Exception {
        assertThat(admin.ask("GET", "/trace").statusCode()).isEqualTo(400);
        assertThat(admin.ask("GET", "/trace").body())
                .isEqualTo("say which: /trace?client=ID, or ?topic=FILTER, or both\n");
        assertThat(admin.ask("GET", "/trace?topic=a/%23/b").statusCode()).isEqualTo(400);
        assertThat(admin.ask("GET", "/trace?topic=a/%23/b").body()).startsWith("a/#/b is no topic filter");
        assertThat(admin.askWithoutToken("GET", "/trace?client=c1").statusCode())
                .isEqualTo(401);
        try (Socket notEncoded = TraceLines.open(admin, "client=%zz")) {
            assertThat(new String(notEncoded.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400 ")
                    .endsWith("\r\n\r\na % in the address is not followed by two digits\n");
        }
    }

    @Test
    void the_end_of_the_broker_ends_a_trace() throws Exception {
        TraceLines trace = new TraceLines(admin, "client=c1");
        connect("c1");

        broker.close();

        assertThat(trace.until("ended by=broker reason=SERVER_SHUTTING_DOWN")).isNotEmpty();
        trace.close();
    }
}
