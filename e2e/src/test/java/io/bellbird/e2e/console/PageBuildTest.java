package io.bellbird.e2e.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.e2e.ClientProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page's sources hold what their own tools ask for, and the build does without the page where there is no Node.js. */
final class PageBuildTest {
    private static final Path WEB =
            Path.of("..", "console", "web").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"check", "test"})
    void the_sources_of_the_page_pass(String script) {
        try (ClientProcess npm = new ClientProcess(WEB, List.of("npm", "run", "--silent", script))) {
            npm.awaitSuccess(Duration.ofMinutes(2));
        }
    }

    @Test
    void without_node_the_build_says_that_the_page_is_left_out() throws IOException {
        for (String tool : List.of("sh", "dirname", "rm")) {
            Files.createSymbolicLink(folder.resolve(tool), program(tool));
        }
        Path page = Files.createDirectory(folder.resolve("page"));

        List<String> said;
        try (ClientProcess build = new ClientProcess(
                WEB, List.of("env", "PATH=" + folder, WEB.resolve("build").toString(), page.toString()))) {
            said = build.awaitSuccess();
        }

        assertThat(said).singleElement().asString().contains("WARNING", "page is left out", "no Node.js");
        assertThat(page).doesNotExist();
    }

    private static Path program(String name) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .map(each -> Path.of(each, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }
}
