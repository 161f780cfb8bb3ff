package io.bellbird.e2e.labs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages of the labs name is there. */
final class LabPagesTest {
    private static final Path LABS = Path.of("..", "examples").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)[^)]*\\)");
    private static final Pattern PROGRAM = Pattern.compile("examples/run ([a-z]+)\\.([A-Z]\\w+)");

    static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(LABS, 2)) {
            return files.filter(file -> file.endsWith("README.md")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void each_link_leads_to_a_file(Path page) throws IOException {
        assertThat(matches(LINK, page)).allSatisfy(link -> assertThat(page.resolveSibling(link.group(1)))
                .exists());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void each_program_is_there(Path page) throws IOException {
        Path sources = LABS.resolve("src/main/java/io/bellbird/examples");
        assertThat(matches(PROGRAM, page)).allSatisfy(program -> assertThat(
                        sources.resolve(program.group(1)).resolve(program.group(2) + ".java"))
                .content()
                .contains("void main("));
    }

    private static List<MatchResult> matches(Pattern pattern, Path page) throws IOException {
        return pattern.matcher(Files.readString(page)).results().toList();
    }
}
