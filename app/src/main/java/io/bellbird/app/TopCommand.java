package io.bellbird.app;

import io.bellbird.app.cli.ConnectOptions;
import io.bellbird.app.cli.ExitCode;
import io.bellbird.app.cli.LongHelp;
import io.bellbird.app.cli.Screen;
import io.bellbird.app.cli.Version;
import io.bellbird.app.top.Order;
import io.bellbird.app.top.Top;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code bellbird top}: shows what a running broker is doing. */
@Command(
        name = "top",
        description = {
            "Shows what a running broker is doing.",
            "Shows rates, queues, memory, and the clients with the longest queues, the slowest, and those that talk most.",
            "With -h: any broker, by what it publishes under $$SYS; it lists no clients there.",
            ""
        },
        versionProvider = Version.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:shown, or ended with q",
            "1:no broker was found, it does not answer, or it has ended",
            "2:the command line is wrong",
            "3:the configuration is wrong"
        })
final class TopCommand implements Callable<Integer> {
    private static final double INTERVAL_SECONDS_MIN = 0.2;
    private static final double INTERVAL_SECONDS_MAX = 3_600;
    private static final int LIMIT_MAX = 1_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunningBroker broker = new RunningBroker();

    @Option(
            names = "--sort",
            paramLabel = "ORDER",
            converter = Orders.class,
            description = "The clients to show: queue (default), slow, messages or bytes.")
    private Order order = Order.QUEUE;

    @Option(names = "--limit", paramLabel = "N", description = "Clients to show without a terminal. Without it: 20.")
    private int limit = 20;

    @Option(names = "--interval", paramLabel = "S", description = "Seconds between two looks. Without it: 1.")
    private double interval = 1;

    @Option(names = "--once", description = "Shows one interval as plain text, and ends.")
    private boolean once;

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli acts on its options itself
    private LongHelp longHelp = new LongHelp();

    /** Reads names of orders. */
    static final class Orders implements ITypeConverter<Order> {
        @Override
        public Order convert(String text) {
            for (Order each : Order.values()) {
                if (each.word().equals(text)) {
                    return each;
                }
            }
            throw new TypeConversionException("'" + text + "' is no order: use "
                    + Arrays.stream(Order.values()).map(Order::word).collect(Collectors.joining(", ")));
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!(interval >= INTERVAL_SECONDS_MIN && interval <= INTERVAL_SECONDS_MAX)) {
            throw new ParameterException(spec.commandLine(), "--interval is 0.2 to 3600 seconds");
        }
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new ParameterException(spec.commandLine(), "--limit is 1 to " + LIMIT_MAX);
        }
        boolean named = spec.commandLine().getParseResult().hasMatchedOption("-h")
                || spec.commandLine().getParseResult().hasMatchedOption("-p")
                || spec.commandLine().getParseResult().hasMatchedOption("--unix");
        return named ? overTopics() : broker.ask(this::overAdmin, err());
    }

    private void overAdmin(AdminClient admin) throws IOException, InterruptedException {
        try (Top top = Top.ofAdmin(path -> admin.ask("GET", path), out(), order, interval, limit)) {
            show(top);
        }
    }

    private int overTopics() throws InterruptedException {
        try (Top top = Top.ofTopics(connect.client(), connect.broker(), out(), order, interval)) {
            show(top);
            return ExitCode.CLEAN;
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
        } catch (IOException failure) {
            err().println("bellbird: " + failure.getMessage());
            return ExitCode.RUNTIME;
        }
    }

    private void show(Top top) throws IOException, InterruptedException {
        if (once) {
            top.once();
        } else if (Screen.isOutput()) {
            top.onTerminal();
        } else {
            top.plain();
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
