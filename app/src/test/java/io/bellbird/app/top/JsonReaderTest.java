package io.bellbird.app.top;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
    @Test
    void all_kinds_of_values_are_read() throws IOException {
        assertThat(JsonReader.read(" {\"a\": [1, -2.5e1, true, false, null], \"b\" : {}, \"c\":[] }\n"))
                .isEqualTo(Map.of("a", Arrays.asList(1.0, -25.0, true, false, null), "b", Map.of(), "c", List.of()));
    }

    @Test
    void what_is_escaped_in_a_text_comes_out_of_it() throws IOException {
        assertThat(JsonReader.read("\"a\\n\\t\\r\\b\\f\\\"\\\\\\/\\u0022\\u00e9é\""))
                .isEqualTo("a\n\t\r\b\f\"\\/\"éé");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1",
                "{\"a\" 1}",
                "{a: 1}",
                "\"a",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\uzzzz\"",
                "1 2",
                "nul",
                "[1,]"
            })
    void what_is_no_json_is_refused(String text) {
        assertThatThrownBy(() -> JsonReader.read(text))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the answer of the broker is no JSON, at character ");
    }

    @Test
    void depth_has_a_limit() {
        assertThatThrownBy(() -> JsonReader.read("[".repeat(100_000))).isInstanceOf(IOException.class);
    }
}
