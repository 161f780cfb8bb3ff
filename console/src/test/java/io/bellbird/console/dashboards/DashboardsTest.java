package io.bellbird.console.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellbird.console.RestFixture;
import io.bellbird.console.http.RestClient.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dashboards over HTTP. */
class DashboardsTest {
    private static final String HOME = "{\"tiles\":[{\"id\":\"a\",\"kind\":\"number\",\"topic\":\"home/t\"}]}";

    @TempDir
    private Path folder;

    private RestFixture broker;

    @BeforeEach
    void start() {
        broker = new RestFixture(folder);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private Answer put(String name, String dashboard) {
        return broker.rest().ask("PUT", "/api/dashboards/" + name, dashboard);
    }

    private Answer delete(String name) {
        return broker.rest().ask("DELETE", "/api/dashboards/" + name, null);
    }

    private List<String> names() {
        return Stream.of(broker.rest().json("/api/dashboards").path("dashboards"))
                .flatMap(all -> all.valueStream().map(each -> each.path("name").asText()))
                .toList();
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("dashboards"))) {
            return files.toList().get(0);
        }
    }

    @Test
    void nobody_has_dashboards_at_first() {
        assertThat(names()).isEmpty();
    }

    @Test
    void a_dashboard_comes_back_as_it_was_sent() {
        Answer saved = put("My%20home%2Fgarden", HOME).ok();

        Answer got = broker.rest().get("/api/dashboards/My%20home%2Fgarden").ok();

        assertThat(got.text()).isEqualTo(HOME);
        assertThat(got.headers().get("etag")).isEqualTo(saved.headers().get("etag"));
        JsonNode listed =
                broker.rest().json("/api/dashboards").path("dashboards").path(0);
        assertThat(listed.path("name").asText()).isEqualTo("My home/garden");
        assertThat(listed.path("tiles").asInt()).isEqualTo(1);
        assertThat(listed.path("etag").asText()).isEqualTo(got.headers().get("etag"));
    }

    @Test
    void dashboards_survive_a_restart() {
        put("one", HOME).ok();
        put("two", "{\"tiles\":[]}").ok();
        broker.close();
        broker = new RestFixture(folder);

        assertThat(names()).containsExactly("one", "two");
    }

    @Test
    void a_deleted_dashboard_is_gone() {
        put("one", HOME).ok();

        delete("one").ok();

        assertThat(names()).isEmpty();
        assertThat(broker.rest().get("/api/dashboards/one").problem(404)).contains("one");
        assertThat(delete("one").problem(404)).contains("one");
    }

    @Test
    void what_was_saved_in_another_window_is_not_overwritten() {
        String first = put("one", HOME).ok().headers().getOrDefault("etag", "");
        put("one", "{\"tiles\":[]}").ok();

        Answer answer = broker.rest().with("if-match", first).ask("PUT", "/api/dashboards/one", HOME);

        assertThat(answer.problem(412)).contains("one", "saved meanwhile");
        assertThat(broker.rest().get("/api/dashboards/one").text()).isEqualTo("{\"tiles\":[]}");
        assertThat(broker.rest()
                        .with("if-match", first)
                        .ask("DELETE", "/api/dashboards/one", null)
                        .problem(412))
                .contains("saved meanwhile");
    }

    @Test
    void who_has_seen_the_newest_may_change_it() {
        String first = put("one", HOME).ok().headers().getOrDefault("etag", "");

        broker.rest()
                .with("if-match", first)
                .ask("PUT", "/api/dashboards/one", "{\"tiles\":[]}")
                .ok();
    }

    @Test
    void what_was_deleted_in_another_window_is_not_made_again() {
        String tag = put("one", HOME).ok().headers().getOrDefault("etag", "");
        delete("one").ok();

        Answer answer = broker.rest().with("if-match", tag).ask("PUT", "/api/dashboards/one", HOME);

        assertThat(answer.problem(412)).contains("deleted meanwhile");
    }

    @Test
    void a_new_one_takes_no_others_place() {
        put("one", HOME).ok();

        Answer answer = broker.rest().with("if-none-match", "*").ask("PUT", "/api/dashboards/one", HOME);

        assertThat(answer.problem(412)).contains("one");
    }

    @Test
    void what_is_no_dashboard_is_refused() {
        assertThat(put("one", "{").problem(400)).contains("not JSON");
        assertThat(put("one", "[]").problem(400)).contains("tiles");
        assertThat(put("one", "{\"tiles\":[1]}").problem(400)).contains("tiles");
        assertThat(put("one", "{\"tiles\":[" + "{},".repeat(200) + "{}]}").problem(400))
                .contains("200");
        assertThat(put("%00", HOME).problem(400)).contains("name");
        assertThat(put("x".repeat(101), HOME).problem(400)).contains("100");
    }

    @Test
    void a_dashboard_has_at_most_256_kib() {
        String around = "{\"tiles\":[],\"more\":\"\"}";
        String most = "x".repeat(256 * 1024 - around.length());
        put("one", around.replace("\"\"", "\"" + most + "\"")).ok();

        assertThat(put("one", around.replace("\"\"", "\"" + most + "x\"")).problem(413))
                .contains("262145");
    }

    @Test
    void a_user_has_at_most_50() {
        for (int i = 0; i < 50; i++) {
            put("d" + i, HOME).ok();
        }

        assertThat(put("d50", HOME).problem(409)).contains("50");
        put("d49", "{\"tiles\":[]}").ok();
    }

    @Test
    void nobody_else_can_read_the_file() throws IOException {
        put("one", HOME).ok();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void a_damaged_file_is_named_in_the_log_and_left_alone() throws IOException {
        put("one", HOME).ok();
        Files.writeString(file(), "{\"dashboards\":{\"one\":");

        assertThat(put("two", HOME).problem(500)).contains("log");
        assertThat(Files.readString(file())).isEqualTo("{\"dashboards\":{\"one\":");
    }

    @Test
    void who_is_not_known_has_none() {
        broker.close();
        broker = new RestFixture(folder, settings -> settings.allowAnonymous(false));

        assertThat(broker.rest().anonymous().get("/api/dashboards").status()).isEqualTo(401);
    }

    @Test
    void who_changes_what_is_in_the_audit_log() throws IOException {
        put("one", HOME).ok();
        delete("one").ok();
        broker.close();

        assertThat(Files.readString(folder.resolve("audit.log")))
                .contains("\"PUT\",\"path\":\"/api/dashboards/one\",\"status\":204}")
                .contains("\"DELETE\",\"path\":\"/api/dashboards/one\",\"status\":204}");
    }
}
