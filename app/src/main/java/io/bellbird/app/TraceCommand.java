package io.bellbird.app;

import io.bellbird.app.cli.Version;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bellbird trace}: follows a client, or topics, of a running broker. */
@Command(
        name = "trace",
        description = {
            "Follows a client, or the messages on some topics, of a running broker.",
            "Prints one line for each packet, decision, queueing and loss, until Ctrl-C."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all lines or seconds that were asked for have come",
            "1:no broker was found, it refuses, or it has ended",
            "2:the command line is wrong",
            "3:the configuration is wrong"
        })
final class TraceCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RunningBroker broker = new RunningBroker();

    @ArgGroup(exclusive = false, multiplicity = "1")
    private What what = new What();

    /** What is followed; with both, the messages on these topics that concern this client. */
    private static final class What {
        @Option(names = "--client", paramLabel = "ID", description = "The client id to follow.")
        private @Nullable String client;

        @Option(
                names = "--topic",
                paramLabel = "FILTER",
                description = "The topics to follow, with + and # if need be.")
        private @Nullable String topic;
    }

    @Option(names = "--count", paramLabel = "N", description = "Ends after so many lines.")
    private long count;

    @Option(names = "--seconds", paramLabel = "S", description = "Ends after so many seconds.")
    private long seconds;

    @Override
    public Integer call() throws InterruptedException {
        if (count < 0 || seconds < 0) {
            throw new ParameterException(spec.commandLine(), "--count and --seconds are 1 or more");
        }
        return broker.ask(this::follow, spec.commandLine().getErr());
    }

    private void follow(AdminClient admin) throws IOException, InterruptedException {
        HttpURLConnection trace = admin.open("GET", "/trace?" + query(), 0);
        CompletableFuture<Void> reading = new CompletableFuture<>();
        Thread reader = new Thread(() -> print(trace, reading), "trace");
        reader.setDaemon(true); // nothing ends its waiting for a line but the end of the process
        reader.start();
        try {
            reading.get(seconds == 0 ? Long.MAX_VALUE : seconds, TimeUnit.SECONDS);
        } catch (TimeoutException enough) {
            return;
        } catch (ExecutionException ended) {
            throw new IOException(
                    "the broker has ended the trace: " + ended.getCause().getMessage(), ended);
        }
    }

    /** @param reading completed when all lines that are wanted have come, or no more will */
    private void print(HttpURLConnection trace, CompletableFuture<Void> reading) {
        PrintWriter out = spec.commandLine().getOut();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(trace.getInputStream(), StandardCharsets.UTF_8))) {
            for (long printed = 0; count == 0 || printed < count; printed++) {
                String line = lines.readLine();
                if (line == null) {
                    throw new EOFException("its log says why");
                }
                out.println(line);
                out.flush();
            }
            reading.complete(null);
        } catch (IOException gone) {
            reading.completeExceptionally(gone);
        }
    }

    private String query() {
        return Stream.of(parameter("client", what.client), parameter("topic", what.topic))
                .filter(parameter -> !parameter.isEmpty())
                .collect(Collectors.joining("&"));
    }

    private static String parameter(String name, @Nullable String value) {
        return value == null ? "" : AdminClient.parameter(name, value);
    }
}
