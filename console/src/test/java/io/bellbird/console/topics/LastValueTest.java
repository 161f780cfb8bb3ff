package io.bellbird.console.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellbird.console.RestFixture;
import io.bellbird.console.http.RestClient.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LastValueTest {
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

    private void publish(String path, byte[] payload, String type) {
        broker.rest().ask("POST", "/api/topics/" + path, payload, type).ok();
    }

    @Test
    void a_retained_message_is_there_at_once() {
        publish("home/temperature?retain=true&qos=1", "21.5".getBytes(UTF_8), "text/plain");

        Answer answer = broker.rest().get("/api/topics/home/temperature").ok();

        assertThat(answer.text()).isEqualTo("21.5");
        assertThat(answer.headers())
                .containsEntry("content-type", "text/plain")
                .containsEntry("x-mqtt-qos", "1")
                .containsEntry("x-mqtt-retain", "true")
                .containsKey("x-mqtt-time");
        JsonNode message = broker.rest().json("/api/topics/home/temperature?as=message");
        assertThat(message.path("payload").asText()).isEqualTo("21.5");
        assertThat(message.path("bytes").asInt()).isEqualTo(4);
        assertThat(message.path("retain").asBoolean()).isTrue();
        assertThat(broker.rest().get("/api/topics/home/temperature?as=text").problem(400))
                .contains("message or payload");
    }

    @Test
    void a_topic_without_one_is_watched_from_the_first_question_on() {
        publish("bell", "before".getBytes(UTF_8), "text/plain");
        assertThat(broker.rest().get("/api/topics/bell").problem(404)).contains("'bell'", "from now on", "an hour");
        assertThat(broker.rest().get("/api/topics/bell").problem(404)).contains("since it is watched");

        publish("bell", "ding".getBytes(UTF_8), "text/plain");
        publish("other", "x".getBytes(UTF_8), "text/plain");

        Answer answer = broker.rest().get("/api/topics/bell").ok();
        assertThat(answer.text()).isEqualTo("ding");
        assertThat(answer.headers()).containsEntry("x-mqtt-retain", "false");
        assertThat(broker.rest().get("/api/topics/other").problem(404)).contains("'other'");
    }

    @Test
    void while_topics_are_watched_the_last_of_each_is_known() {
        broker.rest().json("/api/tree");
        publish("seen", "once".getBytes(UTF_8), "text/plain");

        assertThat(broker.rest().get("/api/topics/seen").ok().text()).isEqualTo("once");
    }

    @Test
    void bytes_come_back_as_they_were_and_are_base64_in_json() {
        byte[] payload = {0, -1, 13, 10, 127, -128};
        publish("b?retain=true", payload, "application/octet-stream");

        Answer answer = broker.rest().get("/api/topics/b").ok();
        assertThat(answer.body().array()).isEqualTo(payload);
        assertThat(answer.headers()).containsEntry("content-type", "application/octet-stream");
        JsonNode message = broker.rest().json("/api/topics/b?as=message");
        assertThat(message.has("payload")).isFalse();
        assertThat(message.path("payload_base64").asText()).isEqualTo("AP8NCn+A");
    }

    @Test
    void what_a_browser_could_run_is_not_said_to_be_that() {
        for (String type : new String[] {"text/html", "image/svg+xml", "text/javascript", "x\ty"}) {
            broker.rest()
                    .ask(
                            "POST",
                            "/api/publish",
                            "{\"topic\":\"page\",\"retain\":true,\"payload\":\"<script>\",\"content_type\":\""
                                    + type.replace("\t", "\\t") + "\"}")
                    .ok();

            Answer answer = broker.rest().get("/api/topics/page").ok();

            assertThat(answer.headers())
                    .containsEntry("content-type", "text/plain; charset=utf-8")
                    .containsEntry("x-content-type-options", "nosniff");
            assertThat(answer.headers().get("content-security-policy")).contains("sandbox");
        }
        publish("picture?retain=true", new byte[] {1, 2}, "image/png");
        assertThat(broker.rest().get("/api/topics/picture").ok().headers()).containsEntry("content-type", "image/png");
    }

    @Test
    void a_name_that_is_no_topic_is_a_problem() {
        assertThat(broker.rest().get("/api/topics/a/%23").problem(400)).contains("a/#", "neither + nor #");
    }
}
