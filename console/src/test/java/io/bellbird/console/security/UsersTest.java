package io.bellbird.console.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.security.HashMethod.Pbkdf2;
import io.bellbird.broker.security.PasswordHash;
import io.bellbird.client.ConnectionListener;
import io.bellbird.client.Disconnected;
import io.bellbird.client.MqttClient;
import io.bellbird.codec.ReasonCode;
import io.bellbird.console.RestFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The users of password files over HTTP. */
class UsersTest {
    @TempDir
    private Path folder;

    private Path file;
    private RestFixture broker;

    @BeforeEach
    void start() throws IOException {
        file = folder.resolve("users");
        Files.writeString(file, "# who there is\n\n" + line("ann", "secret") + "# the last\n" + line("bob", "hidden"));
        broker = new RestFixture(folder, settings -> settings.passwordFile(file).allowAnonymous(false));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private static String line(String user, String password) {
        return user + ":" + PasswordHash.of(password.getBytes(UTF_8), new Pbkdf2(5)) + "\n";
    }

    private MqttClient client(String user, String password, ConnectionListener listener) {
        return MqttClient.builder("mqtt://127.0.0.1:" + broker.broker().port())
                .credentials(user, password)
                .listener(listener)
                .build();
    }

    private void connects(String user, String password) {
        try (MqttClient client = client(user, password, new ConnectionListener() {})) {
            client.blocking().connect();
        }
    }

    private void refused(String user, String password) {
        try (MqttClient client = client(user, password, new ConnectionListener() {})) {
            assertThatThrownBy(() -> client.blocking().connect()).hasMessageContaining("0x86");
        }
    }

    // Who there is

    @Test
    void users_are_listed_with_how_they_are_hashed_and_without_the_hash() throws IOException {
        JsonNode answer = broker.rest().json("/api/users");

        assertThat(answer.at("/users/0/name").asText()).isEqualTo("ann");
        assertThat(answer.at("/users/0/line").asInt()).isEqualTo(3);
        assertThat(answer.at("/users/0/file").asText()).isEqualTo(file.toString());
        assertThat(answer.at("/users/0/hash").asText()).isEqualTo("sha512-pbkdf2");
        assertThat(answer.at("/users/0/rounds").asInt()).isEqualTo(5);
        assertThat(answer.at("/files/0/listeners/0").asText()).isEqualTo("0");
        assertThat(answer.has("advice")).isFalse();
        for (String line : Files.readAllLines(file)) {
            assertThat(answer.toString())
                    .doesNotContain(line.substring(line.lastIndexOf('$') + 1, line.length()) + "#");
            assertThat(answer.toString()).doesNotContain("$7$");
        }
    }

    @Test
    void a_file_that_is_wrong_by_now_is_shown_with_its_errors() throws IOException {
        Files.writeString(file, "ann:plain\n");

        JsonNode answer = broker.rest().json("/api/users");

        assertThat(answer.path("users")).isEmpty();
        assertThat(answer.at("/files/0/errors/0").asText()).contains(file + ":1: the password of 'ann' is not hashed");
    }

    // Changes

    @Test
    void a_user_that_is_added_may_connect_at_once() {
        assertThat(broker.rest()
                        .ask("PUT", "/api/users/eve%20e", "{\"password\":\"apple\"}")
                        .status())
                .isEqualTo(201);

        connects("eve e", "apple");
        connects("ann", "secret");
    }

    @Test
    void another_password_holds_at_once_and_comments_stay() throws IOException {
        List<String> before = Files.readAllLines(file);

        assertThat(broker.rest()
                        .ask("PUT", "/api/users/ann", "{\"password\":\"new one\"}")
                        .status())
                .isEqualTo(200);

        connects("ann", "new one");
        refused("ann", "secret");
        List<String> after = Files.readAllLines(file);
        assertThat(after).hasSameSizeAs(before);
        assertThat(after.get(2)).startsWith("ann:$7$210000$").isNotEqualTo(before.get(2));
        assertThat(List.of(after.get(0), after.get(1), after.get(3), after.get(4)))
                .isEqualTo(List.of(before.get(0), before.get(1), before.get(3), before.get(4)));
    }

    @Test
    void a_user_that_is_removed_is_disconnected_and_nobody_else_is() {
        CompletableFuture<Disconnected> annIsGone = new CompletableFuture<>();
        CompletableFuture<Disconnected> bobIsGone = new CompletableFuture<>();
        try (MqttClient ann = client("ann", "secret", whenGone(annIsGone));
                MqttClient bob = client("bob", "hidden", whenGone(bobIsGone))) {
            ann.blocking().connect();
            bob.blocking().connect();

            assertThat(broker.rest().ask("DELETE", "/api/users/bob", null).status())
                    .isEqualTo(204);

            assertThat(bobIsGone.orTimeout(20, TimeUnit.SECONDS).join().reason())
                    .isEqualTo(Optional.of(ReasonCode.NOT_AUTHORIZED));
            ann.blocking().publish("still/here", "yes");
            assertThat(annIsGone).isNotDone();
        }
        refused("bob", "hidden");
    }

    private static ConnectionListener whenGone(CompletableFuture<Disconnected> gone) {
        return new ConnectionListener() {
            @Override
            public void onDisconnected(Disconnected disconnected) {
                gone.complete(disconnected);
            }
        };
    }

    @Test
    void the_file_keeps_its_mode_and_nothing_else_is_left_beside_it() throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        broker.rest().ask("PUT", "/api/users/eve", "{\"password\":\"apple\"}").ok();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        try (var files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder("users", "admin.token", "audit.log");
        }
    }

