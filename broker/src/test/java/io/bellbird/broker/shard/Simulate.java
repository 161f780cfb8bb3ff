package io.bellbird.broker.shard;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** The command {@code e2e/simulate}: repeats one seed and tells it, runs fresh seeds until stopped, or all of the tests. */
final class Simulate {
    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** Fresh seeds lie above those of the tests. */
    private static final long FRESH_FROM = 1_000_000;

    private static final String USAGE =
            """
            usage: simulate [simulation|shared|model] SEED [SHARDS]   repeats one seed and tells it
                   simulate [simulation|shared|model] --forever [MINUTES]
                   simulate [simulation|shared|model] --tests         all that the tests run""";

    private final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

    private Simulate() {}

    /** Ends with 1 when a run fails, and with 2 for arguments that make no sense. */
    public static void main(String[] arguments) {
        List<String> words = new ArrayList<>(Arrays.asList(arguments));
        Simulate command = new Simulate();
        try {
            List<SeededRun> kinds = takeKinds(words);
            if (words.remove("--forever")) {
                command.runForever(kinds, words.isEmpty() ? Long.MAX_VALUE : Long.parseLong(words.get(0)));
            } else if (words.remove("--tests")) {
                command.runTests(kinds);
            } else {
                command.repeat(kinds, words);
            }
        } catch (NumberFormatException e) {
            System.err.println(USAGE);
            System.exit(2);
        } catch (AssertionError failure) {
            command.out.println("FAILED: " + brief(failure));
            System.exit(1);
        }
    }

    /** Those that are named, else all. */
    private static List<SeededRun> takeKinds(List<String> words) {
        List<SeededRun> named = Arrays.stream(SeededRun.values())
                .filter(kind -> words.remove(kind.title()))
                .toList();
        return named.isEmpty() ? List.of(SeededRun.values()) : named;
    }

    /** One seed, on each number of shards unless one is said. */
    private void repeat(List<SeededRun> kinds, List<String> words) {
        long seed = Long.parseLong(words.isEmpty() ? "" : words.get(0));
        int first = words.size() > 1 ? Integer.parseInt(words.get(1)) : 1;
        int last = words.size() > 1 ? first : SeededRun.SHARDS_MAX;
        for (SeededRun kind : kinds) {
            for (int shards = first; shards <= last; shards++) {
                out.println(kind.title() + " with seed " + seed + " and " + shards + " shards");
                tell(kind, seed, shards);
                out.println("passed");
            }
        }
    }

    private void tell(SeededRun kind, long seed, int shards) {
        try {
            kind.begin(seed, shards, new Course(out));
        } catch (RuntimeException | AssertionError failure) {
            failure.printStackTrace(out);
            System.exit(1);
        }
    }

    private void runForever(List<SeededRun> kinds, long minutes) {
        long begunNanos = System.nanoTime();
        long nextProgressNanos = begunNanos + PROGRESS_NANOS;
        long first = FRESH_FROM + new Random().nextInt(Integer.MAX_VALUE);
        long seed = first;
        Course course = new Course();
        while ((System.nanoTime() - begunNanos) / TimeUnit.MINUTES.toNanos(1) < minutes) {
            for (SeededRun kind : kinds) {
                kind.run(seed, 1 + (int) (seed % SeededRun.SHARDS_MAX), course);
            }
            seed++;
            if (System.nanoTime() >= nextProgressNanos) {
                nextProgressNanos = System.nanoTime() + PROGRESS_NANOS;
                out.println(seed - first + " seeds passed, the last was " + (seed - 1));
            }
        }
        out.println(seed - first + " seeds passed: " + course);
    }

    /** All that the tests run. */
    private void runTests(List<SeededRun> kinds) {
        for (SeededRun kind : kinds) {
            Course course = new Course();
            for (int shards = 1; shards <= SeededRun.SHARDS_MAX; shards++) {
                kind.runAll(shards, course);
            }
            kind.assertEnough(course);
        }
    }

    /** The seed and the first line of what was wrong. */
    private static String brief(Throwable failure) {
        Throwable cause = failure.getCause();
        String what = cause == null ? "" : ": " + firstLines(cause);
        return failure.getMessage() + what;
    }

    private static String firstLines(Throwable cause) {
        return cause.getClass().getSimpleName() + " "
                + String.valueOf(cause.getMessage())
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .limit(4)
                        .reduce("", (text, line) -> text + " " + line)
                        .strip();
    }
}
