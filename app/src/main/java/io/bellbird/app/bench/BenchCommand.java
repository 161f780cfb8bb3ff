package io.bellbird.app.bench;

import io.bellbird.app.cli.ConnectOptions;
import io.bellbird.app.cli.ExitCode;
import io.bellbird.app.cli.LongHelp;
import io.bellbird.app.cli.Screen;
import io.bellbird.app.cli.Version;
import io.bellbird.codec.Qos;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code bellbird bench}: puts load on a broker and says what it did with it. */
@Command(
        name = "bench",
        description = {
            "Puts load on a broker of any make, and says what it did with it.",
            "Says the rates, what was lost, and how long things took from when they were due.",
            "docs/bench.md says more, and what each scenario does when it is given no options.",
            ""
        },
        versionProvider = Version.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the broker was not reached, or messages of QoS 1 or 2 were lost",
            "2:the command line is wrong, or more is asked for than this machine can do",
            "130:ended by Ctrl-C, with the summary of what was done by then"
        })
public final class BenchCommand implements Callable<Integer> {
    private static final int SIZE = 64;
    private static final double WARM_UP_SECONDS = 2;
    private static final int INFLIGHT = 20;
    private static final int CONNECTING = 100;
    private static final int RUNS = 3;
    private static final int RUNS_MAX = 99;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "SCENARIO",
            converter = Scenarios.class,
            description = "One of:%n"
                    + "conn      opens connections and keeps them open%n"
                    + "pub       publishes to nobody%n"
                    + "sub       each subscriber has a topic of its own%n"
                    + "fan-in    many publishers, each subscriber gets everything%n"
                    + "fan-out   few publishers, each of many subscribers gets everything%n"
                    + "shared    the subscribers share one subscription%n"
                    + "offline   publishes while the subscribers are away, who then come back%n"
                    + "retained  publishes a retained message for each topic, then subscribes")
    private @Nullable Scenario scenario;

    @Option(
            names = "--clients",
            paramLabel = "N",
            description = "Those of which there are many: connections of conn, publishers of pub and fan-in, else"
                    + " subscribers.")
    private @Nullable Integer clients;

    @Option(names = "--publishers", paramLabel = "N", description = "Clients that publish.")
    private @Nullable Integer publishers;

    @Option(names = "--subscribers", paramLabel = "N", description = "Clients that subscribe.")
    private @Nullable Integer subscribers;

    @Option(names = "--topics", paramLabel = "N", description = "Topics that are published to, in turn.")
    private @Nullable Integer topics;

    @Option(names = "--size", paramLabel = "BYTES", description = "Of each payload, 24 or more. Without it: 64.")
    private int size = SIZE;

    @Option(
            names = {"-q", "--qos"},
            paramLabel = "QOS",
            converter = QosLevels.class,
            description = "0, 1 or 2, of publishers and subscribers. Without it: 1.")
    private Qos qos = Qos.AT_LEAST_ONCE;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Messages (conn: connections) a second, of all clients together; 0 for as fast as they are"
                    + " acknowledged.")
    private @Nullable Double rate;

    @Option(
            names = "--ramp",
            paramLabel = "HOW",
            converter = Ramps.class,
            description = "Seconds in which the rate rises; or FROM:TO:STEP, a run and a result for each rate.")
    private Steps ramp = Steps.NONE;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "How long is measured. Without it: 10. Of conn: how long all are kept open, 1.")
    private @Nullable Double seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            description = "Before that, at the same rate. Without it: 2; none in conn, offline and retained.")
    private @Nullable Double warmUp;

    @Option(
            names = "--inflight",
            paramLabel = "N",
            description = "Messages of each publisher that wait for their acknowledgement, at most. Without it: 20. Of"
                    + " conn: connections that are being opened, 100.")
    private @Nullable Integer inflight;

    @Option(
            names = "--versus",
            paramLabel = "URI",
            description = "A second broker: the runs are first, second, first, second ... with medians and ratios.")
    private @Nullable String versus;

    @Option(names = "--runs", paramLabel = "N", description = "Runs of each broker with --versus. Without it: 3.")
    private int runs = RUNS;

    @Option(names = "--json", description = "Prints one JSON document, and nothing else.")
    private boolean json;

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli acts on its options itself
    private LongHelp longHelp = new LongHelp();

    /** Reads names of scenarios. */
    static final class Scenarios implements ITypeConverter<Scenario> {
        @Override
        public Scenario convert(String text) {
            for (Scenario each : Scenario.values()) {
                if (each.word().equals(text.toLowerCase(Locale.ROOT))) {
                    return each;
                }
            }
            throw new TypeConversionException("'" + text + "' is no scenario: use one of " + Scenario.words());
        }
    }

    /** Reads levels of QoS. */
    static final class QosLevels implements ITypeConverter<Qos> {
        @Override
        public Qos convert(String text) {
            return switch (text) {
                case "0", "1", "2" -> Qos.of(Integer.parseInt(text));
                default -> throw new TypeConversionException("'" + text + "' is no QoS: use 0, 1 or 2");
            };
        }
    }

    /** Reads how the rate comes up. */
    static final class Ramps implements ITypeConverter<Steps> {
        @Override
        public Steps convert(String text) {
            try {
                return Steps.of(text);
            } catch (IllegalArgumentException wrong) {
                throw new TypeConversionException(wrong.getMessage());
            }
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        Bench bench = bench();
        PrintWriter out = spec.commandLine().getOut();
        Stop stop = new Stop();
        Interruption interruption = new Interruption(stop);
        try {
            boolean lossless = bench.run(stop, out);
            return lossless ? ExitCode.CLEAN : ExitCode.RUNTIME;
        } catch (UnreachableException unreachable) {
            spec.commandLine().getErr().println("bellbird: " + unreachable.getMessage());
            return ExitCode.RUNTIME;
        } finally {
            out.flush();
            spec.commandLine().getErr().flush();
            interruption.end();
        }
    }

    private Bench bench() {
        try {
            Load load = load(scenario == null ? Scenario.PUB : scenario);
            List<Load> loads = ramp.rates().isEmpty()
                    ? List.of(load)
                    : ramp.rates().stream().map(load::withRate).toList();
            List<String> brokers = versus == null ? List.of(connect.broker()) : List.of(connect.broker(), versus);
            if (versus != null && loads.size() > 1) {
                throw new IllegalArgumentException("--versus compares one load: it goes without steps of --ramp");
            }
            if (runs < 1 || runs > RUNS_MAX) {
                throw new IllegalArgumentException("--runs is " + runs + ", use 1 to " + RUNS_MAX);
            }
            for (String broker : brokers) {
                connect.client(broker); // throws when it is none
                Bounds.ofThisMachine()
                        .tooMuch(load, broker.startsWith("mqtt+unix:"))
                        .ifPresent(why -> {
                            throw new IllegalArgumentException(why);
                        });
            }
            return new Bench(
                    loads, brokers, connect::client, versus == null ? 1 : runs, json, !json && Screen.isOutput());
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
        }
    }

    private Load load(Scenario wanted) {
        boolean conn = wanted == Scenario.CONN;
        boolean cold = conn || wanted == Scenario.OFFLINE || wanted == Scenario.RETAINED;
        int subscribing = count("--subscribers", subscribers, !wanted.isAboutPublishers(), wanted.subscribers());
        int publishing = count("--publishers", publishers, wanted.isAboutPublishers(), wanted.publishers());
        int topicCount = topics != null ? topics : topics(wanted, publishing, subscribing);
        if (wanted == Scenario.RETAINED && publishing > topicCount) {
            if (publishers != null) {
                throw new IllegalArgumentException("retained needs a topic for each publisher: raise --topics");
            }
            publishing = Math.max(1, topicCount);
        }
        if (conn && topicCount > 0) {
            throw new IllegalArgumentException("conn publishes nothing: it goes without --topics");
        }
        return new Load(
                wanted,
                publishing,
                subscribing,
                topicCount,
                size,
                qos,
                rate != null
                        ? rate
                        : ramp.rates().isEmpty() ? wanted.rate() : ramp.rates().get(0),
                ramp.riseSeconds(),
                seconds != null ? seconds : wanted.seconds(),
                warmUp != null ? warmUp : cold ? 0 : WARM_UP_SECONDS,
                inflight != null ? inflight : conn ? CONNECTING : INFLIGHT);
    }

    /** With as many clients as are asked for there are as many topics, where each has its own. */
    private static int topics(Scenario wanted, int publishing, int subscribing) {
        return switch (wanted) {
            case PUB, FAN_IN -> publishing;
            case SUB, OFFLINE -> subscribing;
            case CONN, FAN_OUT, SHARED, RETAINED -> wanted.topics();
        };
    }

    /**
     * How many clients of one kind.
     *
     * @param asked null when the option is not there
     * @param main {@code --clients} means these
     */
    private int count(String option, @Nullable Integer asked, boolean main, int usual) {
        if (asked != null && usual == 0) {
            throw new IllegalArgumentException("this scenario has no such clients: it goes without " + option);
        }
        if (asked != null && main && clients != null) {
            throw new IllegalArgumentException("--clients and " + option + " say the same: give one of them");
        }
        if (asked != null) {
            return asked;
        }
        return main && clients != null ? clients : usual;
    }
}