    // What is refused

    @Test
    void a_user_that_is_not_there_cannot_be_removed() {
        assertThat(broker.rest().ask("DELETE", "/api/users/eve", null).problem(404))
                .contains("eve", file.toString());
    }

    @Test
    void names_that_the_file_cannot_hold_are_refused() {
        assertThat(broker.rest()
                        .ask("PUT", "/api/users/a%3Ab", "{\"password\":\"x\"}")
                        .problem(400))
                .contains("':'", "choose another name");
        assertThat(broker.rest()
                        .ask("PUT", "/api/users/%23a", "{\"password\":\"x\"}")
                        .problem(400))
                .contains("begins with #");
    }

    @Test
    void nothing_is_changed_in_a_file_in_which_other_lines_are_wrong() throws IOException {
        Files.writeString(file, Files.readString(file) + "eve:plain\n");
        String before = Files.readString(file);

        assertThat(broker.rest()
                        .ask("PUT", "/api/users/ann", "{\"password\":\"x\"}")
                        .problem(409))
                .contains("nothing was changed", file + ":6:", "bellbird passwd -U");
        assertThat(file).hasContent(before);
        connects("ann", "secret");
    }

    @Test
    void a_change_is_taken_back_when_another_file_of_the_configuration_cannot_be_read() throws IOException {
        broker.close();
        Path rights = Files.writeString(folder.resolve("acl"), "topic read #\n");
        broker = new RestFixture(folder, settings -> settings.passwordFile(file).aclFile(rights));
        String before = Files.readString(file);
        Files.writeString(rights, "topic raed #\n");

        assertThat(broker.rest().ask("DELETE", "/api/users/ann", null).problem(409))
                .contains("nothing was changed", rights + ":1:");
        assertThat(file).hasContent(before);
        connects("ann", "secret");
    }

    @Test
    void a_password_is_in_no_answer_and_not_in_the_audit_log() throws IOException {
        String spoken = broker.rest()
                        .ask("PUT", "/api/users/eve", "{\"password\":\"xyzzy-1\"}")
                        .text()
                + broker.rest()
                        .ask("PUT", "/api/users/eve", "{\"password\":xyzzy-2}")
                        .problem(400)
                + broker.rest()
                        .ask("PUT", "/api/users/eve", "{\"pass\":\"xyzzy-3\"}")
                        .problem(400)
                + broker.rest()
                        .ask("PUT", "/api/users/eve", "{\"password\":\"\"}")
                        .problem(400);
        broker.rest().ask("DELETE", "/api/users/eve", null).ok();
        broker.close();

        assertThat(spoken).doesNotContain("xyzzy", "$7$");
        assertThat(Files.readString(folder.resolve("audit.log")))
                .contains("\"PUT\",\"path\":\"/api/users/eve\",\"about\":\"in " + file + "\",\"status\":201}")
                .contains("\"DELETE\",\"path\":\"/api/users/eve\",\"about\":\"in " + file + "\",\"status\":204}")
                .doesNotContain("xyzzy", "$7$");
    }

    @Test
    void who_has_no_token_is_refused() {
        assertThat(broker.rest().anonymous().get("/api/users").status()).isEqualTo(401);
        assertThat(broker.rest()
                        .anonymous()
                        .ask("PUT", "/api/users/eve", "{\"password\":\"x\"}")
                        .status())
                .isEqualTo(401);
        assertThat(broker.rest()
                        .anonymous()
                        .ask("DELETE", "/api/users/ann", null)
                        .status())
                .isEqualTo(401);
        connects("ann", "secret");
    }

    // Which file

    @Test
    void without_a_password_file_it_is_said_which_lines_to_add() {
        broker.close();
        broker = new RestFixture(folder);

        assertThat(broker.rest()
                        .ask("PUT", "/api/users/eve", "{\"password\":\"x\"}")
                        .problem(409))
                .contains("password_file /etc/bellbird/users", "bellbird passwd -c", "bellbird reload");
        assertThat(broker.rest().ask("DELETE", "/api/users/eve", null).problem(409))
                .contains("password_file");
        JsonNode answer = broker.rest().json("/api/users");
        assertThat(answer.path("advice").asText()).contains("password_file");
        assertThat(answer.at("/listeners_without/0").asText()).isEqualTo("0");
    }

    @Test
    void of_several_files_one_must_be_named() throws IOException {
        broker.close();
        Path other = Files.writeString(folder.resolve("others"), line("joe", "third"));
        broker = new RestFixture(
                folder,
                settings -> settings.listeners(List.of(
                        ListenerConfig.builder("127.0.0.1", 0)
                                .passwordFile(file)
                                .build(),
                        ListenerConfig.builder("127.0.0.2", 0)
                                .passwordFile(other)
                                .build())));

        assertThat(broker.rest().ask("DELETE", "/api/users/ann", null).problem(400))
                .contains("'file'", file.toString(), other.toString());
        assertThat(broker.rest()
                        .ask("DELETE", "/api/users/joe?file=/etc/passwd", null)
                        .problem(404))
                .contains("/etc/passwd", other.toString());
        assertThat(broker.rest()
                        .ask("DELETE", "/api/users/joe?file=" + other, null)
                        .status())
                .isEqualTo(204);
        assertThat(broker.rest().json("/api/users").path("users")).hasSize(2);
        connects("ann", "secret");
    }
}
