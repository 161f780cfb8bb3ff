package io.bellbird.console.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellbird.broker.security.HashMethod.Pbkdf2;
import io.bellbird.broker.security.PasswordHash;
import io.bellbird.client.MqttClient;
import io.bellbird.console.RestFixture;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why a client may do something, or may not. */
class ExplainTest {
    @TempDir
    private Path folder;

    private Path rights;
    private RestFixture broker;

    @AfterEach
    void stop() {
        broker.close();
    }

    /** With the users ann and bob, whose passwords are their names. */
    private void startWith(String... rules) throws IOException {
        rights = Files.writeString(folder.resolve("acl"), String.join("\n", rules) + "\n");
        Path users = Files.writeString(folder.resolve("users"), line("ann") + line("bob"));
        broker = new RestFixture(
                folder, settings -> settings.passwordFile(users).aclFile(rights).allowAnonymous(true));
    }

    private static String line(String user) {
        return user + ":" + PasswordHash.of(user.getBytes(UTF_8), new Pbkdf2(5)) + "\n";
    }

    private MqttClient connect(String clientId, String user) {
        MqttClient client = MqttClient.builder(
                        "mqtt://127.0.0.1:" + broker.broker().port())
                .clientId(clientId)
                .credentials(user, user)
                .build();
        client.blocking().connect();
        return client;
    }

