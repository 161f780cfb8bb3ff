package io.bellbird.broker.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.ConfigurationException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any text is a password file, or wrong in lines that are named. {@code e2e/fuzz} says how it is fuzzed. */
class PasswordFileFuzzTest {
    private static final String SOURCE = "fuzz.users";
    private static final Pattern SENTENCE = Pattern.compile(SOURCE + ":(\\d+): \\S.*\\S");

    static File[] corpus() {
        return new File("src/test/fuzz/PasswordFileFuzzTest").listFiles();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void any_text_is_a_password_file_or_names_the_lines_that_are_wrong(File input) throws IOException {
        fuzzerTestOneInput(Files.readAllBytes(input.toPath()));
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        try {
            PasswordFile file = PasswordFile.parse(SOURCE, text);
            long lines =
                    text.lines().filter(line -> !PasswordFile.isSilent(line)).count();
            assertThat((long) file.size()).isBetween(0L, lines);
        } catch (ConfigurationException wrong) {
            assertThat(wrong.errors()).isNotEmpty().hasSizeLessThanOrEqualTo(20);
            wrong.errors().forEach(error -> assertSaysWhere(error, text.lines().count()));
        }
    }

    private static void assertSaysWhere(String sentence, long lines) {
        Matcher parts = SENTENCE.matcher(sentence);
        assertThat(parts.matches()).as("one line: %s", sentence).isTrue();
        assertThat(Long.parseLong(parts.group(1))).as(sentence).isBetween(1L, lines);
    }
}
