package io.bellbird.app.probe;

import io.bellbird.app.cli.ConnectOptions;
import io.bellbird.app.cli.ExitCode;
import io.bellbird.app.cli.Version;
import io.bellbird.client.net.Endpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bellbird probe}: says what a broker of any make can, and where it leaves the standard. */
@Command(
        name = "probe",
        description = {
            "Says what a broker of any make can do, and where it leaves the standard.",
            "Publishes below one topic of its own, and removes what it left."
        },
        versionProvider = Version.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the broker keeps to the standard wherever it was tried",
            "1:the broker was not reached, or does not let this client in",
            "2:the command line is wrong",
            "4:deviations from the standard were found"
        })
public final class ProbeCommand implements Callable<Integer> {
    private static final int DEVIATIONS = 4;
    private static final long ANSWER_MILLIS = 3_000;
    /** Client ids of MQTT 3.1 have 23 characters, of which a number takes some. */
    private static final String NAME = "probe-";

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "BROKER",
            description = "The broker: HOST, HOST:PORT, or a URI such as mqtts://host:8883. Without it: what -h says.")
    private @Nullable String broker;

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Option(
            names = {"-t", "--topic"},
            paramLabel = "TOPIC",
            description = "The topic below which it publishes. Without it: probe/ and a random word.")
    private @Nullable String topic;

    @Option(names = "--json", description = "Prints JSON, for scripts.")
    private boolean json;

    @Option(names = "--help", usageHelp = true, description = "Show this help message and exit.")
    boolean help;

    @Override
    public Integer call() throws InterruptedException {
        String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt(), 6);
        String prefix = topic == null ? "probe/" + random : topic;
        try (Target target = target()) {
            err().println("probing " + target + " below topic " + prefix + " ...");
            err().flush();
            return say(new ProbeReport(
                    target.toString(), new Probe(target, connect.version(), prefix, NAME + random + "-").look()));
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
        } catch (IOException unreached) {
            err().println("bellbird: " + connect.broker(broker) + ": " + unreached.getMessage());
            return ExitCode.RUNTIME;
        }
    }

    private Target target() {
        Endpoint endpoint = Endpoint.of(connect.broker(broker));
        return new Target(
                endpoint,
                connect.dialer(endpoint, Runnable::run),
                connect.username(),
                connect.password(),
                ANSWER_MILLIS);
    }

    private int say(ProbeReport report) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(report.json());
        } else {
            report.lines().forEach(out::println);
        }
        out.flush();
        return report.hasDeviations() ? DEVIATIONS : ExitCode.CLEAN;
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
