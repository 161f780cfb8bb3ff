package io.bellbird.console.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellbird.console.RestFixture;
import io.bellbird.console.http.RestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditEndpointsTest {
    @TempDir
    private Path folder;

    private static List<Integer> numbers(List<JsonNode> events) {
        return events.stream().map(event -> event.path("n").asInt()).toList();
    }

    private Path file(int lines, String more) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= lines; i++) {
            text.append("{\"time\":\"t\",\"event\":\"E")
                    .append(i % 10)
                    .append("\",\"n\":")
                    .append(i)
                    .append(",\"more\":\"")
                    .append(more)
                    .append("\"}\n");
        }
        return Files.writeString(folder.resolve("audit.log"), text);
    }

    @Test
    void the_latest_lines_come_first_page_by_page() throws IOException {
        Path file = file(5, "ü");

        AuditFile.Found first = AuditFile.read(file, Long.MAX_VALUE, 2, "");
        AuditFile.Found second = AuditFile.read(file, first.next(), 2, "");
        AuditFile.Found third = AuditFile.read(file, second.next(), 2, "");

        assertThat(numbers(first.events())).containsExactly(5, 4);
        assertThat(numbers(second.events())).containsExactly(3, 2);
        assertThat(numbers(third.events())).containsExactly(1);
        assertThat(third.next()).isZero();
    }

    @Test
    void a_search_looks_at_all_lines_whatever_their_letters() throws IOException {
        AuditFile.Found found = AuditFile.read(file(25, ""), Long.MAX_VALUE, 10, "e7");

        assertThat(numbers(found.events())).containsExactly(17, 7);
        assertThat(found.next()).isZero();
    }

    @Test
    void one_answer_looks_at_so_many_bytes_and_the_next_goes_on() throws IOException {
        Path file = file(50, "x".repeat(200_000));
        List<Integer> all = new ArrayList<>();
        long before = Long.MAX_VALUE;
        int pages = 0;
        while (before != 0) {
            AuditFile.Found found = AuditFile.read(file, before, 500, "e1");
            all.addAll(numbers(found.events()));
            before = found.next();
            pages++;
        }

        assertThat(all).containsExactly(41, 31, 21, 11, 1);
        assertThat(pages).isGreaterThan(1);
    }

    @Test
    void a_line_that_is_longer_than_that_is_passed_over() throws IOException {
        Path file = folder.resolve("audit.log");
        Files.writeString(
                file, "{\"n\":1}\n{\"n\":2,\"x\":\"" + "x".repeat(2 * AuditFile.BYTES_MAX) + "\"}\n{\"n\":3}\n");
        List<Integer> all = new ArrayList<>();
        long before = Long.MAX_VALUE;
        while (before != 0) {
            AuditFile.Found found = AuditFile.read(file, before, 500, "");
            all.addAll(numbers(found.events()));
            before = found.next();
        }

        assertThat(all).containsExactly(3, 1);
    }

    @Test
    void what_was_done_over_http_can_be_read_over_http() {
        try (RestFixture broker = new RestFixture(folder)) {
            broker.rest().ask("DELETE", "/api/tokens/none", null).problem(404);

            JsonNode event = await(broker.rest());

            assertThat(event.path("event").asText()).isEqualTo("admin");
            assertThat(event.path("status").asInt()).isEqualTo(404);
            assertThat(broker.rest().get("/api/audit?limit=0").problem(400)).contains("from 1 to 500");
            assertThat(broker.rest().get("/api/audit?before=x").problem(400)).contains("as next");
            assertThat(broker.rest().anonymous().get("/api/audit").problem(401)).isNotEmpty();
        }
    }

    /** The line is in the file some milliseconds after it happened. */
    private static JsonNode await(RestClient rest) {
        JsonNode events = rest.json("/api/audit?search=/API/tokens/none").path("events");
        while (events.isEmpty()) {
            events = rest.json("/api/audit?search=/API/tokens/none").path("events");
        }
        return events.path(0);
    }
}
