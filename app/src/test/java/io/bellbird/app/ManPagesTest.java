package io.bellbird.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The manual pages of all commands that there are. */
class ManPagesTest {
    private static final String GROFF = "groff";
    private static final String LINES_OF_ROFF = "(\\.(TH|SH) \".*|\\.(TP|nf|fi)|[^.'].*|)";

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    private String man(int exitCode, String... words) {
        List<String> arguments = new ArrayList<>(List.of("man"));
        arguments.addAll(List.of(words));
        String[] all = arguments.toArray(String[]::new);
        StringWriter out = new StringWriter();
        int ended = Main.commandLine(all)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all);
        assertThat(ended).isEqualTo(exitCode);
        return out.toString();
    }

    /** All commands, each as its words. */
    static Stream<List<String>> commands() {
        return below(BellbirdCommand.commandLine(), List.of());
    }

    private static Stream<List<String>> below(CommandLine command, List<String> words) {
        return Stream.concat(
                Stream.of(words), command.getSubcommands().entrySet().stream().flatMap(below -> {
                    List<String> more = new ArrayList<>(words);
                    more.add(below.getKey());
                    return below(below.getValue(), more);
                }));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_has_a_page_with_all_its_options(List<String> words) {
        CommandLine command = BellbirdCommand.commandLine();
        for (String word : words) {
            command = command.getSubcommands().get(word);
        }
        CommandSpec spec = command.getCommandSpec();

        String page = man(0, words.toArray(String[]::new));

        assertThat(page)
                .contains("\n.SH \"NAME\"\n" + spec.qualifiedName("-").replace("-", "\\-") + " \\- ")
                .contains(spec.options().stream()
                        .filter(option -> !option.hidden())
                        .flatMap(option -> Arrays.stream(option.names()))
                        .map(name -> "\\fB" + name.replace("-", "\\-") + "\\fR")
                        .toList());
        assertThat(page.lines()).allMatch(line -> line.matches(LINES_OF_ROFF));
        assertThat(spec.usageMessage().description()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void groff_has_nothing_to_complain_about(List<String> words) throws IOException, InterruptedException {
        Path page = Files.writeString(folder.resolve("page.1"), man(0, words.toArray(String[]::new)));

        assertThat(hasGroff() ? complaints(page) : "").isEmpty();
    }

    private static boolean hasGroff() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, GROFF)));
    }

    private static String complaints(Path page) throws IOException, InterruptedException {
        Process groff = new ProcessBuilder(GROFF, "-man", "-ww", "-z", "-Kutf8", "-Tutf8", page.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(groff.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        groff.waitFor();
        return said;
    }

    @Test
    void all_pages_are_written_into_a_folder() throws IOException {
        man(0, "--into", folder.toString());

        try (Stream<Path> pages = Files.list(folder)) {
            assertThat(pages.map(page -> page.getFileName().toString()))
                    .contains("bellbird.1", "bellbird-broker.1", "bellbird-store-check.1", "bellbird-probe.1");
        }
    }

    @Test
    void an_unknown_command_is_a_usage_error_that_names_the_others() {
        man(2, "store", "chek");

        assertThat(err.toString()).startsWith("bellbird: bellbird store has no command 'chek': it has ");
    }
}
