package io.bellbird.console.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellbird.client.Message;
import io.bellbird.client.MqttClient;
import io.bellbird.client.SubscribeOptions;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.Qos;
import io.bellbird.codec.UserProperty;
import io.bellbird.console.RestFixture;
import io.bellbird.console.http.RestClient.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Messages that come over HTTP go to those who have subscribed by MQTT. */
@Timeout(60)
class PublishingTest {
    @TempDir
    private Path folder;

    private RestFixture broker;
    private MqttClient client;
    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();

    @BeforeEach
    void start() {
        broker = new RestFixture(
                folder, settings -> settings.shards(4).messageSizeLimit(1_000).sysIntervalSeconds(0));
        client = MqttClient.to("mqtt://127.0.0.1:" + broker.broker().port());
        client.connect().join();
    }

    @AfterEach
    void stop() {
        client.close();
        broker.close();
    }

    private void subscribe(String filter) {
        client.subscribe(filter, SubscribeOptions.QOS_2.keepingRetain(), messages::add)
                .join();
    }

    private Message received() throws InterruptedException {
        Message message = messages.poll(20, TimeUnit.SECONDS);
        assertThat(message).isNotNull();
        return message;
    }

    private Answer post(String path, String payload) {
        return broker.rest().ask("POST", path, payload.getBytes(UTF_8), "text/plain");
    }

    private Answer publish(String json) {
        return broker.rest().ask("POST", "/api/publish", json);
    }

    // One, by its topic

    @Test
    void a_message_reaches_who_has_subscribed() throws Exception {
        subscribe("home/#");

        JsonNode result =
                post("/api/topics/home/bell?qos=1&expiry=60", "ding").ok().json();

        assertThat(result.path("reason_code").asInt()).isZero();
        assertThat(result.path("subscribers").asBoolean()).isTrue();
        Message message = received();
        assertThat(message.topic()).isEqualTo("home/bell");
        assertThat(message.text()).isEqualTo("ding");
        assertThat(message.qos()).isEqualTo(Qos.AT_LEAST_ONCE);
        assertThat(message.contentType()).contains("text/plain");
        assertThat(message.properties().expiryIntervalSeconds()).isBetween(50L, 60L);
        assertThat(message.isRetained()).isFalse();
    }

    @Test
    void nobody_having_subscribed_is_no_failure() {
        JsonNode result = post("/api/topics/nobody", "x").ok().json();

        assertThat(result.path("reason_code").asInt()).isEqualTo(0x10);
        assertThat(result.path("subscribers").asBoolean()).isFalse();
    }

    @Test
    void topics_of_all_kinds_can_be_in_a_path() throws Exception {
        subscribe("#");
        for (String[] pair : List.of(
                new String[] {"a%20b/c", "a b/c"},
                new String[] {"a%2Fb", "a/b"},
                new String[] {"/first/level", "/first/level"},
                new String[] {"a//b/", "a//b/"},
                new String[] {"%C3%BCber/%E2%9C%93", "über/✓"},
                new String[] {"1+1%3D2%3F", null},
                new String[] {"50%25", "50%"})) {
            Answer answer = post("/api/topics/" + pair[0], "x");
            if (pair[1] == null) {
                assertThat(answer.problem(400)).contains("1+1=2?", "neither + nor #");
            } else {
                answer.ok();
                assertThat(received().topic()).isEqualTo(pair[1]);
            }
        }
    }

    @Test
    void bytes_of_any_kind_are_the_payload_and_what_a_form_says_is_no_content_type() throws Exception {
        subscribe("bytes");
        byte[] payload = {0, -1, 13, 10, 127, -128};

        broker.rest()
                .ask("POST", "/api/topics/bytes", payload, "application/octet-stream")
                .ok();
        broker.rest()
                .ask("POST", "/api/topics/bytes", payload, "application/x-www-form-urlencoded; charset=x")
                .ok();
        broker.rest().ask("POST", "/api/topics/bytes", payload, "image/png").ok();

        for (int i = 0; i < 2; i++) {
            Message message = received();
            assertThat(message.payload().array()).isEqualTo(payload);
            assertThat(message.contentType()).isEmpty();
        }
        assertThat(received().contentType()).contains("image/png");
    }

