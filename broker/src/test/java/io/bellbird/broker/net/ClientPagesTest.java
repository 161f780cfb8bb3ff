package io.bellbird.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Broker;
import io.bellbird.broker.config.AdminListener;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.conformance.RawClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who watches the broker sees its clients, whichever shards they are on. */
@ParameterizedClass(name = "{0} shards")
@ValueSource(ints = {1, 4})
@ExtendWith(NoLeaks.class)
@Timeout(60)
class ClientPagesTest {
    private static final Pattern CLIENT = Pattern.compile("\"client\": \"([^\"]*)\"");

    @Parameter
    private int shards;

    @TempDir
    private Path folder;

    private Broker broker;
    private AdminHttp admin;

    @BeforeEach
    void start() throws Exception {
        Path token = folder.resolve("admin.token");
        BrokerConfig config = BrokerConfig.ephemeral().toBuilder()
                .shards(shards)
                .connectionMessages(false)
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

    /** A client that is away while messages come for it. */
    private void leaveWithQueue(String clientId, int messages) {
        RawClient.to(broker, 5)
                .connect("10 (<MQTT> 05 02 003C (11 000000FF) <" + clientId + ">)")
                .send("82 (0001 () <to/" + clientId + "> 01)")
                .expect("90 (0001 () 01)")
                .send("E0 00")
                .expectClosed();
        RawClient publisher = connect("publisher");
        for (int i = 0; i < messages; i++) {
            publisher.send("32 (<to/" + clientId + "> 0001 () 616263)").receive();
        }
        publisher.send("E0 00").expectClosed();
    }

    private String clients(String query) throws Exception {
        HttpResponse<String> answer = admin.ask("GET", "/clients" + query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        return answer.body();
    }

    private static List<String> names(String json) {
        return CLIENT.matcher(json)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    @Test
    void clients_with_the_longest_queues_come_first_and_no_more_than_are_wanted() throws Exception {
        leaveWithQueue("a", 1);
        leaveWithQueue("b", 3);
        leaveWithQueue("c", 2);
        RawClient connected = connect("d");

        assertThat(names(clients("?sort=queue"))).containsExactly("b", "c", "a", "d");
        assertThat(names(clients("?sort=queue&limit=2"))).containsExactly("b", "c");
        assertThat(clients("?limit=1"))
                .matches("\\{\"sort\": \"queue\", \"shards_missing\": 0, \"clients\": \\[\\{\"client\": \"b\","
                        + " \"user\": null, \"address\": null, \"connected\": false, \"subscriptions\": 1,"
                        + " \"queued_messages\": 3, \"queued_bytes\": \\d{3,4}, \"inflight_messages\": 0, .*}]}\n");
        connected.close();
    }

    @Test
    void who_does_not_acknowledge_is_slow() throws Exception {
        leaveWithQueue("away", 3);
        RawClient slow = connect("slow");
        slow.send("82 (0001 () <t> 01)").receive();
        RawClient publisher = connect("p");
        publisher.send("32 (<t> 0001 () 616263)").receive();
        slow.receive();

        String json = clients("?sort=slow");

        assertThat(names(json)).containsExactly("slow", "p", "away");
        assertThat(json).contains("\"inflight_messages\": 1, ");
        slow.close();
        publisher.close();
    }

    @Test
    void messages_are_counted_for_those_who_send_and_those_who_get_them() throws Exception {
        RawClient idle = connect("idle");
        RawClient busy = connect("busy");
        busy.send("82 (0001 () <t> 00)").receive();
        for (int i = 0; i < 10; i++) {
            busy.send("30 (<t> () 616263)").receive();
        }

        String json = clients("?sort=messages&limit=1");

        assertThat(json)
                .contains("\"client\": \"busy\", ", "\"connected\": true, ")
                .contains("\"received\": 10, \"received_bytes\": 30, \"sent\": 10, \"sent_bytes\": 30, ")
                .doesNotContain("\"received_rate\": 0.0,");
        assertThat(names(clients("?sort=bytes"))).containsExactly("busy", "idle");
        idle.close();
        busy.close();
    }

    @Test
    void names_of_clients_cannot_break_out_of_the_json() throws Exception {
        RawClient client = connect("\"},x\\");

        assertThat(names(clients(""))).containsExactly("\\u0022},x\\u005c");
        client.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ?sort=size   | sort is one of queue, slow, messages, bytes
                    ?limit=0     | limit is a number from 1 to 1000
                    ?limit=1001  | limit is a number from 1 to 1000
                    ?limit=some  | limit is a number from 1 to 1000
                    """)
    void what_is_no_order_or_limit_is_refused(String query, String why) throws Exception {
        HttpResponse<String> answer = admin.ask("GET", "/clients" + query);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo(why + "\n");
    }

    @Test
    void without_the_token_nobody_sees_them() throws Exception {
        assertThat(admin.askWithoutToken("GET", "/clients").statusCode()).isEqualTo(401);
    }
}
