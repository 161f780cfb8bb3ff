package io.bellbird.e2e.soak;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.BrokerSetup;
import io.bellbird.e2e.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Mixed traffic with churn against one broker that keeps what it has, as a command: {@code Soak MINUTES [SEED]}. Prints
 * what the broker holds every ten seconds, and ends with status 1 when a figure grows (see {@link Growth}), a client was
 * not served, or a message is missing.
 *
 * <p>The heap has one size from the beginning, all of it touched, so that of the process's memory only what is outside of
 * the heap can grow. It is small, and the caches of the store with it, so that they are full soon.
 */
public final class Soak {
    private static final long SAMPLE_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** The caches of the store are full after four minutes. */
    private static final int JUDGED_MINUTES_MIN = 10;

    private static final int FAILURES_SHOWN_MAX = 20;
    private static final String HEAP = "-Xms128m -Xmx128m -XX:+AlwaysPreTouch -XX:+UseSerialGC";

    private Soak() {}

    /** See the class. */
    public static void main(String[] arguments) throws IOException {
        int minutes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 15;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : new Random().nextInt(1_000_000);
        System.out.println(minutes + " minutes with seed " + seed);
        Path all = Files.createDirectories(Path.of("target", "soak").toAbsolutePath());
        Path folder = Files.createTempDirectory(all, "run-");
        List<String> wrong = run(minutes, seed, folder.resolve("data"));
        if (wrong.isEmpty()) {
            Folders.delete(folder);
            System.out.println("passed");
            return;
        }
        wrong.stream().limit(FAILURES_SHOWN_MAX).forEach(line -> System.out.println("FAILED: " + line));
        System.out.println(
                wrong.size() + " failures; the data is in " + folder + ", the broker's log in target/brokers");
        System.exit(1);
    }

    private static List<String> run(int minutes, long seed, Path data) {
        List<Figures> samples = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        try (BrokerProcess broker = BrokerProcess.start(setup(data))) {
            Probe probe = new Probe(broker.pid(), data);
            Traffic traffic = new Traffic(broker, seed);
            try (traffic) {
                sample(minutes, probe, traffic, samples);
            }
            wrong.addAll(traffic.failures());
        } catch (AssertionError | UncheckedIOException end) {
            wrong.add(end.getMessage());
            return wrong;
        }
        System.out.println(Growth.describe(samples));
        if (minutes < JUDGED_MINUTES_MIN) {
            System.out.println("growth is judged from " + JUDGED_MINUTES_MIN + " minutes on: until then caches fill");
        } else {
            wrong.addAll(Growth.judge(samples));
        }
        return wrong;
    }

    private static BrokerSetup setup(Path data) {
        return new BrokerSetup(
                2,
                data,
                List.of("max_queued_messages 1000", "persistent_client_expiration " + Visitor.SESSION_SECONDS + "s"),
                List.of(),
                Map.of("BELLBIRD_JAVA_OPTS", HEAP));
    }

    private static void sample(int minutes, Probe probe, Traffic traffic, List<Figures> samples) {
        long start = System.nanoTime();
        long end = TimeUnit.MINUTES.toNanos(minutes);
        for (long next = SAMPLE_NANOS; next <= end; next += SAMPLE_NANOS) {
            awaitNanoTime(start + next);
            Figures figures = probe.sample(traffic.connections());
            samples.add(figures);
            System.out.println(TimeUnit.NANOSECONDS.toSeconds(next) + " s: " + traffic.messages() + " messages, "
                    + figures + problems(traffic.failures().size()));
        }
    }

    private static String problems(int count) {
        return count == 0 ? "" : ", " + count + " FAILURES";
    }

    private static void awaitNanoTime(long time) {
        for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
