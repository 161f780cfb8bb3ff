package io.bellbird.console.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.security.HashMethod;
import io.bellbird.broker.security.PasswordHash;
import io.bellbird.console.RestFixture;
import io.bellbird.console.http.RestClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in over HTTP, as whom, and for how long. */
class AccessTest {
    @TempDir
    private Path folder;

    private Path users;
    private RestFixture broker;

    @BeforeEach
    void start() throws IOException {
        users = folder.resolve("users");
        writeUsers("ann", "secret", "bob", "hidden");
        broker = new RestFixture(folder, this::configured);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private BrokerConfig.Builder configured(BrokerConfig.Builder config) {
        return config.allowAnonymous(false).passwordFile(users).adminUsers(Set.of("ann"));
    }

    private void writeUsers(String... namesAndPasswords) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < namesAndPasswords.length; i += 2) {
            byte[] password = namesAndPasswords[i + 1].getBytes(StandardCharsets.UTF_8);
            lines.append(namesAndPasswords[i])
                    .append(':')
                    .append(PasswordHash.of(password, new HashMethod.Sha512()))
                    .append('\n');
        }
        Files.writeString(users, lines);
    }

    private void restart(UnaryOperator<BrokerConfig.Builder> settings) {
        broker.close();
        broker = new RestFixture(folder, settings);
    }

    private void reload(UnaryOperator<BrokerConfig.Builder> change) throws ConfigurationException {
        broker.broker()
                .reload(change.apply(broker.broker().config().toBuilder()).build());
    }

    private RestClient user(String name, String password) {
        byte[] both = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return nobody().with("authorization", "Basic " + Base64.getEncoder().encodeToString(both));
    }

    private RestClient nobody() {
        return broker.rest().anonymous();
    }

    private RestClient bearer(String token) {
        return nobody().with("authorization", "Bearer " + token);
    }

    private RestClient browser(String login) {
        String cookie = nobody().ask("POST", "/api/login", login).ok().headers().get("set-cookie");
        assertThat(cookie).contains("; HttpOnly; SameSite=Strict; Path=/");
        return nobody().with("cookie", "other=1; " + cookie.replaceFirst(";.*", ""));
    }

    private String makeToken(String body) {
        RestClient.Answer made = broker.rest().ask("POST", "/api/tokens", body);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json().path("token").asText();
    }

    private static String me(RestClient who) {
        JsonNode me = who.json("/api/me");
        StringBuilder text = new StringBuilder(
                me.path("kind").asText() + " " + me.path("name").asText());
        me.path("scopes").forEach(scope -> text.append(' ').append(scope.asText()));
        return text.toString();
    }

    // Who asks

    @Test
    void the_bearer_of_the_admin_token_may_do_everything() {
        assertThat(me(broker.rest())).isEqualTo("process admin.token read publish admin");
    }

    @Test
    void a_user_of_mqtt_may_read_and_publish() {
        assertThat(me(user("bob", "hidden"))).isEqualTo("user bob read publish");
        assertThat(user("bob", "hidden").get("/api/tokens").problem(403))
                .isEqualTo("bob has not the scope 'admin' that this needs");
    }

    @Test
    void a_user_with_the_role_of_an_administrator_may_do_everything() {
        assertThat(me(user("ann", "secret"))).isEqualTo("user ann read publish admin");
        assertThat(user("ann", "secret").json("/api/tokens").path("tokens")).isEmpty();
    }

    @Test
    void without_users_a_name_alone_makes_nobody_an_administrator() {
        restart(config -> config.adminUsers(Set.of("ann")));

        assertThat(me(user("ann", "whatever"))).isEqualTo("user ann read publish");
    }

    @Test
    void who_says_nothing_is_let_in_where_anonymous_clients_are() throws ConfigurationException {
        assertThat(nobody().get("/api/me").problem(401)).contains("bellbird console --open");

        reload(config -> config.allowAnonymous(true));

        assertThat(me(nobody())).isEqualTo("anonymous anonymous read publish");
        assertThat(nobody().get("/api/tokens").problem(401)).contains("who does not log in has not the scope 'admin'");
    }

    @Test
    void who_comes_through_a_proxy_is_not_taken_to_be_on_this_machine() throws ConfigurationException {
        reload(config -> config.allowAnonymous(true));

        assertThat(nobody().with("x-forwarded-for", "192.0.2.7").get("/api/me").problem(401))
                .contains("does not let anonymous clients in from here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer wrong", "Basic !", "Basic YW5u", "Digest x", "Bearer bb_"})
    void what_is_no_authorization_is_not_taken_for_nobody(String header) throws ConfigurationException {
        reload(config -> config.allowAnonymous(true));

        assertThat(nobody().with("authorization", header).get("/api/me").problem(401))
                .isNotEmpty();
    }

    // Passwords

    @Test
    void a_wrong_password_is_refused_and_audited() throws Exception {
        assertThat(nobody().ask("POST", "/api/login", "{\"name\":\"bob\",\"password\":\"guess\"}")
                        .problem(401))
                .startsWith("user name and password are not right");
        assertThat(user("eve", "guess").get("/api/me").problem(401)).startsWith("user name and password are not right");

        assertThat(audit())
                .contains("\"event\":\"refused\",\"what\":\"login\",\"user\":\"bob\"", "wrong password for")
                .contains("\"what\":\"login\",\"user\":\"eve\"")
                .doesNotContain("guess", "hidden");
    }

    private String audit() throws IOException {
        broker.close(); // so that all is written
        return Files.readString(folder.resolve("audit.log"));
    }

    // Browsers

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"name":"bob"}
                    {"name":"bob","password":"hidden","token":"x"}
                    {}
                    {"password":"hidden"}
                    """)
    void a_login_is_one_of_three(String body) {
        assertThat(nobody().ask("POST", "/api/login", body).problem(400)).contains("name and password, or token");
    }

    @Test
    void a_browser_that_has_logged_in_is_known_until_it_logs_out() {
        RestClient browser =
                browser("{\"name\":\"ann\",\"password\":\"secret\"}").with("x-bellbird", "console");
        assertThat(me(browser)).isEqualTo("user ann read publish admin");

        assertThat(browser.ask("POST", "/api/logout", null).ok().headers().get("set-cookie"))
                .contains("Max-Age=0");

        assertThat(browser.get("/api/me").problem(401)).isNotEmpty();
    }

    @Test
    void a_change_by_cookie_alone_is_refused() {
        RestClient browser = browser("{\"token\":\"" + adminToken() + "\"}");

        assertThat(browser.ask("DELETE", "/api/tokens/x", null).problem(403)).contains("'x-bellbird'");
        assertThat(browser.with("x-bellbird", "console")
                        .ask("DELETE", "/api/tokens/x", null)
                        .problem(404))
                .contains("there is no token x");
    }

    private String adminToken() {
        try {
            return Files.readString(folder.resolve("admin.token")).strip();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_login_code_counts_once() {
        String code = broker.rest()
                .ask("POST", "/api/login-codes", null)
                .ok()
                .json()
                .path("code")
                .asText();

        assertThat(me(browser("{\"code\":\"" + code + "\"}"))).isEqualTo("process admin.token read publish admin");
        assertThat(nobody().ask("POST", "/api/login", "{\"code\":\"" + code + "\"}")
                        .problem(401))
                .contains("the code was used already");
    }

    @ParameterizedTest
    @CsvSource({"POST,cross-site,", "POST,same-site,", "GET,cross-site,", "POST,,http://evil.example", "POST,,null"})
    void what_another_page_makes_a_browser_send_is_refused(String method, String site, String origin)
            throws ConfigurationException {
        reload(config -> config.allowAnonymous(true));
        RestClient browser =
                browser("{\"name\":\"ann\",\"password\":\"secret\"}").with("x-bellbird", "console");
        for (RestClient who : new RestClient[] {browser, nobody(), user("ann", "secret")}) {
            RestClient led = site == null ? who : who.with("sec-fetch-site", site);
            led = origin == null ? led : led.with("origin", origin);

            RestClient.Answer answer = method.equals("GET")
                    ? led.get("/api/me")
                    : led.ask("POST", "/api/tokens", "{\"name\":\"x\",\"scopes\":[\"admin\"]}");

            assertThat(answer.problem(403)).contains("another page");
        }
        assertThat(broker.rest().json("/api/tokens").path("tokens")).isEmpty();
    }

    @Test
    void what_the_page_itself_sends_is_not_refused() {
        String own = "http://127.0.0.1:"
                + broker.broker().adminAddress().orElseThrow().getPort();
        RestClient browser =
                browser("{\"name\":\"ann\",\"password\":\"secret\"}").with("x-bellbird", "console");

        assertThat(browser.with("origin", own)
                        .ask("POST", "/api/login-codes", null)
                        .status())
                .isEqualTo(200);
        assertThat(browser.with("sec-fetch-site", "same-origin").get("/api/me").status())
                .isEqualTo(200);
    }

    // Tokens

    @Test
    void a_token_has_its_scopes_and_is_shown_once() throws IOException {
        String token = makeToken("{\"name\":\"sensor-7\",\"scopes\":[\"publish\"],\"expires_seconds\":3600}");

        assertThat(token).matches("bb_[A-Za-z0-9_-]{43}");
        assertThat(me(bearer(token))).isEqualTo("token token sensor-7 publish");
        JsonNode listed = broker.rest().json("/api/tokens").path("tokens").path(0);
        assertThat(listed.path("name").asText()).isEqualTo("sensor-7");
        assertThat(listed.path("expires").asLong() - listed.path("created").asLong())
                .isEqualTo(3_600_000);
        assertThat(listed.path("last_used").asLong())
                .isGreaterThanOrEqualTo(listed.path("created").asLong());
        Path file = folder.resolve("tokens.json");
        assertThat(Files.readString(file)).contains("sensor-7").doesNotContain(token.substring(3));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_token_survives_a_restart() {
        String token = makeToken("{\"name\":\"t\",\"scopes\":[\"read\"],\"filters\":[\"home/#\"]}");

        restart(this::configured);

        assertThat(me(bearer(token))).isEqualTo("token token t read");
        assertThat(broker.rest()
                        .json("/api/tokens")
                        .path("tokens")
                        .path(0)
                        .path("filters")
                        .path(0)
                        .asText())
                .isEqualTo("home/#");
    }

    @Test
    void a_revoked_token_is_refused_at_once_and_after_a_restart() {
        String token = makeToken("{\"name\":\"t\",\"scopes\":[\"read\"]}");
        RestClient browser = browser("{\"token\":\"" + token + "\"}");
        assertThat(me(browser)).isEqualTo("token token t read");

        broker.rest().ask("DELETE", "/api/tokens/t", null).ok();

        assertThat(bearer(token).get("/api/me").problem(401)).contains("not known, or not any more");
        assertThat(browser.get("/api/me").status()).isEqualTo(401);
        restart(this::configured);
        assertThat(bearer(token).get("/api/me").status()).isEqualTo(401);
    }

    @Test
    void a_name_is_taken_once() {
        makeToken("{\"name\":\"t\",\"scopes\":[\"admin\"]}");

        assertThat(broker.rest()
                        .ask("POST", "/api/tokens", "{\"name\":\"t\",\"scopes\":[\"read\"]}")
                        .problem(409))
                .contains("there is a token t already");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"scopes":["read"]}                                           | the name has 1 to 64
                    {"name":"a b","scopes":["read"]}                              | the name has 1 to 64
                    {"name":"a"}                                                  | needs a scope
                    {"name":"a","scopes":["all"]}                                 | there is no scope all
                    {"name":"a","scopes":["read"],"filters":["a/#/b"]}            | one of the filters is none
                    {"name":"a","scopes":["admin"],"filters":["a"]}               | the scope admin has no limit
                    {"name":"a","scopes":["read"],"expires_seconds":0}            | expires_seconds is 0
                    {"name":"a","scopes":["read"],"more":1}                       | Unrecognized field
                    """)
    void what_is_wrong_with_a_token_is_said(String body, String why) {
        assertThat(broker.rest().ask("POST", "/api/tokens", body).problem(400)).contains(why);
    }

    @Test
    void a_damaged_file_lets_nobody_in_and_is_not_overwritten() throws IOException {
        Files.writeString(folder.resolve("tokens.json"), "{\"tokens\":[{}]}");
        restart(this::configured);

        assertThat(broker.rest()
                        .ask("POST", "/api/tokens", "{\"name\":\"t\",\"scopes\":[\"read\"]}")
                        .problem(409))
                .contains("tokens.json cannot be read");
        assertThat(Files.readString(folder.resolve("tokens.json"))).isEqualTo("{\"tokens\":[{}]}");
    }

    // Reload

    @Test
    void who_is_no_administrator_any_more_after_a_reload_has_lost_the_scope() throws ConfigurationException {
        RestClient browser = browser("{\"name\":\"ann\",\"password\":\"secret\"}");

        reload(config -> config.adminUsers(Set.of("bob")));

        assertThat(me(browser)).isEqualTo("user ann read publish");
        assertThat(me(user("bob", "hidden"))).isEqualTo("user bob read publish admin");
    }

    @Test
    void the_session_of_a_user_ends_with_his_password() throws Exception {
        RestClient ann = browser("{\"name\":\"ann\",\"password\":\"secret\"}");
        RestClient bob = browser("{\"name\":\"bob\",\"password\":\"hidden\"}");

        writeUsers("ann", "other");
        Files.writeString(
                users,
                Files.readString(users) + "bob:"
                        + PasswordHash.of("hidden".getBytes(StandardCharsets.UTF_8), new HashMethod.Sha512()) + "\n");
        reload(config -> config);

        assertThat(ann.get("/api/me").status()).isEqualTo(401);
        assertThat(bob.get("/api/me").status()).as("another hash").isEqualTo(401);
        assertThat(me(user("ann", "other"))).startsWith("user ann");
    }

    // What is told

    @Test
    void each_change_is_audited_without_secrets() throws Exception {
        String token = makeToken("{\"name\":\"t\",\"scopes\":[\"read\"]}");
        RestClient browser = browser("{\"name\":\"ann\",\"password\":\"secret\"}");
        browser.ask("DELETE", "/api/tokens/t", null);
        bearer(token).get("/api/me");
        bearer(token).ask("POST", "/api/login-codes", null);
        String adminToken = adminToken();

        assertThat(audit())
                .contains(
                        "\"event\":\"admin\",\"principal\":\"admin.token\",\"kind\":\"process\",\"address\":\"127.0.0.1:")
                .contains("\"method\":\"POST\",\"path\":\"/api/tokens\",\"about\":\"token t\",\"status\":201}")
                .contains("\"principal\":\"ann\",\"kind\":\"user\"")
                .contains("\"method\":\"POST\",\"path\":\"/api/login\",\"status\":204}")
                .contains("\"method\":\"DELETE\",\"path\":\"/api/tokens/t\",\"status\":403}")
                .contains("\"principal\":\"token t\",\"kind\":\"token\"")
                .doesNotContain("/api/me", token.substring(3), "secret", adminToken);
    }

    @Test
    void answers_run_nothing_in_a_browser() {
        RestClient.Answer answer = broker.rest().get("/api/me");

        assertThat(answer.headers())
                .containsEntry("content-security-policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
                .containsEntry("x-content-type-options", "nosniff")
                .containsEntry("cross-origin-resource-policy", "same-origin")
                .containsEntry("cache-control", "no-store")
                .containsEntry("referrer-policy", "no-referrer");
    }
}
