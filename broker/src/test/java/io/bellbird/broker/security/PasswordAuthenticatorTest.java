package io.bellbird.broker.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.LoginLimits;
import io.bellbird.broker.config.TlsConfig;
import io.bellbird.broker.config.TlsConfig.ClientCertificate;
import io.bellbird.broker.config.TlsVersion;
import io.bellbird.broker.security.Authenticator.Credentials;
import io.bellbird.broker.security.HashMethod.Pbkdf2;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.ReasonCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PasswordAuthenticatorTest {
    private static final ListenerConfig LISTENER = ListenerConfig.at("", 1883);

    @TempDir
    private Path folder;

    private Path users;
    private @Nullable PasswordAuthenticator authenticator;

    private record Decision(ReasonCode reason, String why) {}

    @BeforeEach
    void writeUsers() throws IOException {
        users = Files.writeString(folder.resolve("users"), line("ann", "secret") + line("bob", "hidden"));
    }

    @AfterEach
    void close() {
        if (authenticator != null) {
            authenticator.close();
        }
    }

    private static String line(String user, String password) {
        return user + ":" + PasswordHash.of(password.getBytes(UTF_8), new Pbkdf2(10)) + "\n";
    }

    private static BrokerConfig.Builder config(ListenerConfig... listeners) {
        return BrokerConfig.builder().listeners(Arrays.asList(listeners)).loginLimits(new LoginLimits(3, 60));
    }

    private PasswordAuthenticator start(BrokerConfig.Builder config) throws ConfigurationException {
        authenticator = new PasswordAuthenticator(config.build());
        return authenticator;
    }

    private PasswordAuthenticator started() throws ConfigurationException {
        return start(config(LISTENER).passwordFile(users));
    }

    private static Credentials credentials(
            ListenerConfig listener, String peer, @Nullable String user, @Nullable String password) {
        return new Credentials(
                "client", user, password == null ? null : Bytes.utf8(password), false, peer, listener, false);
    }

    private static Decision decide(PasswordAuthenticator asked, Credentials credentials) {
        CompletableFuture<Decision> decision = new CompletableFuture<>();
        asked.authenticate(credentials, (reason, why) -> decision.complete(new Decision(reason, why)));
        return decision.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static Decision login(PasswordAuthenticator asked, @Nullable String user, @Nullable String password) {
        return decide(asked, credentials(LISTENER, "127.0.0.1:1", user, password));
    }

    private static ReasonCode answer(PasswordAuthenticator asked, @Nullable String user, @Nullable String password) {
        return login(asked, user, password).reason();
    }

    private static Client client(@Nullable String user, ListenerConfig listener) {
        return new Client("client", user, "192.0.2.1:1", listener);
    }

    @Test
    void a_user_with_its_password_may_connect() throws Exception {
        PasswordAuthenticator asked = started();

        assertThat(answer(asked, "ann", "secret")).isEqualTo(ReasonCode.SUCCESS);
        assertThat(answer(asked, "bob", "hidden")).isEqualTo(ReasonCode.SUCCESS);
        assertThat(answer(asked, "bob", "hidden")).as("again").isEqualTo(ReasonCode.SUCCESS);
    }

    @Test
    void all_others_get_the_same_answer_and_the_log_knows_why() throws Exception {
        PasswordAuthenticator asked = started();
        assertThat(answer(asked, "ann", "secret")).isEqualTo(ReasonCode.SUCCESS);

        assertThat(login(asked, "ann", "hidden"))
                .isEqualTo(new Decision(ReasonCode.BAD_USER_NAME_OR_PASSWORD, "wrong password for " + users + ":1"));
        assertThat(login(asked, "bob", "secret").why()).isEqualTo("wrong password for " + users + ":2");
        assertThat(login(asked, "carl", "secret"))
                .isEqualTo(new Decision(ReasonCode.BAD_USER_NAME_OR_PASSWORD, "not a user of " + users));
        assertThat(login(asked, "", "secret").reason()).isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
        assertThat(login(asked, "ann", null))
                .isEqualTo(new Decision(ReasonCode.BAD_USER_NAME_OR_PASSWORD, "no password was given"));
        assertThat(login(asked, "ann", "").reason()).isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
    }

    /** The hash that unknown users are checked with is somebody's. */
    @Test
    void an_unknown_user_is_not_let_in_with_the_password_of_another() throws Exception {
        PasswordAuthenticator asked = started();

        for (String password : List.of("secret", "hidden", "secret", "hidden")) {
            assertThat(answer(asked, "mallory", password)).isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
        }
    }

    @Test
    void with_a_password_file_anonymous_clients_are_not_authorized_unless_the_listener_says_so() throws Exception {
        assertThat(login(started(), null, null))
                .isEqualTo(new Decision(
                        ReasonCode.NOT_AUTHORIZED, "no user name was given, and anonymous clients are not allowed"));
        close();

        PasswordAuthenticator open = start(config(LISTENER).passwordFile(users).allowAnonymous(true));
        assertThat(answer(open, null, null)).isEqualTo(ReasonCode.SUCCESS);
        assertThat(answer(open, "ann", "wrong")).isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
    }

    @Test
    void without_a_password_file_only_anonymous_clients_count_whatever_name_they_give() throws Exception {
        assertThat(answer(start(config(LISTENER)), "ann", "x")).isEqualTo(ReasonCode.SUCCESS);
        close();

        PasswordAuthenticator closed = start(config(LISTENER).allowAnonymous(false));
        assertThat(login(closed, "ann", "x"))
                .isEqualTo(new Decision(
                        ReasonCode.NOT_AUTHORIZED, "there is no password_file, and anonymous clients are not allowed"));
    }

    @Test
    void each_listener_has_its_own_users() throws Exception {
        Path others = Files.writeString(folder.resolve("others"), line("carl", "third"));
        ListenerConfig inner =
                ListenerConfig.builder("127.0.0.1", 1884).passwordFile(others).build();
        PasswordAuthenticator asked = start(config(LISTENER, inner).passwordFile(users));

        assertThat(decide(asked, credentials(inner, "127.0.0.1:1", "carl", "third"))
                        .reason())
                .isEqualTo(ReasonCode.SUCCESS);
        assertThat(decide(asked, credentials(inner, "127.0.0.1:1", "ann", "secret"))
                        .reason())
                .isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
        assertThat(answer(asked, "carl", "third")).isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
        assertThat(answer(asked, "ann", "secret")).isEqualTo(ReasonCode.SUCCESS);
    }

    @Test
    void a_listener_that_the_configuration_does_not_have_lets_nobody_in() throws Exception {
        PasswordAuthenticator asked = start(config(LISTENER));
        ListenerConfig unknown = ListenerConfig.at("", 1999);

        assertThat(decide(asked, credentials(unknown, "127.0.0.1:1", "ann", "secret"))
                        .reason())
                .isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
        assertThat(decide(asked, credentials(unknown, "127.0.0.1:1", null, null))
                        .reason())
                .isEqualTo(ReasonCode.NOT_AUTHORIZED);
    }

    @Test
    void a_certificate_that_was_checked_needs_no_password() throws Exception {
        Credentials certified = new Credentials("client", "device 7", null, true, "192.0.2.1:1", LISTENER, false);

        assertThat(decide(started(), certified).reason()).isEqualTo(ReasonCode.SUCCESS);
    }

    @Test
    void who_guesses_is_answered_late_and_then_banned() throws Exception {
        PasswordAuthenticator asked = started();
        long begin = System.nanoTime();
        for (int i = 0; i < 3; i++) {
            decide(asked, credentials(LISTENER, "192.0.2.1:" + i, "ann", "guess" + i));
        }
        long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);

        assertThat(tookMillis).as("100 + 200 + 400 ms").isGreaterThanOrEqualTo(700);
        Decision banned = decide(asked, credentials(LISTENER, "192.0.2.1:9", "ann", "secret"));
        assertThat(banned.reason()).isEqualTo(ReasonCode.BANNED);
        assertThat(banned.why()).matches("192\\.0\\.2\\.1 is banned for another \\d+ s after 3 logins that failed");
        assertThat(asked.bans()).extracting(LoginBan::address).containsExactly("192.0.2.1");
        assertThat(decide(asked, credentials(LISTENER, "192.0.2.2:9", "ann", "secret"))
                        .reason())
                .isEqualTo(ReasonCode.SUCCESS);
    }

    @Test
    void a_wrong_file_is_said_with_all_its_mistakes() throws IOException {
        Path wrong = Files.writeString(folder.resolve("wrong"), "ann:x\nbob:y\n");

        assertThatThrownBy(() -> start(config(LISTENER).passwordFile(wrong)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(wrong + ":1: ")
                .hasMessageContaining(wrong + ":2: ");
    }

    @Test
    void a_file_read_again_counts_when_it_is_made_to_and_not_before() throws Exception {
        PasswordAuthenticator asked = started();
        assertThat(answer(asked, "ann", "secret")).isEqualTo(ReasonCode.SUCCESS);
        assertThat(answer(asked, "bob", "hidden")).isEqualTo(ReasonCode.SUCCESS);
        Files.writeString(users, line("ann", "new") + line("carl", "third"));

        Runnable count = asked.prepare(config(LISTENER).passwordFile(users).build());
        assertThat(answer(asked, "bob", "hidden")).isEqualTo(ReasonCode.SUCCESS);
        assertThat(answer(asked, "carl", "third")).isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
        count.run();

        assertThat(answer(asked, "ann", "secret")).isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
        assertThat(answer(asked, "ann", "new")).isEqualTo(ReasonCode.SUCCESS);
        assertThat(answer(asked, "bob", "hidden")).isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
        assertThat(answer(asked, "carl", "third")).isEqualTo(ReasonCode.SUCCESS);
    }

    @Test
    void a_wrong_file_changes_nothing() throws Exception {
        PasswordAuthenticator asked = started();
        Files.writeString(users, "ann:plain\n");

        assertThatThrownBy(
                        () -> asked.prepare(config(LISTENER).passwordFile(users).build()))
                .isInstanceOf(ConfigurationException.class);
        assertThat(answer(asked, "ann", "secret")).isEqualTo(ReasonCode.SUCCESS);
    }

    @Test
    void who_may_stay_after_the_users_were_read_again() throws Exception {
        PasswordAuthenticator asked = start(config(LISTENER).passwordFile(users).allowAnonymous(true));
        assertThat(asked.mayStay(client("ann", LISTENER))).isTrue();
        assertThat(asked.mayStay(client(null, LISTENER))).isTrue();
        String same = Files.readAllLines(users).get(0) + "\n";
        Files.writeString(users, same + line("bob", "hidden") + line("carl", "third"));
        asked.prepare(config(LISTENER).passwordFile(users).build()).run();

        assertThat(asked.mayStay(client("ann", LISTENER))).as("as before").isTrue();
        assertThat(asked.mayStay(client("bob", LISTENER))).as("another hash").isFalse();
        assertThat(asked.mayStay(client("carl", LISTENER))).as("was not known").isFalse();
        assertThat(asked.mayStay(client("dora", LISTENER))).as("gone").isFalse();
        assertThat(asked.mayStay(client(null, LISTENER))).as("anonymous").isFalse();
        // and nothing has changed since
        asked.prepare(config(LISTENER).passwordFile(users).build()).run();
        assertThat(asked.mayStay(client("bob", LISTENER))).isTrue();
        assertThat(asked.mayStay(client("carl", LISTENER))).isTrue();
        // the listener is gone
        asked.prepare(config(ListenerConfig.at("", 1)).passwordFile(users).build())
                .run();
        assertThat(asked.mayStay(client("ann", LISTENER))).isFalse();
    }

    @Test
    void a_listener_of_before_is_known_by_its_address() throws Exception {
        PasswordAuthenticator asked = started();
        ListenerConfig changed =
                LISTENER.toBuilder().allowAnonymous(true).maxConnections(5).build();
        asked.prepare(config(changed).passwordFile(users).build()).run();

        assertThat(answer(asked, null, null)).isEqualTo(ReasonCode.SUCCESS);
        assertThat(answer(asked, "ann", "secret")).isEqualTo(ReasonCode.SUCCESS);
        assertThat(asked.mayStay(client("ann", LISTENER))).isTrue();
    }

    @Test
    void who_has_a_certificate_for_a_name_stays() throws Exception {
        TlsConfig tls = new TlsConfig(
                Path.of("cert"),
                Path.of("key"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ClientCertificate.IDENTITY,
                TlsVersion.V1_2,
                List.of(),
                List.of());
        ListenerConfig secure = ListenerConfig.builder("", 8883).tls(tls).build();
        PasswordAuthenticator asked = start(config(secure).passwordFile(users));
        asked.prepare(config(secure).passwordFile(users).build()).run();

        assertThat(asked.mayStay(client("device 7", secure))).isTrue();
    }
}
