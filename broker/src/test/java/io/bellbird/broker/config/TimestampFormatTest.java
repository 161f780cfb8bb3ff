package io.bellbird.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampFormatTest {
    private static final ZonedDateTime TIME =
            ZonedDateTime.of(2027, 1, 3, 15, 4, 5, 6_000_000, ZoneId.of("Europe/Berlin"));

    /** As date(1) writes it in the C locale. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '"',
            textBlock =
                    """
                    %Y-%m-%dT%H:%M:%S  > 2027-01-03T15:04:05
                    %FT%T%z            > 2027-01-03T15:04:05+0100
                    %a %A %b %B %h     > Sun Sunday Jan January Jan
                    %y %e %j %u        > "27  3 003 7"
                    %I:%M %p, %r       > 03:04 PM, 03:04:05 PM
                    %G-W%V             > 2026-W53
                    %D %x %R %X        > 01/03/27 01/03/27 15:04 15:04:05
                    %c                 > Sun Jan  3 15:04:05 2027
                    %s %Z 100%%        > 1798985045 CET 100%
                    it's %H o'clock    > it's 15 o'clock
                    """)
    void a_pattern_of_strftime_writes_the_time(String pattern, String text) {
        assertThat(new TimestampFormat(pattern).formatter().format(TIME)).isEqualTo(text);
    }

    @Test
    void every_conversion_that_is_offered_is_known() {
        for (char letter : TimestampFormat.CONVERSIONS.toCharArray()) {
            assertThat(new TimestampFormat("%" + letter).formatter().format(TIME))
                    .isNotEmpty();
        }
    }

    @Test
    void a_conversion_that_is_not_known_is_named() {
        assertThatThrownBy(() -> new TimestampFormat("%H %E"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("%E");
    }
}
