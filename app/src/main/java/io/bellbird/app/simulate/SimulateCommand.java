package io.bellbird.app.simulate;

import io.bellbird.app.cli.ConnectOptions;
import io.bellbird.app.cli.ExitCode;
import io.bellbird.app.cli.Version;
import io.bellbird.client.net.Endpoint;
import io.bellbird.codec.MqttVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bellbird simulate}: lets many devices send to a broker, as a file describes them. */
@Command(
        name = "simulate",
        description = {
            "Lets many devices send to a broker, as a scenario file describes them.",
            "They measure, sleep, die and come back, the same in each run.",
            "Ends with Ctrl-C."
        },
        versionProvider = Version.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the seconds that were asked for are over, or nothing is wrong in FILE",
            "1:no device was ever let in",
            "2:the command line is wrong",
            "3:FILE is wrong"
        })
public final class SimulateCommand implements Callable<Integer> {
    private static final double SPEED_MAX = 100_000;
    private static final long END_SECONDS = 6;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The scenario.")
    private Path file;

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Option(names = "--check", description = "Only says what is wrong in FILE.")
    private boolean check;

    @Option(names = "--seconds", paramLabel = "S", description = "Ends after so many seconds of true time.")
    private long seconds;

    @Option(
            names = "--speed",
            paramLabel = "FACTOR",
            description = "Simulated seconds in a true one: with 60 a minute takes a second. Without it: 1.")
    private double speed = 1;

    @Option(names = "--help", usageHelp = true, description = "Show this help message and exit.")
    boolean help;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    @Override
    public Integer call() throws InterruptedException {
        if (!(speed > 0 && speed <= SPEED_MAX) || seconds < 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    speed > 0 && speed <= SPEED_MAX
                            ? "--seconds is 1 or more"
                            : "--speed is " + speed + ": use a number above 0, up to 100000");
        }
        try {
            Scenario scenario = ScenarioReader.read(file.toString(), Files.readAllLines(file));
            return check ? say(scenario) : run(scenario);
        } catch (ScenarioException wrong) {
            wrong.problems().forEach(problem -> err().println("bellbird: " + problem));
            return ExitCode.CONFIGURATION;
        } catch (IOException unreadable) {
            err().println("bellbird: " + file + " cannot be read: " + unreadable);
            return ExitCode.CONFIGURATION;
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
        }
    }

    private int say(Scenario scenario) {
        out().println(file + ": nothing is wrong, " + scenario.deviceCount() + " devices");
        out().flush();
        return ExitCode.CLEAN;
    }

    private int run(Scenario scenario) throws InterruptedException {
        Endpoint broker = Endpoint.of(connect.broker());
        SimulatedClock clock = new SimulatedClock(scenario.start().orElseGet(Instant::now), System.nanoTime(), speed);
        Devices.Login login =
                new Devices.Login(connect.version().orElse(MqttVersion.V5), connect.username(), connect.password());
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "stop"));
        Devices devices =
                new Devices(scenario, broker, connect.dialer(broker, ForkJoinPool.commonPool()), login, clock);
        try (devices) {
            devices.begin();
            watch(devices);
        } finally {
            summary(devices);
            stopped.countDown();
        }
        return devices.counters().connects.sum() == 0 ? ExitCode.RUNTIME : ExitCode.CLEAN;
    }

    /** Ctrl-C: the devices leave, and the summary is printed, before the process ends. */
    private void stopAndWait() {
        stop.countDown();
        try {
            stopped.await(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    /** Prints a line each second, until the end. */
    private void watch(Devices devices) throws InterruptedException {
        RunCounters counters = devices.counters();
        long sent = 0;
        long received = 0;
        long passed = 0;
        while ((seconds == 0 || passed < seconds) && !stop.await(1, TimeUnit.SECONDS)) {
            passed++;
            long sentNow = counters.sent.sum();
            long receivedNow = counters.received.sum();
            err().println(String.format(
                    Locale.ROOT,
                    "%4d s  %s  %d of %d devices connected  %d messages/s sent  %d/s received  %d errors",
                    passed,
                    devices.now().truncatedTo(ChronoUnit.SECONDS),
                    counters.connected.sum(),
                    devices.size(),
                    sentNow - sent,
                    receivedNow - received,
                    counters.errors.sum()));
            err().flush();
            sent = sentNow;
            received = receivedNow;
        }
    }

    private void summary(Devices devices) {
        RunCounters counters = devices.counters();
        out().println(devices.size() + " devices connected " + counters.connects.sum() + " times and died "
                + counters.died.sum() + " times");
        out().println(counters.sent.sum() + " messages sent, " + counters.acknowledged.sum() + " acknowledged, "
                + counters.missed.sum() + " not sent since their device was away");
        out().println(counters.received.sum() + " messages received, " + counters.answered.sum() + " answered");
        out().println(counters.errors.sum() + " errors");
        counters.errorsByText().forEach((text, count) -> out().println("  " + count + " x " + text));
        out().flush();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
