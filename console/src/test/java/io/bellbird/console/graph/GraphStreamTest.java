package io.bellbird.console.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellbird.client.BlockingMqttClient;
import io.bellbird.client.MqttClient;
import io.bellbird.console.RestFixture;
import io.bellbird.console.http.EventReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The live graph, as one who looks at it over HTTP gets it. */
@Timeout(60)
class GraphStreamTest {
    @TempDir
    private Path folder;

    private RestFixture broker;
    private final List<MqttClient> clients = new ArrayList<>();

    @BeforeEach
    void start() {
        broker = new RestFixture(folder, settings -> settings.shards(2));
    }

    @AfterEach
    void stop() {
        clients.forEach(MqttClient::close);
        broker.close();
    }

    private BlockingMqttClient connect(String clientId) {
        MqttClient client = MqttClient.builder(
                        "mqtt://127.0.0.1:" + broker.broker().port())
                .clientId(clientId)
                .build();
        clients.add(client);
        client.blocking().connect();
        return client.blocking();
    }

    /** Reads events until edges of these names had so many messages; those that were told of first. */
    private static Map<String, Long> countUntil(EventReader events, Map<Integer, String> names, long messages) {
        Map<String, Long> counted = new HashMap<>();
        while (counted.values().stream().mapToLong(Long::longValue).sum() < messages) {
            EventReader.Event event = events.next();
            event.data()
                    .path("nodes")
                    .forEach(node -> names.put(
                            node.path("id").asInt(), node.path("label").asText()));
            if (event.name().equals(FlowsEvent.NAME)) {
                event.data()
                        .path("edges")
                        .forEach(edge -> counted.merge(
                                names.get(edge.get(0).asInt()) + " > "
                                        + names.get(edge.get(1).asInt()),
                                edge.get(2).asLong(),
                                Long::sum));
            }
        }
        return counted;
    }

    @Test
    void each_message_is_seen_on_its_way_from_its_publisher_by_its_topic_to_its_receivers() {
        BlockingMqttClient ann = connect("ann");
        connect("bob").subscribe("home/#", message -> {});
        connect("carol").subscribe("home/bell", message -> {});
        try (EventReader events = broker.rest().events("/api/graph/stream")) {
            Map<Integer, String> names = new HashMap<>();
            JsonNode graph = events.next(GraphEvent.NAME);
            graph.path("nodes")
                    .forEach(node -> names.put(
                            node.path("id").asInt(), node.path("label").asText()));

            for (int i = 0; i < 5; i++) {
                ann.publish("home/bell", "ding");
            }

            assertThat(countUntil(events, names, 15))
                    .isEqualTo(Map.of("ann > home/bell", 5L, "home/bell > bob", 5L, "home/bell > carol", 5L));
        }
    }

    @Test
    void clients_are_there_before_they_do_anything_and_go_when_they_go() {
        BlockingMqttClient ann = connect("ann");
        try (EventReader events = broker.rest().events("/api/graph/stream")) {
            JsonNode node = null;
            while (node == null) {
                node = events.next().data().path("nodes").get(0);
            }
            assertThat(node.path("label").asText()).isEqualTo("ann");
            assertThat(node.path("kind").asText()).isEqualTo("client");

            ann.close();

            List<Integer> gone = new ArrayList<>();
            while (gone.isEmpty()) {
                events.next(FlowsEvent.NAME).path("gone").forEach(id -> gone.add(id.asInt()));
            }
            assertThat(gone).containsExactly(node.path("id").asInt());
        }
    }

    @Test
    void who_asks_for_some_topics_gets_no_others() {
        BlockingMqttClient ann = connect("ann");
        try (EventReader events = broker.rest().events("/api/graph/stream?filter=home/%23&client=AN")) {
            events.next(GraphEvent.NAME);
            ann.publish("work/bell", "ding");
            connect("bob").publish("home/bell", "ding");
            ann.publish("home/bell", "ding");

            assertThat(countUntil(events, new HashMap<>(), 1)).isEqualTo(Map.of("ann > home/bell", 1L));
        }
    }

    @Test
    void more_viewers_than_there_may_be_are_told_so_and_who_leaves_makes_room() throws Exception {
        List<EventReader> open = new ArrayList<>();
        for (int i = 0; i < LiveGraph.VIEWERS_MAX; i++) {
            open.add(broker.rest().events("/api/graph/stream"));
        }
        assertThat(broker.rest().get("/api/graph/stream").problem(503)).contains("close one");

        for (EventReader each : open) {
            each.close();
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < deadline && !isRoom()) {
            Thread.onSpinWait();
        }
        assertThat(isRoom()).isTrue();
    }

    private boolean isRoom() {
        try (EventReader events = broker.rest().events("/api/graph/stream")) {
            events.next();
            return true;
        } catch (AssertionError full) {
            return false;
        }
    }

    @Test
    void what_is_wrong_with_a_request_is_said() {
        assertThat(broker.rest().get("/api/graph/stream?filter=a/%23/b").problem(400))
                .contains("filter", "#");
        assertThat(broker.rest().get("/api/graph/stream?limit=5").problem(400)).contains("limit", "10");
        assertThat(broker.rest().get("/api/graph/stream?" + manyOpen()).problem(400))
                .contains("open", "50");
    }

    private static String manyOpen() {
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < 51; i++) {
            query.append("open=g").append(i).append('&');
        }
        return query.toString();
    }

    @Test
    void nobody_without_the_right_sees_anything() {
        assertThat(broker.rest().anonymous().get("/api/graph/stream").problem(401))
                .doesNotContain("home");
    }
}
