package io.bellbird.console.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellbird.broker.store.MemoryStore;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.Qos;
import io.bellbird.codec.Topic;
import io.bellbird.console.http.EventReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One who may see {@code rooms/#} learns of nothing else. */
@Timeout(60)
class TopicRightsTest {
    private TopicFixture broker;

    @BeforeEach
    void start() {
        broker = new TopicFixture(new MemoryStore());
        publish("secret/plan", "hidden", true);
        publish("rooms/1/light", "on", true);
        publish("rooms", "all", true);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private void publish(String topic, String payload, boolean retain) {
        broker.broker()
                .publish(Topic.of(topic), Bytes.utf8(payload), Qos.AT_LEAST_ONCE, retain)
                .join();
    }

    @Test
    void last_values_and_histories_of_other_topics_are_refused_whether_they_are_there_or_not() {
        assertThat(broker.rob().get("/api/topics/rooms/1/light").ok().text()).isEqualTo("on");
        for (String topic : new String[] {"secret/plan", "secret/nothing", "$SYS/broker/version"}) {
            assertThat(broker.rob().get("/api/topics/" + topic).problem(403)).contains("rob", topic);
            assertThat(broker.rob().get("/api/topics/" + topic + "?as=message").problem(403))
                    .doesNotContain("hidden");
            assertThat(broker.rob().get("/api/history?topic=" + topic).problem(403))
                    .contains("rob", topic);
        }
    }

    @Test
    void retained_messages_are_listed_as_far_as_they_may_be_seen() {
        JsonNode page = broker.rob().json("/api/retained?filter=%23&limit=2");

        assertThat(page.path("messages")).hasSize(2);
        assertThat(page.toString()).doesNotContain("secret", "hidden", "$SYS");
        assertThat(page.has("next"))
                .as("of what cannot be seen nothing is said")
                .isFalse();
        assertThat(broker.ann().json("/api/retained").toString()).contains("secret/plan");
    }

    @Test
    void only_who_may_do_everything_removes_many() {
        assertThat(broker.rob()
                        .ask("DELETE", "/api/retained?filter=rooms/%23", null)
                        .problem(403))
                .contains("rob", "admin");
        assertThat(broker.rob().ask("DELETE", "/api/topics/secret/plan", null).problem(403))
                .contains("rob", "secret/plan");
        assertThat(broker.rob().ask("DELETE", "/api/topics/rooms/1/light", null).status())
                .isEqualTo(204);
        assertThat(broker.ann().get("/api/topics/secret/plan").ok().text()).isEqualTo("hidden");
    }

    @Test
    void a_stream_of_everything_has_what_may_be_seen() {
        try (EventReader events = broker.rob().events("/api/stream?filter=%23&filter=%24SYS/%23")) {
            assertThat(events.next("message").path("topic").asText()).isEqualTo("rooms");
            assertThat(events.next("message").path("topic").asText()).isEqualTo("rooms/1/light");
            assertThat(events.next().name()).isEqualTo("live");
            publish("secret/plan", "hidden", false);
            publish("rooms/2/light", "off", false);
            assertThat(events.next("message").path("topic").asText()).isEqualTo("rooms/2/light");
        }
        assertThat(broker.rob().get("/api/stream?filter=secret/%23").problem(403))
                .contains("rob", "subscribe");
    }

    @Test
    void the_tree_has_and_counts_what_may_be_seen() {
        assertThat(broker.ann().json("/api/tree").path("nodes")).hasSizeGreaterThanOrEqualTo(2);
        publish("secret/plan", "hidden", false);
        publish("rooms/1/light", "off", false);

        JsonNode tree = broker.rob().json("/api/tree");
        assertThat(tree.path("nodes")).hasSize(1);
        assertThat(tree.path("nodes").get(0).path("topics").asInt()).isEqualTo(2);
        assertThat(tree.path("nodes").get(0).path("messages").asInt()).isEqualTo(1);
        assertThat(broker.rob().json("/api/tree?below=secret").path("nodes")).isEmpty();
        assertThat(broker.rob().json("/api/tree?search=plan").path("nodes")).isEmpty();
        assertThat(broker.rob().json("/api/tree?search=light").path("nodes")).hasSize(1);
        try (EventReader events = broker.rob().events("/api/tree/stream?below=secret&below=")) {
            JsonNode changes = events.next("nodes");
            assertThat(changes.path("below").asText()).isEmpty();
            assertThat(changes.toString()).doesNotContain("secret");
        }
    }

    @Test
    void publishing_needs_the_right_to_do_so() {
        byte[] payload = "x".getBytes(UTF_8);
        for (String method : new String[] {"POST", "PUT"}) {
            assertThat(broker.rob()
                            .ask(method, "/api/topics/secret/plan", payload, "text/plain")
                            .problem(403))
                    .contains("rob", "secret/plan");
            broker.rob()
                    .ask(method, "/api/topics/rooms/1/light", payload, "text/plain")
                    .ok();
        }
        assertThat(broker.rob()
                        .ask("POST", "/api/publish", "[{\"topic\":\"rooms/1\"},{\"topic\":\"secret/plan\"}]")
                        .problem(403))
                .contains("message 1", "secret/plan");
        assertThat(broker.ann().get("/api/topics/secret/plan").ok().text()).isEqualTo("hidden");
    }
}
