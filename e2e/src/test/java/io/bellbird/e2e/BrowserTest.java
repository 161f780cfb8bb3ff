package io.bellbird.e2e;

import static io.bellbird.e2e.Certificates.file;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MQTT.js in a page that Chromium has from the broker itself, over WebSocket without and with TLS. */
final class BrowserTest {
    private static final Path PAGE = Path.of("clients", "browser", "page").toAbsolutePath();
    private static final int UNTRUSTED_PORT = BrokerProcess.freePort();
    private static final int CHOOSY_PORT = BrokerProcess.freePort();
    private static final Map<String, Integer> PORTS =
            Map.of("http", BrokerProcess.freePort(), "https", BrokerProcess.freePort());

    @TempDir
    private static Path folder;

    private static BrokerProcess broker;
    private static ClientProcess browser;

    @RegisterExtension
    final Clients clients = new Clients();

    @BeforeAll
    static void start() throws IOException {
        browser = Clients.browser(file("server.pem"));
        browser.awaitLine("started");
        List<String> lines = new ArrayList<>(List.of(
                "allow_anonymous false",
                "password_file " + users(),
                "acl_file "
                        + Files.write(
                                folder.resolve("rights"),
                                List.of("user ann", "topic rooms/#", "topic deny rooms/vault"))));
        Path site = site();
        PORTS.forEach((scheme, port) -> {
            lines.addAll(webSocket(port));
            lines.add("http_dir " + site);
            if (scheme.equals("https")) {
                lines.addAll(Certificates.lines("server"));
            }
        });
        lines.addAll(webSocket(UNTRUSTED_PORT));
        lines.addAll(Certificates.lines("server-renewed"));
        lines.addAll(webSocket(CHOOSY_PORT));
        lines.add("websockets_origin https://elsewhere.example");
        broker = BrokerProcess.start(new BrokerSetup(2, folder.resolve("data"), lines, List.of(), Map.of()));
    }

    private static Path users() {
        Path users = folder.resolve("users");
        try (ClientProcess passwd =
                Clients.bellbird(folder, "passwd", "-I", "101", "-c", "-b", users.toString(), "ann", "secret")) {
            passwd.awaitSuccess();
        }
        return users;
    }

    /** What the broker gives to browsers. */
    private static Path site() throws IOException {
        Path site = Files.createDirectory(folder.resolve("site"));
        for (Path file : List.of(PAGE.resolve("index.html"), PAGE.resolve("page.js"), Clients.mqttJsForPages())) {
            Files.copy(file, site.resolve(file.getFileName()));
        }
        return site;
    }

    private static List<String> webSocket(int port) {
        return List.of("listener " + port + " 127.0.0.1", "protocol websockets");
    }

    @AfterAll
    static void stop() {
        browser.endInput();
        browser.awaitSuccess();
        broker.close();
    }

    private static void open(String scheme) {
        browser.type("open " + scheme + "://127.0.0.1:" + PORTS.get(scheme) + "/");
        assertThat(browser.awaitLine("opened")).isEqualTo("opened MQTT page");
    }

    private static void connected(String scheme, String version) {
        open(scheme);
        browser.type("connect ann secret " + version);
        browser.awaitLine("connected");
    }

