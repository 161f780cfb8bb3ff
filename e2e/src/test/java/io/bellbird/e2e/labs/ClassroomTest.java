package io.bellbird.e2e.labs;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.BrokerSetup;
import io.bellbird.e2e.ClientProcess;
import io.bellbird.e2e.Clients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The configurations of the labs: for one machine, and for a class with a password. */
final class ClassroomTest {
    private static final Path LABS = Path.of("..", "examples").toAbsolutePath().normalize();

    @RegisterExtension
    final Clients clients = new Clients();

    @TempDir
    private Path folder;

    @Test
    void the_configuration_for_one_machine_is_right() {
        try (ClientProcess check = Clients.bellbird(
                folder, "config", "check", LABS.resolve("broker.conf").toString())) {
            check.awaitSuccess();
        }
    }

    @Test
    void a_class_gets_the_pages_from_the_broker_and_nobody_in_without_the_password() throws IOException {
        int pages = BrokerProcess.freePort();
        try (BrokerProcess broker = BrokerProcess.start(
                        new BrokerSetup(2, folder.resolve("data"), classroom(pages), List.of(), Map.of()));
                Browser browser = new Browser()) {
            // when
            ClientProcess stranger = clients.lab(broker, "firststeps.Publisher");
            // then
            assertThat(stranger.awaitExit()).isEqualTo(1);
            assertThat(stranger.output().get(0)).contains("not authorized");

            // when
            browser.openUrl("http://127.0.0.1:" + pages + "/firststeps/page.html");
            browser.fill("#broker", "ws://127.0.0.1:" + pages);
            browser.click("#login button");
            // then
            browser.see("#status", "not connected: the broker wants a user name and a password");

            // when
            browser.fill("#user", "class");
            browser.fill("#password", "wrong");
            browser.click("#login button");
            // then
            browser.see("#status", "not connected: wrong user name or password");

            // when
            browser.fill("#password", "chalk");
            browser.click("#login button");
            browser.see("#status", "you are connected");
            clients.command(
                            "env",
                            "BELLBIRD_NO_BUILD=1",
                            "BROKER=mqtt://127.0.0.1:" + broker.port(),
                            "BROKER_USER=class",
                            "BROKER_PASSWORD=chalk",
                            "./run",
                            "firststeps.Publisher")
                    .awaitSuccess();
            // then
            browser.see("#lines", "lab/hello: Hello from Java");
        }
    }

    /** The lines of class.conf, on ports that are free, with a user. */
    private List<String> classroom(int pages) throws IOException {
        Path users = folder.resolve("class.users");
        try (ClientProcess passwd = Clients.bellbird(folder, "passwd", "-c", users.toString(), "class")) {
            passwd.type("chalk");
            passwd.type("chalk");
            passwd.awaitSuccess();
        }
        return Files.readAllLines(LABS.resolve("class.conf")).stream()
                .map(line -> switch (line) {
                    case "listener 1883" -> "listener " + BrokerProcess.freePort() + " 127.0.0.1";
                    case "listener 8083" -> "listener " + pages + " 127.0.0.1";
                    case "http_dir examples" -> "http_dir " + LABS;
                    case "password_file class.users" -> "password_file " + users;
                    default -> line;
                })
                .toList();
    }
}
