package io.bellbird.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.app.cli.JsonText;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ResultTest {
    private static final Percentiles QUICK = percentiles();

    private static Percentiles percentiles() {
        Histogram histogram = new Histogram(3);
        for (int i = 1; i <= 1_000; i++) {
            histogram.recordValue(i * 10_000L);
        }
        return Percentiles.of(histogram);
    }

    static Result result(String broker, long acknowledged, long lost, long behind, double cpuShare) {
        return new Result(
                broker,
                Loads.of(Scenario.SUB, 100),
                new Result.Times(0.5, 1, 1),
                new Result.Messages(100, acknowledged, 100 - lost, acknowledged, 100 - lost, behind, lost, 0, 0),
                QUICK,
                QUICK,
                QUICK,
                4,
                Map.of(),
                cpuShare,
                false);
    }

    @Test
    void percentiles_are_those_of_the_values() {
        assertThat(QUICK.count()).isEqualTo(1_000);
        assertThat(QUICK.p50()).isBetween(4_990_000L, 5_010_000L);
        assertThat(QUICK.p99()).isBetween(9_890_000L, 9_910_000L);
        assertThat(QUICK.p999()).isBetween(9_980_000L, 10_010_000L);
        assertThat(QUICK.max()).isBetween(9_990_000L, 10_010_000L);
        assertThat(QUICK).asString().startsWith("p50 5.00").contains(" ms, p99.9 ");
    }

    @Test
    void the_summary_says_what_happened() {
        assertThat(result("mqtt://here", 100, 0, 0, 0.1).lines())
                .anySatisfy(line -> assertThat(line)
                        .isEqualTo("sub: 2 publishers, 2 subscribers, 2 topics, QoS 1, 24 bytes, 100/s, 0.3 s at"
                                + " mqtt://here"))
                .anySatisfy(line -> assertThat(line).isEqualTo("  sent          100 messages, 100/s, 2,400 bytes"))
                .anySatisfy(line -> assertThat(line).isEqualTo("  lost          0, duplicated 0, out of order 0"))
                .anySatisfy(line -> assertThat(line).isEqualTo("  errors        none"))
                .noneMatch(line -> line.startsWith("warning"));
    }

    @Test
    void a_busy_generator_says_that_it_may_be_the_limit() {
        assertThat(result("b", 100, 0, 0, 0.81).warnings())
                .singleElement()
                .asString()
                .startsWith("warning: this program used 81 % of the processors");
    }

    @Test
    void what_could_not_be_sent_in_time_is_a_warning() {
        assertThat(result("b", 90, 0, 10, 0.1).warnings())
                .singleElement()
                .asString()
                .startsWith("warning: 10 messages were due and could not be sent in time");
        assertThat(result("b", 90, 0, 0, 0.1).warnings()).containsExactly("warning: the rate of 100/s was not reached");
    }

    @Test
    void lost_messages_of_qos_1_are_said() {
        Result result = result("b", 100, 3, 0, 0.1);

        assertThat(result.hasLost()).isTrue();
        assertThat(result.warnings()).contains("warning: messages that the broker has acknowledged did not come");
    }

    @Test
    void the_document_is_json_with_what_the_summary_has() {
        String json = JsonText.of(result("mqtt://\"here\"", 100, 0, 0, 0.1).members());

        assertThat(json)
                .contains("\"broker\": \"mqtt://\\\"here\\\"\"", "\"lost\": 0", "\"errors\": {}", "\"send_rate\": 100")
                .containsPattern(Pattern.compile("\"latency\": \\{\\s+\"count\": 1000,\\s+\"p50_ms\": 5\\.0"));
    }

    @Test
    void of_several_runs_the_medians_are_compared() {
        Comparison comparison = new Comparison(
                List.of(result("a", 10, 0, 0, 0), result("a", 20, 0, 0, 0), result("a", 90, 0, 0, 0)),
                List.of(result("b", 40, 0, 0, 0), result("b", 41, 0, 0, 0), result("b", 1, 0, 0, 0)));

        assertThat(comparison.lines()).first().asString().isEqualTo("medians of 3 runs each:");
        assertThat(comparison.lines())
                .anySatisfy(line -> assertThat(line).matches("  send_rate +20\\.000 +40\\.000 +2\\.00"));
        assertThat(JsonText.of(comparison.members()))
                .containsPattern(Pattern.compile("\"ratios\": \\{\\s+\"send_rate\": 2,"));
    }

    @Test
    void numbers_of_json_have_no_exponent_and_what_is_no_number_is_null() {
        assertThat(JsonText.of(List.of(0.00001, 1e9, Double.NaN, 1, true, "\u0001")))
                .isEqualToIgnoringWhitespace("[0, 1000000000, null, 1, true, \"\\u0001\"]");
    }
}
