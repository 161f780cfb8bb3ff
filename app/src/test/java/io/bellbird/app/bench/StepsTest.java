package io.bellbird.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepsTest {
    @Test
    void a_number_is_the_seconds_of_a_rise() {
        assertThat(Steps.of("2.5")).isEqualTo(new Steps(2.5, List.of()));
    }

    @Test
    void three_numbers_are_rates_the_last_included() {
        assertThat(Steps.of("100:300:100").rates()).containsExactly(100.0, 200.0, 300.0);
        assertThat(Steps.of("100:350:100").rates()).containsExactly(100.0, 200.0, 300.0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "fast", "1:2", "1:2:3:4", "a:b:c", "0:10:1", "10:1:1", "1:10:0", "1:1000000:1", "NaN:1:1"})
    void anything_else_is_refused(String text) {
        assertThatThrownBy(() -> Steps.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--ramp ");
    }
}
