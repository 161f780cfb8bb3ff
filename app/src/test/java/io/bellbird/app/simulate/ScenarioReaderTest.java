package io.bellbird.app.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioReaderTest {
    private static Scenario read(String... lines) throws ScenarioException {
        return ScenarioReader.read("house", List.of(lines));
    }

    private static List<String> problems(String... lines) {
        return catchThrowableOfType(ScenarioException.class, () -> read(lines)).problems();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '"',
            textBlock =
                    """
                    tpoic a/b                > house:3: unknown key 'tpoic', did you mean 'topic'?
                    qos 3                    > house:3: qos is '3': use a number from 0 to 2
                    interval 10              > house:3: interval is '10': use a time such as 500ms, 10s, 5m, 2h or 1d
                    interval 0s              > house:3: interval is 0: use 1ms or more
                    jitter 0.2               > house:3: jitter is '0.2': use 0% to 100%
                    value sine 9 1 24h       > house:3: value is 'sine 9 1 24h': use constant N, sine MIN MAX PERIOD, walk MIN MAX STEP, gauss MEAN DEVIATION, or choice WORD WORD ...
                    value magic              > house:3: value is 'magic': use constant N, sine MIN MAX PERIOD, walk MIN MAX STEP, gauss MEAN DEVIATION, or choice WORD WORD ...
                    payload {vlaue}          > house:3: payload has {vlaue}: use {id}, {n}, {name}, {number}, {time}, {value}
                    retain yes               > house:3: retain is 'yes': use true or false
                    count 2x                 > house:3: count is '2x': use a number from 1 to 100000
                    will a/# gone            > house:3: will is 'a/#': a topic has no + and no #
                    noise -1                 > house:3: noise is '-1': use a number that is not negative
                    id                       > house:3: id has no value
                    start noon               > house:3: start is 'noon': use a time such as 2026-06-01T06:00:00Z
                    topic c                  > house:3: topic is given twice: the first time in line 2
                    """)
    void a_mistake_is_said_with_its_place_and_what_to_do(String line, String problem) {
        assertThat(problems("device d", "topic a", line)).containsExactly(problem);
    }

    @Test
    void all_mistakes_are_said_at_once() {
        assertThat(problems("topic a", "device d", "device d", "topic a", "device e e"))
                .containsExactly(
                        "house:1: topic belongs to a device: begin one with a line 'device NAME'",
                        "house:3: device 'd' is there already, in line 2",
                        "house:5: device is 'e e': give it a name of letters, digits, - and _",
                        "house:2: device 'd' has no topic: add a line 'topic TOPIC'",
                        "house:5: device 'e e' has no topic: add a line 'topic TOPIC'");
    }

    @Test
    void many_devices_need_ids_that_differ() {
        assertThat(problems("device d", "topic a", "count 2", "id same"))
                .containsExactly("house:4: id is the same for all 2 devices: put {number} into it");
    }

    @Test
    void an_empty_file_is_a_mistake() {
        assertThat(problems("# nothing"))
                .containsExactly("house: there is no device: begin one with a line 'device NAME'");
    }

    @Test
    void the_example_is_right() throws IOException, ScenarioException {
        Scenario scenario =
                ScenarioReader.read("house", Files.readAllLines(Path.of("../examples/simulate/house.scenario")));

        assertThat(scenario.deviceCount()).isEqualTo(29);
        assertThat(scenario.kinds().get(0).diesAfter()).contains(Duration.ofMinutes(10));
    }

    @Test
    void the_page_names_every_key() throws IOException {
        assertThat(Files.readString(Path.of("../docs/simulate.md")))
                .contains(DeviceSection.KEYS.stream()
                        .map(key -> "| `" + key + "` |")
                        .toList());
    }

    /** The first values of a device that measures each hour. */
    private static List<String> values(String value, long seed) throws ScenarioException {
        ValueKind kind = read("device d", "topic a", "value " + value, "decimals 0")
                .kinds()
                .get(0)
                .value();
        ValueKind.Meter meter = kind.new Meter(new Random(seed));
        return Stream.iterate(Instant.EPOCH, time -> time.plus(Duration.ofHours(1)))
                .limit(25)
                .map(meter::next)
                .toList();
    }

    @Test
    void a_daily_curve_is_lowest_at_midnight_and_highest_at_noon() throws ScenarioException {
        List<String> values = values("sine 10 20 24h", 1);

        assertThat(List.of(values.get(0), values.get(6), values.get(12), values.get(24)))
                .containsExactly("10", "15", "20", "10");
    }

    @Test
    void a_walk_stays_within_its_bounds_and_steps() throws ScenarioException {
        List<Integer> values =
                values("walk 0 100 5", 1).stream().map(Integer::valueOf).toList();

        assertThat(values).allMatch(value -> value >= 0 && value <= 100);
        for (int i = 1; i < values.size(); i++) {
            assertThat(Math.abs(values.get(i) - values.get(i - 1))).isLessThanOrEqualTo(6); // of rounding
        }
    }

    @Test
    void the_same_seed_gives_the_same_values() throws ScenarioException {
        assertThat(values("gauss 50 9", 3)).isEqualTo(values("gauss 50 9", 3)).isNotEqualTo(values("gauss 50 9", 4));
        assertThat(values("choice a b", 3)).isEqualTo(values("choice a b", 3)).contains("a", "b");
    }
}