    @Test
    void put_retains_and_delete_clears() throws Exception {
        subscribe("state/#");

        broker.rest()
                .ask("PUT", "/api/topics/state/door?qos=2", "open".getBytes(UTF_8), "text/plain")
                .ok();
        assertThat(received().isRetained()).isTrue();
        assertThat(broker.rest().get("/api/topics/state/door").ok().text()).isEqualTo("open");

        assertThat(broker.rest().ask("DELETE", "/api/topics/state/door", null).status())
                .isEqualTo(204);
        assertThat(received().payload().isEmpty()).isTrue();
        assertThat(broker.rest().json("/api/retained").path("messages")).isEmpty();
        assertThat(broker.rest().ask("DELETE", "/api/topics/state/door", null).status())
                .as("nothing is there any more")
                .isEqualTo(204);
    }

    @Test
    void what_cannot_be_published_is_a_problem_that_says_why() {
        assertThat(post("/api/topics/a/+/b", "x").problem(400)).contains("a/+/b");
        assertThat(post("/api/topics/a%00b", "x").problem(400)).contains("U+0000");
        assertThat(post("/api/topics/a?qos=3", "x").problem(400)).contains("qos", "0 to 2");
        assertThat(post("/api/topics/a?retain=maybe", "x").problem(400)).contains("retain");
        assertThat(post("/api/topics/a?expiry=soon", "x").problem(400)).contains("expiry");
        assertThat(post("/api/topics/a?expiry=4294967296", "x").problem(400)).contains("4294967295");
        assertThat(post("/api/topics/$SYS/broker/uptime", "x").problem(403)).contains("$SYS", "broker's own");
        assertThat(post("/api/topics/" + "a/".repeat(200) + "a", "x").problem(400))
                .contains("200 levels");
        assertThat(post("/api/topics/a", "x".repeat(1_001)).problem(413)).contains("1001", "message_size_limit");
        assertThat(broker.rest().ask("DELETE", "/api/topics/$SYS/x", null).problem(403))
                .contains("$SYS");
    }

    @Test
    void a_broker_without_retained_messages_says_so() {
        try (RestFixture without = new RestFixture(folder, settings -> settings.retainAvailable(false))) {
            assertThat(without.rest()
                            .ask("PUT", "/api/topics/a", new byte[1], "text/plain")
                            .problem(409))
                    .contains("retain_available");
        }
    }

    @Test
    void a_message_that_is_larger_than_a_packet_may_be_is_refused() {
        try (RestFixture small = new RestFixture(folder, settings -> settings.maxPacketSize(1_000))) {
            assertThat(small.rest()
                            .ask("POST", "/api/topics/a", new byte[1_000], "text/plain")
                            .problem(413))
                    .contains("max_packet_size");
        }
    }

    // As JSON

    @Test
    void a_message_in_json_has_all_that_mqtt_5_has() throws Exception {
        subscribe("all");

        publish(
                        """
                        {"topic": "all", "payload": "hä", "qos": 2, "retain": true, "expiry_seconds": 100,
                         "content_type": "text/x", "response_topic": "answer/here", "correlation_data": "AAEC",
                         "user_properties": [["a", "1"], ["a", "2"]]}""")
                .ok();

        Message message = received();
        assertThat(message.text()).isEqualTo("hä");
        assertThat(message.qos()).isEqualTo(Qos.EXACTLY_ONCE);
        assertThat(message.contentType()).contains("text/x");
        assertThat(message.responseTopic()).contains("answer/here");
        assertThat(message.properties().correlationData()).isEqualTo(Bytes.wrap(new byte[] {0, 1, 2}));
        assertThat(message.userProperties()).containsExactly(new UserProperty("a", "1"), new UserProperty("a", "2"));
        JsonNode kept = broker.rest().json("/api/topics/all?as=message");
        assertThat(kept.path("user").asText()).isEqualTo("admin.token");
        assertThat(kept.has("client")).isFalse();
        assertThat(kept.path("user_properties").get(1).get(1).asText()).isEqualTo("2");
        assertThat(kept.path("correlation_data").asText()).isEqualTo("AAEC");
        assertThat(kept.path("time").asLong()).isBetween(System.currentTimeMillis() - 60_000, Long.MAX_VALUE);
    }

