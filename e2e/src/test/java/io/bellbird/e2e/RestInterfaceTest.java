package io.bellbird.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** HTTP beside MQTT, with curl and Mosquitto's clients: docs/rest.md says what is so. */
final class RestInterfaceTest {
    private static final Path PAGE = Path.of("..", "docs", "rest.md");
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Z]=.*");
    private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

    /** What curl ends with when it was refused, and when its time was over. */
    private static final int REFUSED = 22;

    private static final int TIMED_OUT = 28;

    private final int adminPort = BrokerProcess.freePort();

    @RegisterExtension
    final Clients clients = new Clients();

    @TempDir
    private Path folder;

    private BrokerProcess broker;
    /** For the whole page: the header with the admin token. */
    private String assignments = "";
    /** For what the page writes in its place. */
    private String madeToken = "";

    @BeforeEach
    void start() throws IOException {
        Files.writeString(folder.resolve(".curlrc"), "silent\nfail-with-body\n");
        Files.writeString(
                folder.resolve("acl"), "topic readwrite home/#\ntopic read farm/#\n\nuser ann\ntopic readwrite #\n");
        addUser("-c", "-b", users(), "ann", "SECRET");
        addUser("-b", users(), "ops", "SECRET");
        broker = BrokerProcess.start(new BrokerSetup(
                        2,
                        folder.resolve("data"),
                        List.of("password_file " + users(), "acl_file " + folder.resolve("acl")),
                        List.of("admin_user ops", "audit_log " + folder.resolve("audit.log")),
                        Map.of())
                .adminListener(adminPort));
        broker.awaitLog("console: ");
    }

    private String users() {
        return folder.resolve("users").toString();
    }

    private void addUser(String... arguments) {
        List<String> all = new ArrayList<>(List.of("passwd"));
        all.addAll(List.of(arguments));
        try (ClientProcess passwd = Clients.bellbird(folder, all.toArray(String[]::new))) {
            passwd.awaitSuccess();
        }
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    /** What a line prints. */
    private String run(PageLines line) {
        String command = line.command()
                .replace("127.0.0.1:9883", "127.0.0.1:" + adminPort)
                .replace("/var/lib/bellbird", folder.resolve("data").toString())
                .replace("bb_...", madeToken);
        if (ASSIGNMENT.matcher(command).matches()) {
            assignments += command + "\n";
            return "";
        }
        List<String> shell = List.of("env", "CURL_HOME=" + folder, "sh", "-c", assignments + command);
        try (ClientProcess process = new ClientProcess(folder, shell)) {
            int status = process.awaitExit();
            assertThat(status)
                    .as("%s", process)
                    .isEqualTo(line.isRefused() ? REFUSED : line.isCutOff() ? TIMED_OUT : 0);
            return String.join("\n", process.output());
        }
    }

    /** What a line prints; a stream, which begins later on a busy machine, is read again until it is as shown. */
    private String runUntilShown(PageLines line) {
        long deadline = System.nanoTime() + ChildProcesses.PATIENCE.toNanos();
        String printed = run(line);
        while (line.isCutOff() && !printed.matches(line.pattern()) && System.nanoTime() - deadline < 0) {
            printed = run(line);
        }
        return printed;
    }

    @Test
    void every_line_of_the_page_does_what_is_shown() throws IOException {
        // given
        ClientProcess bell = clients.mosquitto("mosquitto_sub", broker, "-d", "-t", "home/bell", "-C", "1");
        bell.awaitLine("Subscribed");
        clients.mosquitto("mosquitto_pub", broker, "-t", "home/temperature", "-m", "21.5", "-r")
                .awaitSuccess();
        clients.mosquitto(
                        "mosquitto_sub",
                        broker,
                        "-d",
                        "-V",
                        "5",
                        "-i",
                        "pump-7",
                        "-c",
                        "-x",
                        "3600",
                        "-q",
                        "1",
                        "-t",
                        "farm/pump/#")
                .awaitLine("Subscribed");
        List<PageLines> lines = PageLines.of(Files.readAllLines(PAGE));
        assertThat(lines).hasSizeGreaterThan(60);
        for (PageLines line : lines) {
            // when
            String printed = runUntilShown(line);
            // then
            assertThat(printed).as(line.command()).matches(line.pattern());
            Matcher made = TOKEN.matcher(printed);
            madeToken = made.find() ? made.group(1) : madeToken;
        }
        assertThat(bell.awaitSuccess()).contains("ding");
    }

    private PageLines curl(String rest) {
        return new PageLines("curl " + rest.replace("B/", "http://127.0.0.1:9883/"), List.of());
    }

    @Test
    void what_curl_posts_reaches_who_has_subscribed_by_mqtt() {
        ClientProcess sub =
                clients.mosquitto("mosquitto_sub", broker, "-d", "-q", "1", "-t", "home/+", "-C", "1", "-v");
        sub.awaitLine("Subscribed");

        String answer = run(curl("-d ding B/api/topics/home/bell"));

        assertThat(answer).isEqualTo("{\"reason_code\":0,\"subscribers\":true}");
        assertThat(sub.awaitSuccess()).contains("home/bell ding");
    }

    @Test
    void what_is_published_by_mqtt_is_the_last_value_for_curl_once_it_has_asked() {
        // given
        PageLines ask = curl("B/api/topics/home/temperature");
        assertThat(run(new PageLines(ask.command(), List.of("{\"type\":\"about:blank\""))))
                .contains("\"status\":404", "it is watched from now on");
        // when
        clients.mosquitto("mosquitto_pub", broker, "-q", "1", "-t", "home/temperature", "-m", "21.5")
                .awaitSuccess();
        // then
        assertThat(run(ask)).isEqualTo("21.5");
    }

    @Test
    void what_is_retained_by_mqtt_is_the_last_value_for_curl_at_once() {
        try (ClientProcess pub = Clients.bellbird(
                folder,
                "pub",
                "-p",
                Integer.toString(broker.port()),
                "-q",
                "1",
                "-r",
                "-t",
                "home/temperature",
                "-m",
                "22")) {
            pub.awaitSuccess(PATIENCE);
        }

        assertThat(run(curl("B/api/topics/home/temperature"))).isEqualTo("22");
    }
}
