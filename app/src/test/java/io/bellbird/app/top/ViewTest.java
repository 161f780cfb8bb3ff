package io.bellbird.app.top;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ViewTest {
    private static final long SECOND = 1_000_000_000;

    private static Metrics metrics(long seconds, String... lines) {
        return Metrics.of("# TYPE x gauge\n" + String.join("\n", lines) + "\n", seconds * SECOND);
    }

    private static final ClientReport AWAY = new ClientReport("pump", null, null, 1_200, 0, 4_096, 0, 0, 0);

    private static List<String> view(Metrics now, Metrics before, ClientReport... clients) {
        return View.lines(now, before, Order.QUEUE, List.of(clients));
    }

    @Test
    void rates_are_what_totals_grew_by_in_a_second() {
        Metrics before = metrics(10, "bellbird_publish_received_total 100", "bellbird_publish_received_bytes_total 0");
        Metrics now = metrics(12, "bellbird_publish_received_total 300", "bellbird_publish_received_bytes_total 4096");

        assertThat(view(now, before))
                .anySatisfy(line -> assertThat(line).startsWith("in       100 messages/s, 2.0 KiB/s of payload"));
    }

    @Test
    void a_total_that_fell_since_the_broker_started_again_is_no_rate() {
        assertThat(metrics(2, "bellbird_x_total 5").rate("x_total", metrics(1, "bellbird_x_total 9")))
                .isZero();
        assertThat(metrics(1, "bellbird_x_total 5").rate("x_total", metrics(1, "bellbird_x_total 1")))
                .as("at the same moment")
                .isZero();
    }

    @Test
    void metrics_that_differ_in_their_labels_are_added_up() {
        Metrics metrics = metrics(
                1,
                "bellbird_messages_dropped_total{cause=\"a b\"} 1",
                "bellbird_messages_dropped_total{cause=\"c\"} 2");

        assertThat(metrics.value("messages_dropped_total")).isEqualTo(3);
    }

    @Test
    void the_version_and_the_state_of_the_store_are_labels() {
        Metrics metrics = metrics(
                1,
                "bellbird_info{version=\"1.2.3\"} 1",
                "bellbird_store_status{status=\"full\"} 1",
                "bellbird_uptime_seconds 93784.5",
                "bellbird_commit_seconds_sum 0.5",
                "bellbird_commit_seconds_count 100");

        assertThat(view(metrics, metrics(0)))
                .anySatisfy(line -> assertThat(line).startsWith("bellbird 1.2.3, up 1 d 2 h, "))
                .anySatisfy(line -> assertThat(line).startsWith("store    full, commit 5.00 ms, "));
    }

    @Test
    void a_client_that_is_away_has_its_queue_in_the_list() {
        assertThat(view(metrics(1), metrics(0), AWAY))
                .last()
                .asString()
                .matches("pump +- +1,200 +0 +4\\.0 KiB .* away");
    }

    @Test
    void a_name_cannot_steer_the_terminal_and_a_long_one_is_cut() {
        ClientReport evil = new ClientReport("\u001b[2J\n" + "x".repeat(100), "ann", "192.0.2.1:1", 0, 0, 0, 0, 0, 0);

        assertThat(view(metrics(1), metrics(0), evil))
                .last()
                .asString()
                .doesNotContain("\u001b", "\n")
                .startsWith("\\u001b[2J\\u000axxxx~ ");
    }

    @Test
    void shards_that_did_not_answer_are_a_warning() {
        assertThat(view(metrics(1, "bellbird_shards_missing 2"), metrics(0)))
                .anySatisfy(line -> assertThat(line).startsWith("warning: 2 shards did not answer"));
    }

    @Test
    void clients_are_read_from_the_answer_of_the_broker() throws IOException {
        String answer =
                """
                {"sort": "queue", "shards_missing": 0, "clients": [{"client": "a\\u0022", "user": "ann",
                 "address": "192.0.2.1:1", "connected": true, "queued_messages": 3, "queued_bytes": 900,
                 "inflight_messages": 2, "inflight_bytes": 90, "waiting_bytes": 9, "received_rate": 1.5,
                 "received_bytes_rate": 10.0, "sent_rate": 2.5, "sent_bytes_rate": 20.0}]}
                """;

        assertThat(ClientReport.all(answer))
                .containsExactly(new ClientReport("a\"", "ann", "192.0.2.1:1", 3, 2, 999, 1.5, 2.5, 30));
        assertThatThrownBy(() -> ClientReport.all("[]")).hasMessageContaining("another version");
    }

    @Test
    void times_and_sizes_have_units() {
        assertThat(View.uptime(59)).isEqualTo("0 min 59 s");
        assertThat(View.uptime(3_600 * 5 + 60)).isEqualTo("5 h 1 min");
        assertThat(View.bytes(1_023)).isEqualTo("1023 B");
        assertThat(View.bytes(1.5 * 1024 * 1024)).isEqualTo("1.5 MiB");
    }
}
