package io.bellbird.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What bash makes of {@code bellbird completion bash}, in a process of its own. */
class CompletionTest {
    private static final long WAIT_SECONDS = 60;
    /** What bash does at TAB behind these words. */
    private static final String PRESS_TAB =
            """
            source "$1"; shift
            compopt() { :; } # which works only while somebody really types
            function=$(complete -p bellbird | sed 's/.*-F \\([^ ]*\\).*/\\1/')
            COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
            "$function" bellbird "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
            printf '%s\\n' "${COMPREPLY[@]}"
            """;

    @TempDir
    private Path folder;

    private static String run(String... arguments) {
        StringWriter out = new StringWriter();
        int exitCode = Main.commandLine(arguments).setOut(new PrintWriter(out)).execute(arguments);
        assertThat(exitCode).isZero();
        return out.toString();
    }

    private List<String> completed(String... words) throws IOException, InterruptedException {
        Path script = Files.writeString(folder.resolve("script"), run("completion", "bash"));
        List<String> command = new ArrayList<>(List.of("bash", "-c", PRESS_TAB, "bash", script.toString()));
        command.addAll(List.of(words));
        Process bash = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines = bash.inputReader().lines().map(String::strip).toList();
        assertThat(bash.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        return lines;
    }

    @ParameterizedTest
    @CsvSource({
        "bellbird doc, doctor",
        "bellbird prob, probe",
        "bellbird store ch, check",
        "bellbird broker --test, --test-config",
        "bellbird probe --js, --json",
        "bellbird probe -V 3, 311 31",
        "bellbird completion z, zsh"
    })
    void bash_completes(String typed, String completed) throws Exception {
        assertThat(completed(typed.split(" ", -1))).containsExactly(completed.split(" ", -1));
    }

    @Test
    void bash_completes_every_command() throws Exception {
        assertThat(completed("bellbird", ""))
                .containsAll(BellbirdCommand.commandLine().getSubcommands().keySet());
    }

    @Test
    void zsh_gets_the_same_and_is_told_how_to_read_it() {
        assertThat(run("completion", "zsh")).contains("bashcompinit").endsWith(run("completion", "bash"));
    }

    @Test
    void an_unknown_shell_is_a_usage_error() {
        CommandLine commandLine = Main.commandLine("completion", "fish").setErr(new PrintWriter(new StringWriter()));

        assertThat(commandLine.execute("completion", "fish")).isEqualTo(2);
    }
}