    @Test
    void a_payload_is_base64_or_json_as_well() throws Exception {
        subscribe("p");
        byte[] bytes = {-1, 0, 7};

        publish("{\"topic\":\"p\",\"payload_base64\":\"" + Base64.getEncoder().encodeToString(bytes) + "\"}")
                .ok();
        publish("{\"topic\":\"p\",\"json\":{\"t\":21.5,\"on\":true}}").ok();
        publish("{\"topic\":\"p\"}").ok();

        assertThat(received().payload().array()).isEqualTo(bytes);
        Message json = received();
        assertThat(json.text()).isEqualTo("{\"t\":21.5,\"on\":true}");
        assertThat(json.contentType()).contains("application/json");
        assertThat(received().payload().isEmpty()).isTrue();
    }

    @Test
    void a_thousand_messages_come_in_their_order_and_each_has_its_result() throws Exception {
        subscribe("many/#");
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            list.append(i == 0 ? "[" : ",")
                    .append("{\"topic\":\"many/")
                    .append(i % 7)
                    .append("\",\"payload\":\"")
                    .append(i)
                    .append("\",\"qos\":1}");
        }

        JsonNode results = publish(list + "]").ok().json().path("results");

        assertThat(results)
                .hasSize(1_000)
                .allMatch(result -> result.path("reason_code").asInt() == 0);
        List<String> payloads = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            payloads.add(received().text());
        }
        for (int i = 0; i < 1_000; i++) {
            assertThat(payloads.get(i)).isEqualTo(Integer.toString(i));
        }
    }

    @Test
    void a_list_with_one_wrong_message_publishes_none() throws Exception {
        subscribe("#");

        Answer answer = publish("[{\"topic\":\"good\"},{\"topic\":\"bad/#\"}]");

        assertThat(answer.problem(400)).contains("message 1", "bad/#", "none of the list");
        assertThat(answer.json().path("index").asInt()).isEqualTo(1);
        publish("{\"topic\":\"after\"}").ok();
        assertThat(received().topic()).isEqualTo("after");
    }

    @Test
    void json_that_is_no_message_is_a_problem_that_says_why() {
        assertThat(publish("{}").problem(400)).contains("no topic");
        assertThat(publish("{\"topic\":\"a\",\"payload\":\"x\",\"json\":1}").problem(400))
                .contains("several payloads");
        assertThat(publish("{\"topic\":\"a\",\"payload_base64\":\"%\"}").problem(400))
                .contains("payload_base64");
        assertThat(publish("{\"topic\":\"a\",\"qos\":3}").problem(400)).contains("qos is 3");
        assertThat(publish("{\"topic\":\"a\",\"expiry_seconds\":-7}").problem(400))
                .contains("-7");
        assertThat(publish("{\"topic\":\"a\",\"user_properties\":[[\"x\"]]}").problem(400))
                .contains("name and a value");
        assertThat(publish("{\"topic\":\"a\",\"response_topic\":\"b/#\"}").problem(400))
                .contains("b/#");
        assertThat(publish("{\"topic\":\"a\",\"unknown\":1}").problem(400)).contains("unknown");
        assertThat(publish("[]").problem(400)).contains("1 to 1000");
        assertThat(publish("[null]").problem(400)).contains("message 0");
        assertThat(publish("[" + "{\"topic\":\"a\"},".repeat(1_000) + "{\"topic\":\"a\"}]")
                        .problem(400))
                .contains("1001");
    }

    // Who has done it

    @Test
    void what_is_published_and_cleared_is_audited() throws Exception {
        broker.rest()
                .ask("PUT", "/api/topics/door", "open".getBytes(UTF_8), "text/plain")
                .ok();
        broker.rest()
                .ask("POST", "/api/publish", "[{\"topic\": \"a\", \"payload\": \"hidden\"}, {\"topic\": \"b\"}]")
                .ok();
        broker.rest().ask("DELETE", "/api/retained?filter=%23", null).ok();
        broker.close();

        assertThat(Files.readString(folder.resolve("audit.log")))
                .contains("\"PUT\",\"path\":\"/api/topics/door\",\"status\":200}")
                .contains("\"path\":\"/api/publish\",\"about\":\"2 messages, the first to a\",\"status\":200}")
                .contains("\"DELETE\",\"path\":\"/api/retained?filter=%23\",\"about\":\"1 messages\",\"status\":200}")
                .doesNotContain("hidden");
    }
}
