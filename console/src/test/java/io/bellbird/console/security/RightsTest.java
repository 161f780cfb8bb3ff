package io.bellbird.console.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellbird.client.MqttClient;
import io.bellbird.console.RestFixture;
import io.bellbird.console.http.RestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ACL files over HTTP. */
class RightsTest {
    private static final String TEXT =
            """
            # everybody
            topic read weather/#
            role keeper
            topic readwrite barn/#
            user ann
            role keeper
            topic deny barn/safe
            pattern write devices/%c/#
            """;

    @TempDir
    private Path folder;

    private Path file;
    private RestFixture broker;

    @BeforeEach
    void start() throws IOException {
        file = Files.writeString(folder.resolve("acl"), TEXT);
        broker = new RestFixture(folder, settings -> settings.aclFile(file));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private JsonNode shown() {
        return broker.rest().json("/api/rights").at("/files/0");
    }

    private RestClient.Answer put(String tag, String text) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("text", text);
        return broker.rest().with("if-match", tag).ask("PUT", "/api/rights", body.toString());
    }

    private void mayPublish(String topic) {
        try (MqttClient client = client()) {
            client.blocking().publish(topic, "x");
        }
    }

    private void mayNotPublish(String topic) {
        try (MqttClient client = client()) {
            assertThatThrownBy(() -> client.blocking().publish(topic, "x")).hasMessageContaining("0x87");
        }
    }

    private MqttClient client() {
        MqttClient client = MqttClient.to("mqtt://127.0.0.1:" + broker.broker().port());
        client.blocking().connect();
        return client;
    }

    @Test
    void the_file_is_shown_with_its_rules_and_who_has_which_role() {
        JsonNode shown = shown();

        assertThat(shown.path("file").asText()).isEqualTo(file.toString());
        assertThat(shown.path("text").asText()).isEqualTo(TEXT);
        assertThat(shown.path("rules"))
                .extracting(JsonNode::toString)
                .map(RightsTest::plain)
                .containsExactly(
                        "line:2,section:anonymous,access:read,filter:weather/#,text:topic read weather/#",
                        "line:4,section:role,name:keeper,access:readwrite,filter:barn/#,text:topic readwrite barn/#",
                        "line:7,section:user,name:ann,access:deny,filter:barn/safe,text:topic deny barn/safe",
                        "line:8,section:pattern,access:write,filter:devices/%c/#,text:pattern write devices/%c/#");
        assertThat(plain(shown.at("/users/0").toString())).isEqualTo("name:ann,roles:[keeper],rules:1");
    }

    private static String plain(String json) {
        return json.replaceAll("[{}\"]", "");
    }

    @Test
    void rules_that_are_saved_hold_at_once() {
        mayNotPublish("yard/bell");

        RestClient.Answer answer = put(shown().path("etag").asText(), TEXT + "pattern write yard/#\n")
                .ok();

        assertThat(answer.headers().get("etag"))
                .isEqualTo(answer.json().path("etag").asText())
                .isEqualTo(shown().path("etag").asText());
        assertThat(file).hasContent(TEXT + "pattern write yard/#\n");
        mayPublish("yard/bell");
    }

    @Test
    void wrong_rules_are_refused_with_their_lines_and_nothing_is_changed() {
        RestClient.Answer answer = put("*", "topic raed a\n\nuser ann\nrole keper\n");

        assertThat(answer.problem(422)).contains("nothing was changed", file + ":1:");
        assertThat(answer.json().at("/errors/0/line").asInt()).isEqualTo(1);
        assertThat(answer.json().at("/errors/0/text").asText()).contains("did you mean 'read'?");
        assertThat(answer.json().at("/errors/1/line").asInt()).isEqualTo(4);
        assertThat(file).hasContent(TEXT);
        mayNotPublish("a");
    }

    @Test
    void a_file_that_changed_since_it_was_read_is_left_as_it_is() throws IOException {
        String tag = shown().path("etag").asText();
        Files.writeString(file, TEXT + "# by hand\n");

        assertThat(put(tag, TEXT).problem(412)).contains(file.toString(), "read it again");
        assertThat(file).hasContent(TEXT + "# by hand\n");
    }

    @Test
    void who_does_not_say_what_he_has_read_is_asked_for_it() {
        RestClient.Answer answer = broker.rest().ask("PUT", "/api/rights", "{\"text\":\"\"}");

        assertThat(answer.problem(428)).contains("If-Match", "etag");
        assertThat(file).hasContent(TEXT);
    }

    @Test
    void a_body_without_a_text_is_refused() {
        assertThat(broker.rest()
                        .with("if-match", "*")
                        .ask("PUT", "/api/rights", "{}")
                        .problem(400))
                .contains("text");
    }

    @Test
    void a_file_that_is_wrong_on_the_disk_is_shown_with_its_errors_and_can_be_mended() throws IOException {
        Files.writeString(file, "nonsense\n");
        JsonNode shown = shown();

        assertThat(shown.at("/errors/0/line").asInt()).isEqualTo(1);
        assertThat(shown.path("rules")).isEmpty();
        put(shown.path("etag").asText(), "topic write yard/#\n").ok();
        mayPublish("yard/bell");
    }

    @Test
    void whoever_reads_the_file_meanwhile_never_sees_half_of_it() throws IOException {
        String one = "topic write a\n".repeat(2_000);
        String other = "topic write b\n".repeat(3_000);
        Files.writeString(file, one);
        AtomicBoolean ended = new AtomicBoolean();
        CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> {
            while (!ended.get()) {
                assertThat(read(file)).isIn(one, other);
            }
        });

        for (int i = 0; i < 20; i++) {
            put("*", i % 2 == 0 ? other : one).ok();
        }
        ended.set(true);
        reader.join();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_change_is_audited() throws IOException {
        put("*", "topic write yard/#\n").ok();
        broker.close();

        assertThat(Files.readString(folder.resolve("audit.log")))
                .contains("\"PUT\",\"path\":\"/api/rights\",\"about\":\"in " + file + "\",\"status\":200}");
    }

    @Test
    void without_an_acl_file_it_is_said_which_lines_to_add() {
        broker.close();
        broker = new RestFixture(folder);

        assertThat(put("*", "").problem(409)).contains("acl_file /etc/bellbird/acl", "bellbird reload");
        assertThat(broker.rest().json("/api/rights").path("advice").asText()).contains("acl_file");
    }

    @Test
    void who_has_no_token_is_refused() {
        assertThat(broker.rest().anonymous().get("/api/rights").status()).isEqualTo(401);
        assertThat(broker.rest()
                        .anonymous()
                        .with("if-match", "*")
                        .ask("PUT", "/api/rights", "{\"text\":\"\"}")
                        .status())
                .isEqualTo(401);
        assertThat(file).hasContent(TEXT);
    }
}
