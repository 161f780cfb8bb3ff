package io.bellbird.e2e.console;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.BrokerSetup;
import io.bellbird.e2e.ClientProcess;
import io.bellbird.e2e.Clients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The page in Chromium, at a real broker with real traffic: each module in {@code clients/browser/console} is driven
 * through, and leaves pictures in {@code target/console}.
 */
final class ConsolePageTest {
    private static final Path SCRIPTS = Path.of("clients", "browser", "console");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Path PICTURES = Path.of("target", "console").toAbsolutePath();

    @TempDir
    private Path folder;

    static List<String> views() throws IOException {
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".mjs"))
                    .map(name -> name.replace(".mjs", ""))
                    .sorted()
                    .toList();
        }
    }

    /** What the broker of a view is started with. */
    private List<String> settings(String view) throws IOException {
        List<String> lines = new ArrayList<>(List.of("allow_anonymous true", "sys_interval 1"));
        Path given = SCRIPTS.resolve(view);
        if (Files.isDirectory(given)) { // the users and rights of the farm, which the view changes
            lines.add("password_file " + Files.copy(given.resolve("users"), folder.resolve("users")));
            lines.add("acl_file " + Files.copy(given.resolve("acl"), folder.resolve("acl")));
        }
        return lines;
    }

    @ParameterizedTest
    @MethodSource("views")
    void view_is_as_it_should_be(String view) throws IOException {
        int admin = BrokerProcess.freePort();
        BrokerSetup setup =
                new BrokerSetup(2, folder.resolve("data"), settings(view), List.of(), Map.of()).adminListener(admin);
        try (BrokerProcess broker = BrokerProcess.start(setup);
                ClientProcess browser = Clients.console(List.of(
                        "--view",
                        view,
                        "--url",
                        "http://127.0.0.1:" + admin,
                        "--token",
                        Files.readString(folder.resolve("data/admin.token")).strip(),
                        "--mqtt",
                        Integer.toString(broker.port()),
                        "--websocket",
                        Integer.toString(broker.webSocketPort()),
                        "--pictures",
                        PICTURES.toString()))) {
            browser.awaitSuccess(PATIENCE);
        }
    }
}
