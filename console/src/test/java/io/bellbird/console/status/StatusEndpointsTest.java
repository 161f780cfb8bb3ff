package io.bellbird.console.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellbird.broker.Broker;
import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.client.BlockingMqttClient;
import io.bellbird.client.MqttClient;
import io.bellbird.client.PublishOptions;
import io.bellbird.client.SubscribeOptions;
import io.bellbird.codec.Bytes;
import io.bellbird.console.RestFixture;
import io.bellbird.console.http.EventReader;
import io.bellbird.console.http.RestClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the broker is, as one who looks at it over HTTP gets it. */
@Timeout(60)
class StatusEndpointsTest {
    private static final int QUEUE_MAX = 200;
    private static final int SECONDS_MAX = 12;

    @TempDir
    private Path folder;

    private RestFixture broker;
    private final List<MqttClient> clients = new ArrayList<>();

    @BeforeEach
    void start() {
        broker = new RestFixture(folder, settings -> settings.shards(2).maxQueuedMessages(QUEUE_MAX));
    }

    @AfterEach
    void stop() {
        clients.forEach(MqttClient::close);
        broker.close();
    }

    private BlockingMqttClient connect(String clientId, Duration expiry) {
        MqttClient client = MqttClient.builder(
                        "mqtt://127.0.0.1:" + broker.broker().port())
                .clientId(clientId)
                .cleanStart(expiry.isZero())
                .sessionExpiry(expiry)
                .build();
        clients.add(client);
        client.blocking().connect();
        return client.blocking();
    }

    /** Waits for a status that is so, for some seconds. */
    private static JsonNode await(EventReader events, Predicate<JsonNode> wanted) {
        JsonNode status = events.next("status");
        for (int second = 0; second < SECONDS_MAX; second++) {
            if (wanted.test(status)) {
                return status;
            }
            status = events.next("status");
        }
        throw new AssertionError("not so after " + SECONDS_MAX + " seconds: " + status);
    }

    @Test
    void the_status_has_the_figures_of_this_moment() {
        JsonNode status = broker.rest().json("/api/status");

        assertThat(status.path("version").asText()).isEqualTo(Broker.version());
        assertThat(status.path("state").asText()).isEqualTo("ok");
        assertThat(status.path("store").path("accepting").asBoolean()).isTrue();
        assertThat(status.path("heap_bytes").asLong()).isPositive();
        assertThat(status.path("listeners").asInt()).isEqualTo(1);
        assertThat(status.path("attention")).isEmpty();
    }

    @Test
    void the_stream_tells_each_second_what_goes_on() {
        try (EventReader events = broker.rest().events("/api/status/stream")) {
            JsonNode first = events.next("status");
            BlockingMqttClient client = connect("c", Duration.ZERO);
            client.publish("a", "x");
            JsonNode later = await(events, status -> status.path("clients").asInt() == 1);

            assertThat(first.path("clients").asInt()).isZero();
            assertThat(later.path("time").asLong())
                    .isGreaterThan(first.path("time").asLong());
            assertThat(later.path("connections").asInt()).isEqualTo(1);
        }
    }

    @Test
    void the_history_has_a_value_of_each_series_for_each_second() {
        try (EventReader events = broker.rest().events("/api/status/stream")) {
            long second = events.next("status").path("time").asLong();
            await(events, status -> status.path("time").asLong() > second + 1_500);
        }

        JsonNode history = broker.rest().json("/api/status/history");

        assertThat(history.path("step_seconds").asInt()).isEqualTo(1);
        assertThat(history.path("times").size()).isGreaterThanOrEqualTo(2);
        for (Series series : Series.values()) {
            assertThat(history.path("series").path(series.word()))
                    .as(series.word())
                    .hasSize(history.path("times").size());
        }
        assertThat(broker.rest()
                        .json("/api/status/history?minutes=60")
                        .path("step_seconds")
                        .asInt())
                .isEqualTo(60);
        assertThat(broker.rest().get("/api/status/history?minutes=0").problem(400))
                .contains("from 1 to 1440");
    }

    @Test
    void the_metrics_are_those_of_prometheus() {
        JsonNode metrics = broker.rest().json("/api/metrics").path("metrics");

        assertThat(metrics.findValuesAsText("name"))
                .contains("bellbird_sessions", "bellbird_messages_dropped_total", "bellbird_commit_seconds_bucket");
        JsonNode dropped = StreamSupport.stream(metrics.spliterator(), false)
                .filter(metric -> metric.path("name").asText().equals("bellbird_messages_dropped_total"))
                .findFirst()
                .orElseThrow();
        assertThat(dropped.path("type").asText()).isEqualTo("counter");
        assertThat(dropped.path("samples").findValuesAsText("cause")).contains("queue_full");
    }

    @Test
    void a_queue_that_overflows_needs_attention_and_says_whose_it_is() {
        BlockingMqttClient away = connect("away", Duration.ofHours(1));
        away.subscribe("a", SubscribeOptions.QOS_1, message -> {});
        away.close();
        BlockingMqttClient publisher = connect("publisher", Duration.ZERO);
        try (EventReader events = broker.rest().events("/api/status/stream")) {
            events.next("status");
            for (int i = 0; i < QUEUE_MAX + 10; i++) {
                publisher.publish("a", Bytes.utf8("x"), PublishOptions.QOS_1);
            }
            JsonNode status = await(events, now -> now.path("attention").size() == 2);

            assertThat(status.path("dropped_last_minute").path("queue_full").asInt())
                    .isEqualTo(10);
            assertThat(status.path("state").asText()).isEqualTo("warning");
            assertThat(status.path("attention").findValuesAsText("what"))
                    .contains(
                            "10 messages were not delivered in the last minute: queue full.",
                            "Client away has 200 of at most 200 messages in its queue.");
        }
    }

    @Test
    void the_memory_limit_is_the_one_that_holds_after_a_reload() throws ConfigurationException {
        broker.broker()
                .reload(broker.broker().config().toBuilder()
                        .memoryLimitBytes(77_000_000)
                        .build());

        JsonNode limit = StreamSupport.stream(
                        broker.rest().json("/api/metrics").path("metrics").spliterator(), false)
                .filter(metric -> metric.path("name").asText().equals("bellbird_memory_limit_bytes"))
                .findFirst()
                .orElseThrow();
        assertThat(limit.path("samples").path(0).path("value").asLong()).isEqualTo(77_000_000);
    }

    @Test
    void nobody_sees_it_who_is_not_let_in() {
        broker.close();
        broker = new RestFixture(folder, settings -> settings.allowAnonymous(false));
        RestClient nobody = broker.rest().anonymous();

        for (String path : List.of("/api/status", "/api/status/history", "/api/status/stream", "/api/metrics")) {
            assertThat(nobody.get(path).status()).as(path).isEqualTo(401);
        }
    }
}