    private ClientProcess mosquitto(String tool, String... arguments) {
        List<String> all = new ArrayList<>(List.of("-u", "ann", "-P", "secret"));
        all.addAll(List.of(arguments));
        return clients.mosquitto(tool, broker, all.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({"http, 4", "http, 5", "https, 4", "https, 5"})
    void a_page_and_a_program_hear_each_other_at_every_qos(String scheme, String version) {
        // given
        String room = "rooms/" + scheme + version;
        connected(scheme, version);
        browser.type("subscribe " + room + " 2");
        assertThat(browser.awaitLine("subscribed")).isEqualTo("subscribed " + room + " qos=2");
        ClientProcess program = mosquitto("mosquitto_sub", "-d", "-v", "-q", "2", "-t", room, "-C", "6");
        program.awaitLine("Subscribed (mid: 1)");
        for (int qos = 0; qos <= 2; qos++) {
            // when
            browser.type("publish " + room + " page" + qos + " " + qos);
            // then
            String heard = browser.awaitLine("received " + room);
            assertThat(heard).isEqualTo("received " + room + " qos=" + qos + " retain=0 page" + qos);
            // when
            mosquitto("mosquitto_pub", "-q", String.valueOf(qos), "-t", room, "-m", "program" + qos)
                    .awaitSuccess();
            // then
            heard = browser.awaitLine("received " + room);
            assertThat(heard).isEqualTo("received " + room + " qos=" + qos + " retain=0 program" + qos);
        }
        assertThat(program.awaitSuccess())
                .filteredOn(line -> line.startsWith(room))
                .containsExactly(
                        room + " page0",
                        room + " program0",
                        room + " page1",
                        room + " program1",
                        room + " page2",
                        room + " program2");
    }

    @ParameterizedTest
    @CsvSource({"http, 4", "https, 5"})
    void a_page_that_is_opened_again_sees_the_retained_message(String scheme, String version) {
        // given
        connected(scheme, version);
        browser.type("publish rooms/retained/" + scheme + " kept 1 retain");
        assertThat(browser.awaitLine("published")).endsWith(" taken");
        // when
        connected(scheme, version);
        browser.type("subscribe rooms/retained/" + scheme + " 1");
        // then
        browser.awaitLine("received rooms/retained/" + scheme + " qos=1 retain=1 kept");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    http  > 4 > error 4 Connection refused: Bad username or password
                    http  > 5 > error 134 Connection refused: Bad User Name or Password
                    https > 5 > error 134 Connection refused: Bad User Name or Password
                    """)
    void a_wrong_password_is_refused_and_the_page_sees_why(String scheme, String version, String seen) {
        open(scheme);

        browser.type("connect ann guessed " + version);

        assertThat(browser.awaitLine("error")).isEqualTo(seen);
        browser.awaitLine("disconnected");
    }

    @ParameterizedTest
    @CsvSource({"4, Subscribe error: Unspecified error", "5, Subscribe error: Not authorized"})
    void a_filter_that_may_not_be_read_is_refused_in_suback_and_the_page_sees_it(String version, String seen) {
        connected("http", version);

        browser.type("subscribe cellar/# 1");

        assertThat(browser.awaitLine("subscribed")).isEqualTo("subscribed cellar/# " + seen);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void a_topic_that_may_not_be_written_is_refused_and_the_page_sees_it(String qos) {
        connected("https", "5");

        browser.type("publish rooms/vault gold " + qos);

        assertThat(browser.awaitLine("published")).isEqualTo("published rooms/vault 135 Publish error: Not authorized");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void the_will_of_a_page_that_is_closed_is_published(String scheme) {
        // given
        connected(scheme, "5");
        ClientProcess watcher = mosquitto("mosquitto_sub", "-d", "-t", "rooms/will/ann", "-C", "1");
        watcher.awaitLine("Subscribed (mid: 1)");
        // when
        browser.type("close");
        browser.awaitLine("closed the page");
        // then
        assertThat(watcher.awaitSuccess()).contains("gone");
    }

    @Test
    void a_browser_that_does_not_trust_the_certificate_does_not_connect_and_the_log_says_so() {
        open("https");

        browser.type("connect ann secret 5 wss://127.0.0.1:" + UNTRUSTED_PORT);

        assertThat(browser.awaitLine("WebSocket connection to")).contains("ERR_CERT_AUTHORITY_INVALID");
        browser.awaitLine("disconnected");
        broker.awaitLog("listener=" + UNTRUSTED_PORT
                + " closed: the client has given up, with certificate_unknown: it does not trust the certificate of"
                + " this listener");
    }

    @Test
    void a_page_of_another_origin_does_not_connect_and_the_log_says_so() {
        open("http");

        browser.type("connect ann secret 5 ws://127.0.0.1:" + CHOOSY_PORT);

        assertThat(browser.awaitLine("WebSocket connection to")).endsWith("Unexpected response code: 403");
        browser.awaitLine("disconnected");
        broker.awaitLog("http request refused status=403 path=/mqtt: its page comes from an origin that no"
                + " websockets_origin names");
    }
}
