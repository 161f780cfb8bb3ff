package io.bellbird.broker.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any text is a configuration, or wrong in lines that are named. {@code e2e/fuzz} says how it is fuzzed; what reads
 * folders is left out, so that an input means the same everywhere.
 */
class ConfigurationFuzzTest {
    private static final String SOURCE = "fuzz.conf";
    private static final Pattern SENTENCE = Pattern.compile(SOURCE + ":(\\d+): \\S.*\\S");

    static File[] corpus() {
        return new File("src/test/fuzz/ConfigurationFuzzTest").listFiles();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void any_text_is_a_configuration_or_names_the_lines_that_are_wrong(File input) throws IOException {
        fuzzerTestOneInput(Files.readAllBytes(input.toPath()));
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        if (text.contains(ProcessSettings.INCLUDE_DIR.name())) {
            return;
        }
        long lines = text.lines().count();
        try {
            Configuration configuration = Configuration.parse(SOURCE, text, OptionalInt.empty());
            configuration.warnings().forEach(warning -> assertSaysWhere(warning, lines));
            configuration.notices().forEach(notice -> assertSaysWhere(notice, lines));
        } catch (ConfigurationException wrong) {
            assertThat(wrong.errors()).isNotEmpty();
            wrong.errors().forEach(error -> assertSaysWhere(error, lines));
        }
    }

    private static void assertSaysWhere(String sentence, long lines) {
        Matcher parts = SENTENCE.matcher(sentence);
        assertThat(parts.matches()).as("one line: %s", sentence).isTrue();
        assertThat(Long.parseLong(parts.group(1))).as(sentence).isBetween(0L, lines);
    }
}
