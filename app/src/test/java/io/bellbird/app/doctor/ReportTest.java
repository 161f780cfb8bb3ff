package io.bellbird.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Finding NOTE = Finding.of(Kind.NO_RIGHTS, "b.conf:1", "a note", "acl_file acl");
    private static final Finding WARNING = Finding.of(Kind.NO_TLS, "b.conf:1", "a warning", "certfile c", "keyfile k");
    private static final Finding ERROR =
            Finding.of(Kind.ANONYMOUS, "b.conf:2", "an \"error\"", "allow_anonymous false");

    @Test
    void the_worst_comes_first_and_a_count_last() {
        assertThat(new Report(List.of(NOTE, WARNING, ERROR, ERROR)).lines())
                .containsExactly(
                        "error: b.conf:2: an \"error\" [anonymous]",
                        "    fix: allow_anonymous false",
                        "warning: b.conf:1: a warning [no-tls]",
                        "    fix: certfile c",
                        "    fix: keyfile k",
                        "note: b.conf:1: a note [no-rights]",
                        "    fix: acl_file acl",
                        "1 error, 1 warning, 1 note");
    }

    @Test
    void notes_are_nothing_that_a_stranger_could_use() {
        assertThat(new Report(List.of()).lines()).containsExactly("nothing found that a stranger could use");
        assertThat(new Report(List.of(NOTE)).lines()).endsWith("nothing found that a stranger could use, 1 note");
        assertThat(new Report(List.of(NOTE)).isSerious()).isFalse();
        assertThat(new Report(List.of(NOTE, WARNING)).isSerious()).isTrue();
    }

    @Test
    void scripts_get_an_array() {
        assertThat(new Report(List.of()).json()).isEqualTo("[]");
        assertThat(new Report(List.of(ERROR, WARNING)).json())
                .isEqualTo("[{\"severity\": \"error\", \"id\": \"anonymous\", \"place\": \"b.conf:2\","
                        + " \"text\": \"an \\\"error\\\"\", \"fixes\": [\"allow_anonymous false\"]},\n"
                        + " {\"severity\": \"warning\", \"id\": \"no-tls\", \"place\": \"b.conf:1\","
                        + " \"text\": \"a warning\", \"fixes\": [\"certfile c\", \"keyfile k\"]}]");
    }

    @Test
    void a_name_that_would_move_the_terminal_is_made_harmless() {
        Finding finding = Finding.of(Kind.SELF_SIGNED, "h:1", "named \u001b[2J\nerror: \u202e", "x\r\n");

        assertThat(new Report(List.of(finding)).lines())
                .startsWith("note: h:1: named ?[2J?error: ? [self-signed]", "    fix: x??");
    }
}
