package io.bellbird.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Password files go both ways: between bellbird passwd and mosquitto_passwd, and between the two brokers. */
final class UsersTest {
    @RegisterExtension
    final Clients clients = new Clients();

    @TempDir
    private Path folder;

    private Path users;

    @BeforeEach
    void name() {
        users = folder.resolve("users");
    }

    private int mosquittoPasswd(String... arguments) {
        List<String> command = List.of(joined(List.of(Clients.mosquittoPasswd().toString()), arguments));
        try (ClientProcess process = new ClientProcess(folder, command)) {
            return process.awaitExit();
        }
    }

    private int bellbirdPasswd(String... arguments) {
        try (ClientProcess process = Clients.bellbird(folder, joined(List.of("passwd"), arguments))) {
            return process.awaitExit();
        }
    }

    private static String[] joined(List<String> first, String... second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(second));
        return all.toArray(String[]::new);
    }

    private BrokerProcess start() {
        return BrokerProcess.start(new BrokerSetup(
                2,
                folder.resolve("data"),
                List.of("allow_anonymous false", "password_file " + users),
                List.of(),
                Map.of()));
    }

    /** Whether a client may publish. */
    private boolean mayConnect(int port, String... login) {
        String[] publish = {
            "mosquitto_pub", "-V", "5", "-h", "127.0.0.1", "-p", Integer.toString(port), "-t", "t", "-m", "m"
        };
        try (ClientProcess process = new ClientProcess(folder, List.of(joined(List.of(publish), login)))) {
            return process.awaitExit() == 0;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha512", "sha512-pbkdf2"})
    void users_of_mosquitto_passwd_may_connect_here(String hash) {
        assertThat(mosquittoPasswd("-H", hash, "-c", "-b", users.toString(), "ann", "secret"))
                .isZero();
        assertThat(mosquittoPasswd("-H", hash, "-b", users.toString(), "b\u00f6b", "h\u00efdden"))
                .isZero();

        try (BrokerProcess broker = start()) {
            assertThat(mayConnect(broker.port(), "-u", "ann", "-P", "secret")).isTrue();
            assertThat(mayConnect(broker.port(), "-u", "b\u00f6b", "-P", "h\u00efdden"))
                    .isTrue();
            assertThat(mayConnect(broker.port(), "-u", "ann", "-P", "Secret")).isFalse();
            assertThat(mayConnect(broker.port(), "-u", "mallory", "-P", "secret"))
                    .isFalse();
            assertThat(mayConnect(broker.port(), "-u", "ann")).isFalse();
            assertThat(mayConnect(broker.port())).isFalse();
            assertThat(broker.log())
                    .contains("access: the users of " + users, "wrong password for " + users + ":1")
                    .doesNotContain("Secret");
        }
    }

    @Test
    void users_of_bellbird_passwd_may_connect_to_mosquitto() throws IOException {
        assertThat(bellbirdPasswd("-c", "-b", users.toString(), "ann", "secret"))
                .isZero();
        assertThat(bellbirdPasswd("-H", "sha512", "-b", users.toString(), "bob", "hidden"))
                .isZero();
        assertThat(mosquittoPasswd("-b", users.toString(), "carl", "third")).isZero();
        assertThat(Files.readAllLines(users)).hasSize(3);
        try (MosquittoProcess broker =
                new MosquittoProcess(folder, List.of("allow_anonymous false", "password_file " + users))) {
            int port = broker.port();
            assertThat(mayConnect(port, "-u", "ann", "-P", "secret")).isTrue();
            assertThat(mayConnect(port, "-u", "bob", "-P", "hidden")).isTrue();
            assertThat(mayConnect(port, "-u", "carl", "-P", "third")).isTrue();
            assertThat(mayConnect(port, "-u", "ann", "-P", "hidden")).isFalse();
        }
    }

    @Test
    void either_program_changes_and_removes_users_of_the_other() throws IOException {
        assertThat(bellbirdPasswd("-I", "101", "-c", "-b", users.toString(), "ann", "one"))
                .isZero();
        assertThat(mosquittoPasswd("-b", users.toString(), "bob", "two")).isZero();
        assertThat(mosquittoPasswd("-b", users.toString(), "ann", "three")).isZero();
        assertThat(bellbirdPasswd("-D", users.toString(), "bob")).isZero();
        assertThat(bellbirdPasswd("-I", "101", "-b", users.toString(), "carl", "four"))
                .isZero();
        assertThat(mosquittoPasswd("-D", users.toString(), "carl")).isZero();

        assertThat(Files.readAllLines(users)).singleElement().asString().startsWith("ann:$7$101$");
        try (BrokerProcess broker = start()) {
            assertThat(mayConnect(broker.port(), "-u", "ann", "-P", "three")).isTrue();
            assertThat(mayConnect(broker.port(), "-u", "ann", "-P", "one")).isFalse();
        }
    }

    @Test
    void a_wrong_password_file_is_said_with_its_lines_and_exit_code_3() throws IOException {
        Files.write(users, List.of("ann:secret", "bob"));

        BrokerProcess.Refusal refusal = BrokerProcess.refused(
                new BrokerSetup(2, folder.resolve("data"), List.of("password_file " + users), List.of(), Map.of()));
        assertThat(refusal.status()).isEqualTo(3);
        assertThat(refusal.log())
                .contains("bellbird: " + users + ":1: the password of 'ann' is not hashed")
                .contains("bellbird: " + users + ":2: there is no ':'");
    }
}
