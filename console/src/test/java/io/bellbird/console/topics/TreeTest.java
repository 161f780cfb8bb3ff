package io.bellbird.console.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.Qos;
import io.bellbird.codec.Topic;
import io.bellbird.console.RestFixture;
import io.bellbird.console.http.EventReader;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TreeTest {
    @TempDir
    private Path folder;

    private RestFixture broker;

    @BeforeEach
    void start() {
        broker = new RestFixture(folder, settings -> settings.shards(4).sysIntervalSeconds(0));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private void publish(String topic, String payload) {
        broker.broker()
                .publish(Topic.of(topic), Bytes.utf8(payload), Qos.AT_LEAST_ONCE, false)
                .join();
    }

    private void retain(String topic, String payload) {
        broker.broker()
                .publish(Topic.of(topic), Bytes.utf8(payload), Qos.AT_LEAST_ONCE, true)
                .join();
    }

    private JsonNode nodes(String below) {
        return broker.rest()
                .json("/api/tree?below=" + URLEncoder.encode(below, UTF_8))
                .path("nodes");
    }

    private static List<String> texts(JsonNode list, String member) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.path(member).asText()));
        return texts;
    }

    @Test
    void retained_topics_are_there_from_the_beginning_and_others_once_they_have_a_message() {
        retain("home/kitchen/temperature", "21");
        publish("home/bell", "not seen");
        assertThat(texts(nodes(""), "topic")).containsExactly("home");

        publish("home/bell", "ding");
        publish("home/bell", "dong");

        JsonNode home = nodes("").get(0);
        assertThat(home.path("topics").asInt()).isEqualTo(2);
        assertThat(home.path("messages").asInt()).isEqualTo(2);
        assertThat(home.path("bytes").asInt()).isEqualTo(8);
        assertThat(home.path("rate").asDouble()).isPositive();
        assertThat(home.path("children").asBoolean()).isTrue();
        assertThat(home.has("last")).isFalse();
        JsonNode bell = nodes("home").get(0);
        assertThat(bell.path("name").asText()).isEqualTo("bell");
        assertThat(bell.path("topic").asText()).isEqualTo("home/bell");
        assertThat(bell.path("last").path("payload").asText()).isEqualTo("dong");
        assertThat(bell.path("retained").asBoolean()).isFalse();
        assertThat(bell.path("children").asBoolean()).isFalse();
        JsonNode temperature = nodes("home/kitchen").get(0);
        assertThat(temperature.path("retained").asBoolean()).isTrue();
        assertThat(temperature.path("messages").asInt()).isZero();
        assertThat(temperature.path("last").path("payload").asText()).isEqualTo("21");
    }

    @Test
    void each_topic_has_a_way_to_it() {
        List<String> topics = List.of("a", "a/", "a//b", "/", "/a", "//", "//a", "a b/ü", "50%", "a/b?c=d&e");
        nodes("");
        topics.forEach(topic -> publish(topic, topic));

        List<String> found = new ArrayList<>();
        collect("", found);

        assertThat(found).containsExactlyInAnyOrderElementsOf(topics);
    }

    private void collect(String below, List<String> found) {
        for (JsonNode node : nodes(below)) {
            if (node.has("last")) {
                assertThat(node.path("last").path("topic").asText())
                        .isEqualTo(node.path("topic").asText());
                found.add(node.path("topic").asText());
            }
            if (node.path("children").asBoolean()) {
                collect(node.path("topic").asText(), found);
            }
        }
    }

    @Test
    void a_long_payload_is_not_in_the_tree_but_in_the_history() {
        nodes("");
        publish("long", "x".repeat(100_000));

        JsonNode last = nodes("").get(0).path("last");
        assertThat(last.has("payload")).isFalse();
        assertThat(last.path("bytes").asInt()).isEqualTo(100_000);
        JsonNode kept =
                broker.rest().json("/api/history?topic=long").path("messages").get(0);
        assertThat(kept.path("payload").asText()).hasSize(65_536);
        assertThat(kept.path("truncated").asBoolean()).isTrue();
        assertThat(kept.path("bytes").asInt()).isEqualTo(100_000);
    }

    @Test
    void the_history_has_the_last_hundred_messages_in_their_order() {
        assertThat(broker.rest().json("/api/history?topic=n").path("messages")).isEmpty();
        for (int i = 0; i < 250; i++) {
            publish("n", Integer.toString(i));
        }

        JsonNode messages = broker.rest().json("/api/history?topic=n").path("messages");

        assertThat(messages).hasSize(100);
        for (int i = 0; i < 100; i++) {
            assertThat(messages.get(i).path("payload").asInt()).isEqualTo(150 + i);
        }
        assertThat(broker.rest().get("/api/history").problem(400)).contains("?topic=");
        assertThat(broker.rest().get("/api/history?topic=%23").problem(400)).contains("'#'");
    }

    @Test
    void search_finds_topics_at_any_depth_in_any_case() {
        nodes("");
        List.of("home/Kitchen/light", "home/kitchen/oven/door", "home/bath/light", "kitchen")
                .forEach(topic -> publish(topic, "x"));

        JsonNode all = broker.rest().json("/api/tree?search=KITCHEN");
        assertThat(texts(all.path("nodes"), "topic"))
                .containsExactlyInAnyOrder("home/Kitchen/light", "home/kitchen/oven/door", "kitchen");
        assertThat(all.path("more").asBoolean()).isFalse();
        assertThat(texts(broker.rest().json("/api/tree?below=home&search=light").path("nodes"), "name"))
                .containsExactly("light", "light");
        JsonNode one = broker.rest().json("/api/tree?search=kitchen&limit=1");
        assertThat(one.path("nodes")).hasSize(1);
        assertThat(one.path("more").asBoolean()).isTrue();
    }

    @Test
    void a_limit_says_that_there_are_more() {
        nodes("");
        List.of("a", "b", "c").forEach(topic -> publish(topic, "x"));

        JsonNode two = broker.rest().json("/api/tree?limit=2");

        assertThat(texts(two.path("nodes"), "name")).containsExactly("a", "b");
        assertThat(two.path("more").asBoolean()).isTrue();
        assertThat(broker.rest().json("/api/tree?limit=3").path("more").asBoolean())
                .isFalse();
        assertThat(broker.rest().get("/api/tree?limit=x").problem(400)).contains("limit");
        assertThat(nodes("not/there")).isEmpty();
    }

    @Test
    void a_stream_tells_what_has_changed() {
        retain("home/kitchen/light", "on");

        try (EventReader events = broker.rest().events("/api/tree/stream?below=&below=home")) {
            assertThat(changed(events, "", "home").path("topics").asInt()).isEqualTo(1);
            assertThat(changed(events, "home", "kitchen").path("topics").asInt())
                    .isEqualTo(1);

            publish("home/bath/light", "off");

            assertThat(changed(events, "", "home").path("topics").asInt()).isEqualTo(2);
            assertThat(changed(events, "home", "bath").path("messages").asInt()).isEqualTo(1);
        }
        assertThat(broker.rest()
                        .get("/api/tree/stream?below="
                                + IntStream.range(0, 65)
                                        .mapToObj(Integer::toString)
                                        .collect(joining("&below=")))
                        .problem(400))
                .contains("64");
    }

    private static JsonNode changed(EventReader events, String below, String name) {
        while (true) {
            JsonNode changes = events.next("nodes");
            for (JsonNode node : changes.path("nodes")) {
                if (changes.path("below").asText().equals(below)
                        && node.path("name").asText().equals(name)) {
                    return node;
                }
            }
        }
    }
}