    private JsonNode explain(String client, String topic, String more) {
        return broker.rest().json("/api/explain?client=" + client + "&topic=" + URLEncoder.encode(topic, UTF_8) + more);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    @Test
    void a_client_that_is_connected_is_known_by_its_id_alone_with_the_rule_that_lets_it() throws IOException {
        startWith("user bob", "topic write farm/#");
        try (MqttClient pump = connect("pump-7", "bob")) {
            JsonNode answer = explain("pump-7", "farm/gate", "");

            assertThat(pump.clientId()).isEqualTo("pump-7");
            assertThat(answer.path("allowed").asBoolean()).isTrue();
            assertThat(answer.path("user").asText()).isEqualTo("bob");
            assertThat(answer.path("connected").asBoolean()).isTrue();
            assertThat(answer.path("address").asText()).startsWith("127.0.0.1:");
            assertThat(answer.at("/rule/line").asInt()).isEqualTo(2);
            assertThat(answer.at("/rule/file").asText()).isEqualTo(rights.toString());
            assertThat(answer.at("/rule/text").asText()).isEqualTo("topic write farm/#");
            assertThat(answer.path("suggestions")).isEmpty();
        }
    }

    @Test
    void what_was_refused_is_explained_with_the_refusals_and_a_line_that_would_allow_it() throws IOException {
        startWith("user bob", "topic read farm/#", "user ann", "topic read #");
        try (MqttClient pump = connect("pump-7", "bob")) {
            assertThatThrownBy(() -> pump.blocking().publish("farm/gate", "x")).hasMessageContaining("0x87");
            assertThatThrownBy(() -> pump.blocking().publish("farm/gate", "x")).hasMessageContaining("0x87");

            JsonNode answer = explain("pump-7", "farm/gate", "&access=publish");

            assertThat(answer.path("allowed").asBoolean()).isFalse();
            assertThat(answer.path("reason").asText()).isEqualTo("no rule allows it");
            assertThat(answer.has("rule")).isFalse();
            assertThat(answer.at("/refusals/0/what").asText()).isEqualTo("publish");
            assertThat(answer.at("/refusals/0/topic").asText()).isEqualTo("farm/gate");
            assertThat(answer.at("/refusals/0/count").asInt()).isEqualTo(2);
            assertThat(answer.path("suggestions")).hasSize(1);
            assertThat(answer.at("/suggestions/0/line").asInt()).isEqualTo(3);
            assertThat(texts(answer.at("/suggestions/0/lines"))).containsExactly("topic write farm/gate");
        }
    }

    @Test
    void a_rule_that_denies_is_named_and_it_is_suggested_to_remove_it() throws IOException {
        startWith("user bob", "topic readwrite farm/#", "topic deny farm/safe");

        JsonNode answer = explain("pump-7", "farm/safe", "&user=bob");

        assertThat(answer.path("allowed").asBoolean()).isFalse();
        assertThat(answer.at("/rule/line").asInt()).isEqualTo(3);
        assertThat(answer.at("/rule/denies").asBoolean()).isTrue();
        assertThat(answer.path("suggestions")).hasSize(1);
        assertThat(answer.at("/suggestions/0/line").asInt()).isEqualTo(3);
        assertThat(answer.at("/suggestions/0/removes").asInt()).isEqualTo(1);
    }

    @Test
    void a_pattern_that_denies_can_be_outdone_by_a_line_of_the_user() throws IOException {
        startWith("pattern readwrite %u/#", "pattern deny %u/safe");

        JsonNode answer = explain("pump-7", "bob/safe", "&user=bob");

        assertThat(answer.at("/rule/text").asText()).isEqualTo("pattern deny %u/safe");
        assertThat(answer.path("suggestions")).hasSize(2);
        assertThat(texts(answer.at("/suggestions/1/lines"))).containsExactly("", "user bob", "topic write bob/safe");
    }

    @Test
    void a_topic_with_the_client_id_in_it_suggests_a_pattern_too() throws IOException {
        startWith("topic read weather");

        JsonNode answer = explain("pump-7", "devices/pump-7/state", "");

        assertThat(answer.path("allowed").asBoolean()).isFalse();
        assertThat(texts(answer.at("/suggestions/0/lines"))).containsExactly("topic write devices/pump-7/state");
        assertThat(texts(answer.at("/suggestions/1/lines"))).containsExactly("pattern write devices/%c/#");
    }

    @Test
    void a_client_that_nobody_knows_is_answered_for_as_one_without_a_user_name() throws IOException {
        startWith("topic read weather");

        JsonNode answer = explain("ghost", "weather", "&access=receive");

        assertThat(answer.path("allowed").asBoolean()).isTrue();
        assertThat(answer.path("connected").asBoolean()).isFalse();
        assertThat(answer.path("session").asBoolean()).isFalse();
        assertThat(answer.has("user")).isFalse();
        assertThat(texts(answer.path("notes"))).anyMatch(note -> note.contains("no session has the client id ghost"));
    }

    @Test
    void a_client_that_could_not_connect_is_shown_with_why() throws IOException {
        startWith("user bob", "topic write farm/#");
        try (MqttClient pump = MqttClient.builder(
                        "mqtt://127.0.0.1:" + broker.broker().port())
                .clientId("pump-7")
                .credentials("bob", "wrong")
                .build()) {
            assertThatThrownBy(() -> pump.blocking().connect()).hasMessageContaining("0x86");
        }

        JsonNode answer = explain("pump-7", "farm/gate", "");

        assertThat(answer.path("user").asText()).isEqualTo("bob");
        assertThat(answer.path("allowed").asBoolean()).isTrue();
        assertThat(answer.path("connected").asBoolean()).isFalse();
        assertThat(answer.at("/refusals/0/what").asText()).isEqualTo("connect");
        assertThat(answer.at("/refusals/0/rule").asText()).contains("wrong password for", "users:2");
    }

    @Test
    void a_user_that_is_in_no_password_file_is_noted() throws IOException {
        startWith("user eve", "topic write farm/#");

        assertThat(texts(explain("pump-7", "farm/gate", "&user=eve").path("notes")))
                .anyMatch(note -> note.startsWith("eve is not a user of " + folder.resolve("users")));
    }

    @Test
    void subscriptions_are_explained_and_so_are_shared_ones() throws IOException {
        startWith("user bob", "topic read farm/#");

        assertThat(explain("c", "farm/+/state", "&access=subscribe&user=bob")
                        .path("allowed")
                        .asBoolean())
                .isTrue();
        assertThat(explain("c", "$share/group/farm/#", "&access=subscribe&user=bob")
                        .path("allowed")
                        .asBoolean())
                .isTrue();
        assertThat(texts(explain("c", "yard/#", "&access=subscribe&user=bob").at("/suggestions/0/lines")))
                .containsExactly("topic read yard/#");
    }

    @Test
    void without_an_acl_file_everything_is_allowed() {
        broker = new RestFixture(folder);

        JsonNode answer = explain("c", "any/topic", "");

        assertThat(answer.path("allowed").asBoolean()).isTrue();
        assertThat(answer.path("reason").asText()).isEqualTo("there is no acl_file");
    }

    @Test
    void topics_of_the_broker_are_nobody_elses() {
        broker = new RestFixture(folder);

        JsonNode answer = explain("c", "$SYS/broker/version", "");

        assertThat(answer.path("allowed").asBoolean()).isFalse();
        assertThat(answer.path("reason").asText()).contains("the broker's own");
    }

    @Test
    void what_is_missing_or_wrong_is_said() {
        broker = new RestFixture(folder);

        assertThat(broker.rest().get("/api/explain?topic=a").problem(400)).contains("client");
        assertThat(broker.rest().get("/api/explain?client=a").problem(400)).contains("topic");
        assertThat(broker.rest().get("/api/explain?client=a&topic=b%2F%23").problem(400))
                .contains("b/# is no topic");
        assertThat(broker.rest()
                        .get("/api/explain?client=a&topic=b&access=read")
                        .problem(400))
                .contains("publish, subscribe or receive");
        assertThat(broker.rest()
                        .get("/api/explain?client=a&topic=b&listener=99")
                        .problem(404))
                .contains("listener 99");
        assertThat(broker.rest()
                        .anonymous()
                        .get("/api/explain?client=a&topic=b")
                        .status())
                .isEqualTo(401);
    }
}
