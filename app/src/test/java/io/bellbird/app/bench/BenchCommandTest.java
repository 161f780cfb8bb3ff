package io.bellbird.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Broker;
import io.bellbird.broker.config.BrokerConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/** The command in this process, against a broker in this process. */
@Timeout(60)
class BenchCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Broker broker;

    @BeforeEach
    void start() throws Exception {
        broker = Broker.start(BrokerConfig.ephemeral().toBuilder()
                .connectionMessages(false)
                .maxQueuedMessages(10_000)
                .build());
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private int run(String... arguments) {
        return new CommandLine(new BenchCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setParameterExceptionHandler((wrong, all) -> {
                    err.append(wrong.getMessage());
                    return 2;
                })
                .execute(arguments);
    }

    private String port() {
        return Integer.toString(broker.port());
    }

    private static String member(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\": ([^,\\s]+)").matcher(json);
        assertThat(matcher.find()).as(json).isTrue();
        return matcher.group(1);
    }

    private static long number(String json, String name) {
        return (long) Double.parseDouble(member(json, name));
    }

    @ParameterizedTest
    @EnumSource(value = Scenario.class, names = "CONN", mode = EnumSource.Mode.EXCLUDE)
    void each_scenario_runs_to_its_end_and_loses_nothing(Scenario scenario) {
        String rate = scenario == Scenario.RETAINED ? "0" : "200";

        int exitCode =
                run(scenario.word(), "-p", port(), "--seconds", "0.5", "--warm-up", "0", "--rate", rate, "--json");

        String json = out.toString();
        assertThat(exitCode).as("%s%s", json, err).isZero();
        assertThat(member(json, "scenario")).isEqualTo("\"" + scenario.word() + "\"");
        long sent = number(json, "sent");
        assertThat(sent).isEqualTo(scenario == Scenario.RETAINED ? 1_000 : 100);
        assertThat(number(json, "acknowledged")).isEqualTo(sent);
        long copies =
                switch (scenario) {
                    case CONN, PUB -> 0;
                    case SUB, FAN_IN, SHARED, OFFLINE -> 1;
                    case FAN_OUT -> 100;
                    case RETAINED -> 10;
                };
        assertThat(number(json, "received")).isEqualTo(copies * sent);
        assertThat(number(json, "lost")).isZero();
        assertThat(number(json, "duplicated")).isZero();
        assertThat(number(json, "out_of_order")).isZero();
        assertThat(member(json, "errors")).isEqualTo("{}");
    }

    @Test
    void connections_are_opened_and_counted() {
        assertThat(run("conn", "-p", port(), "--clients", "50", "--seconds", "0.1", "--json"))
                .isZero();

        assertThat(number(out.toString(), "connections")).isEqualTo(50);
        assertThat(member(out.toString(), "errors")).isEqualTo("{}");
    }

    @ParameterizedTest
    @CsvSource({"0, 5", "1, 5", "2, 311", "0, 311"})
    void every_qos_arrives_in_order_in_every_version(String qos, String version) {
        int exitCode =
                run("sub", "-p", port(), "-q", qos, "-V", version, "--seconds", "0.3", "--warm-up", "0.1", "--json");

        assertThat(exitCode).isZero();
        assertThat(number(out.toString(), "received")).isEqualTo(300);
        assertThat(number(out.toString(), "duplicated")).isZero();
        assertThat(number(out.toString(), "out_of_order")).isZero();
    }

    @Test
    void as_fast_as_acknowledged_is_faster_than_nothing() {
        assertThat(run("pub", "-p", port(), "--seconds", "0.3", "--warm-up", "0"))
                .isZero();

        assertThat(out.toString())
                .contains("pub: 10 publishers, 0 subscribers", "as fast as acknowledged", "  acknowledged  p50 ")
                .doesNotContain("latency");
    }

    @Test
    void steps_have_a_result_each() {
        assertThat(run("sub", "-p", port(), "--ramp", "100:200:100", "--seconds", "0.2", "--warm-up", "0"))
                .isZero();

        assertThat(out.toString().lines().filter(line -> line.startsWith("sub: ")))
                .hasSize(2)
                .first()
                .asString()
                .contains(", 100/s, ");
    }

    @Test
    void two_brokers_are_compared_in_turn() throws Exception {
        try (Broker other = Broker.start(BrokerConfig.ephemeral())) {
            String uri = "mqtt://127.0.0.1:" + other.port();

            assertThat(run("sub", "-p", port(), "--versus", uri, "--runs", "2", "--seconds", "0.2", "--warm-up", "0"))
                    .isZero();

            assertThat(out.toString().lines().filter(line -> line.startsWith("sub: ")))
                    .satisfiesExactly(
                            first -> assertThat(first).endsWith(port()),
                            second -> assertThat(second).endsWith(uri),
                            third -> assertThat(third).endsWith(port()),
                            fourth -> assertThat(fourth).endsWith(uri));
            assertThat(out.toString()).contains("medians of 2 runs each:", "  B " + uri);
        }
    }

    @Test
    void a_broker_that_is_not_there_is_said_in_one_line() {
        String port = port();
        broker.close();

        assertThat(run("sub", "-p", port)).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .startsWith("bellbird: client bench-")
                .contains("cannot connect to mqtt://localhost:");
        assertThat(err.toString().lines()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    all                               | 'all' is no scenario: use one of conn, pub, sub, fan-in
                    sub --qos 3                       | '3' is no QoS: use 0, 1 or 2
                    sub --size 23                     | --size is 23, use 24 to 16,777,216
                    sub --rate -1                     | --rate is -1, use 0 to 10,000,000
                    sub --rate 1e9                    | --rate is 1,000,000,000, use 0 to 10,000,000
                    sub --seconds 0                   | --seconds is 0, use 0.1 to 604,800
                    sub --inflight 0                  | --inflight is 0, use 1 to 65,535
                    conn --clients 2000000            | --clients is 2,000,000, use 1 to 1,000,000
                    pub --subscribers 3               | this scenario has no such clients: it goes without --subscribers
                    sub --clients 3 --subscribers 3   | --clients and --subscribers say the same: give one of them
                    pub --ramp 3                      | --ramp rises to a rate: give one with --rate
                    conn --topics 3                   | conn publishes nothing: it goes without --topics
                    sub --ramp 1:2:1 --versus b       | --versus compares one load: it goes without steps of --ramp
                    sub --runs 0                      | --runs is 0, use 1 to 99
                    sub -h ftp://x                    | ftp://x
                    retained --publishers 3 --topics 2 | retained needs a topic for each publisher: raise --topics
                    """)
    void what_makes_no_sense_is_refused(String arguments, String why) {
        assertThat(run(arguments.split(" +", -1))).isEqualTo(2);
        assertThat(err.toString()).contains(why);
        assertThat(out.toString()).isEmpty();
    }
}
