package io.bellbird.console.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.Topic;
import io.bellbird.console.RestFixture;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RetainedEndpointsTest {
    @TempDir
    private Path folder;

    private RestFixture broker;

    @BeforeEach
    void start() {
        broker = new RestFixture(folder, settings -> settings.shards(4));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private void retain(String topic, String payload) {
        assertThat(broker.broker()
                        .publish(Topic.of(topic), Bytes.utf8(payload), Qos.AT_LEAST_ONCE, true)
                        .join())
                .isEqualTo(ReasonCode.NO_MATCHING_SUBSCRIBERS);
    }

    private static List<String> topics(JsonNode page) {
        List<String> topics = new ArrayList<>();
        page.path("messages")
                .forEach(message -> topics.add(message.path("topic").asText()));
        return topics;
    }

    private List<String> topicsOf(String query) {
        List<String> all = new ArrayList<>();
        JsonNode page = broker.rest().json("/api/retained?" + query);
        all.addAll(topics(page));
        while (page.has("next")) {
            page = broker.rest()
                    .json("/api/retained?" + query + "&after="
                            + URLEncoder.encode(page.path("next").asText(), UTF_8));
            all.addAll(topics(page));
        }
        return all;
    }

    @Test
    void pages_in_the_order_of_topics_have_each_that_matches_once() {
        List<String> expected =
                List.of("a", "a/", "a/b", "a/b/c", "a/ b", "a/ü", "a+".replace("+", "x"), "b/1", "b/2", "/", "//a");
        expected.forEach(topic -> retain(topic, topic));

        for (int limit : new int[] {1, 2, 3, 100}) {
            assertThat(topicsOf("limit=" + limit)).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(topicsOf("filter=a/%23&limit=" + limit))
                    .containsExactly("a", "a/", "a/ b", "a/b", "a/b/c", "a/ü");
            assertThat(topicsOf("filter=%2B/1&limit=" + limit)).containsExactly("b/1");
        }
        assertThat(topicsOf("filter=nothing")).isEmpty();
        assertThat(topicsOf("filter=a/%23&after=zzz")).isEmpty();
    }

    @Test
    void the_brokers_own_are_listed_when_they_are_asked_for() {
        while (topicsOf("filter=%24SYS/%23").isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(topicsOf("filter=%23")).isEmpty();
        assertThat(topicsOf("filter=%24SYS/broker/version")).containsExactly("$SYS/broker/version");
        assertThat(broker.rest()
                        .ask("DELETE", "/api/retained?filter=%24SYS/%23", null)
                        .ok()
                        .json()
                        .path("removed")
                        .asInt())
                .isZero();
    }

    @Test
    void many_are_removed_at_once() {
        CompletableFuture.allOf(IntStream.range(0, 3_000)
                        .mapToObj(i -> broker.broker()
                                .publish(
                                        Topic.of((i % 3 == 0 ? "stay/" : "go/") + i),
                                        Bytes.utf8("x"),
                                        Qos.AT_LEAST_ONCE,
                                        true))
                        .toArray(CompletableFuture[]::new))
                .join();

        JsonNode removed = broker.rest()
                .ask("DELETE", "/api/retained?filter=go/%23", null)
                .ok()
                .json();

        assertThat(removed.path("removed").asInt()).isEqualTo(2_000);
        assertThat(removed.path("more").asBoolean()).isFalse();
        assertThat(topicsOf("limit=1000")).hasSize(1_000).allMatch(topic -> topic.startsWith("stay/"));
    }

    @Test
    void a_long_payload_is_cut_between_characters_and_its_length_is_said() {
        retain("long", "ü".repeat(40_000));
        retain("odd", "x" + "ü".repeat(40_000));

        JsonNode messages = broker.rest().json("/api/retained").path("messages");

        assertThat(messages).hasSize(2).allSatisfy(message -> {
            assertThat(message.path("truncated").asBoolean()).isTrue();
            assertThat(message.path("payload").asText()).matches("x?ü+").hasSize(32_768);
        });
        assertThat(messages.get(0).path("bytes").asInt()).isEqualTo(80_000);
    }

    @Test
    void a_page_of_large_messages_ends_early() {
        for (int i = 0; i < 100; i++) {
            retain("large/" + i, "x".repeat(100_000));
        }

        assertThat(broker.rest().json("/api/retained?limit=1000").path("messages"))
                .hasSizeLessThan(100);
        assertThat(topicsOf("limit=1000")).hasSize(100);
    }

    @Test
    void what_is_wrong_in_a_question_is_a_problem() {
        assertThat(broker.rest().get("/api/retained?filter=a%23").problem(400)).contains("a#", "%23");
        assertThat(broker.rest().get("/api/retained?limit=0").problem(400)).contains("limit", "1 to 1000");
        assertThat(broker.rest().ask("DELETE", "/api/retained", null).problem(400))
                .contains("?filter=");
    }
}
