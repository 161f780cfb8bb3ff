package io.bellbird.console.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellbird.client.MqttClient;
import io.bellbird.client.PublishOptions;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.Topic;
import io.bellbird.console.RestFixture;
import io.bellbird.console.http.EventReader;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StreamTest {
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

    private EventReader follow(String query) {
        return broker.rest().events("/api/stream?" + query);
    }

    private ReasonCode publish(String topic, String payload, Qos qos, boolean retain) {
        return broker.broker()
                .publish(Topic.of(topic), Bytes.utf8(payload), qos, retain)
                .join();
    }

    @Test
    void retained_messages_come_first_and_then_those_that_are_published() {
        publish("home/a", "1", Qos.AT_LEAST_ONCE, true);
        publish("home/b", "2", Qos.AT_LEAST_ONCE, true);
        publish("away", "3", Qos.AT_LEAST_ONCE, true);

        try (EventReader events = follow("filter=home/%23&filter=home/b")) {
            assertThat(events.next("message").path("payload").asText()).isEqualTo("1");
            assertThat(events.next("message").path("payload").asText()).isEqualTo("2");
            assertThat(events.next().name()).as("each of them once").isEqualTo("live");
            publish("away", "4", Qos.AT_MOST_ONCE, false);
            publish("home/c", "5", Qos.EXACTLY_ONCE, false);
            JsonNode message = events.next("message");
            assertThat(message.path("topic").asText()).isEqualTo("home/c");
            assertThat(message.path("qos").asInt()).isEqualTo(2);
            assertThat(message.path("retain").asBoolean()).isFalse();
        }
    }

    @Test
    void without_retained_messages_only_new_ones_come() {
        publish("home/a", "old", Qos.AT_LEAST_ONCE, true);

        try (EventReader events = follow("filter=%23&retained=false")) {
            events.next("live");
            publish("home/a", "new", Qos.AT_LEAST_ONCE, true);
            assertThat(events.next("message").path("payload").asText()).isEqualTo("new");
        }
    }

    @Test
    void a_reader_is_no_subscriber() {
        try (EventReader events = follow("filter=%23")) {
            events.next("live");
            assertThat(publish("a", "x", Qos.EXACTLY_ONCE, false)).isEqualTo(ReasonCode.NO_MATCHING_SUBSCRIBERS);
            assertThat(events.next("message").path("topic").asText()).isEqualTo("a");
        }
    }

    @Test
    void all_messages_of_several_publishers_come_and_those_of_each_in_their_order() {
        int publishers = 8;
        int each = 300;
        List<MqttClient> clients = new ArrayList<>();
        try (EventReader events = follow("filter=from/%23")) {
            events.next("live");
            for (int p = 0; p < publishers; p++) {
                clients.add(
                        MqttClient.builder("mqtt://127.0.0.1:" + broker.broker().port())
                                .clientId("publisher " + p)
                                .build());
                clients.get(p).connect().join();
            }
            for (int i = 0; i < each; i++) {
                for (int p = 0; p < publishers; p++) {
                    clients.get(p).publish("from/" + p, Integer.toString(i), PublishOptions.QOS_1);
                }
            }
            Map<String, Integer> next = new HashMap<>();
            for (int n = 0; n < publishers * each; n++) {
                JsonNode message = events.next("message");
                String client = message.path("client").asText();
                assertThat(message.path("payload").asInt()).isEqualTo(next.getOrDefault(client, 0));
                next.merge(client, 1, Integer::sum);
                assertThat(message.path("topic").asText()).isEqualTo("from/" + client.charAt(client.length() - 1));
            }
            assertThat(next).hasSize(publishers).allSatisfy((client, count) -> assertThat(count)
                    .isEqualTo(each));
        } finally {
            clients.forEach(MqttClient::close);
        }
    }

    @Test
    void a_reader_who_takes_nothing_holds_nobody_up_and_is_told_what_was_dropped() throws Exception {
        String token = Files.readString(folder.resolve("admin.token")).strip();
        int port = broker.broker().adminAddress().orElseThrow().getPort();
        byte[] payload = new byte[16 * 1024];
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), port);
                EventReader other = follow("filter=end")) {
            other.next("live");
            OutputStream out = slow.getOutputStream();
            out.write(("GET /api/stream?filter=%23 HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer " + token
                            + "\r\n\r\n")
                    .getBytes(UTF_8));
            InputStream in = slow.getInputStream();
            readUntil(in, "event: live");
            int count = 4_000;
            List<CompletableFuture<ReasonCode>> results = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                results.add(broker.broker().publish(Topic.of("flood"), Bytes.wrap(payload), Qos.AT_LEAST_ONCE, false));
                if (i % 500 == 0) {
                    results.get(i).join();
                }
            }
            assertThat(results)
                    .allSatisfy(result -> assertThat(result.join()).isEqualTo(ReasonCode.NO_MATCHING_SUBSCRIBERS));
            publish("end", "x", Qos.AT_LEAST_ONCE, false);
            other.next("message");
            readUntil(in, "event: dropped\ndata: {\"count\":");
        }
    }

    private static void readUntil(InputStream in, String text) throws Exception {
        StringBuilder read = new StringBuilder();
        byte[] buffer = new byte[256 * 1024];
        while (read.indexOf(text) < 0) {
            int length = in.read(buffer);
            assertThat(length).isPositive();
            read.delete(0, Math.max(0, read.length() - text.length()));
            read.append(new String(buffer, 0, length, UTF_8));
        }
    }

    @Test
    void a_reader_who_goes_makes_room_for_another() {
        for (int round = 0; round < 3; round++) {
            List<EventReader> readers = new ArrayList<>();
            while (readers.size() < Streams.STREAMS_MAX) {
                if (broker.rest().unchecked("HEAD", "/api/stream?filter=a").status() == 503) {
                    continue; // those of the round before have not all gone yet
                }
                readers.add(follow("filter=a"));
            }
            assertThat(broker.rest().get("/api/stream?filter=a").problem(503)).contains("16 streams");
            readers.forEach(EventReader::close);
        }
    }

    @Test
    void a_filter_that_is_none_is_a_problem() {
        assertThat(broker.rest().get("/api/stream").problem(400)).contains("?filter=FILTER");
        assertThat(broker.rest().get("/api/stream?filter=a%23").problem(400)).contains("a#", "%23", "%2B");
        assertThat(broker.rest().get("/api/stream?filter=a&retained=perhaps").problem(400))
                .contains("retained");
    }
}
