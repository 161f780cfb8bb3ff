package io.bellbird.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellWordTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '"',
            textBlock =
                    """
                    /etc/bellbird/users-2 > /etc/bellbird/users-2
                    ann@home              > ann@home
                    two words             > 'two words'
                    $(reboot)             > '$(reboot)'
                    it's                  > 'it'\\''s'
                    -D                    > '-D'
                    """)
    void what_a_shell_would_read_otherwise_is_quoted(String text, String word) {
        assertThat(ShellWord.of(text)).isEqualTo(word);
    }
}
