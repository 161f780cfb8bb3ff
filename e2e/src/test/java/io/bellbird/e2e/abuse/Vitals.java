package io.bellbird.e2e.abuse;

import io.bellbird.e2e.BrokerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the operating system and Java say of a broker's process. Linux only. */
final class Vitals {
    private static final Pattern BOUND = Pattern.compile("memory: at most (\\d+) MiB");
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");
    private static final long KIBIBYTES_A_MEBIBYTE = 1_024;

    private final BrokerProcess broker;

    Vitals(BrokerProcess broker) {
        this.broker = broker;
    }

    /** The bound of the process's memory in MiB, as the broker said when it started. */
    long boundMebibytes() {
        Matcher bound = BOUND.matcher(broker.log());
        if (!bound.find()) {
            throw new AssertionError("the broker did not say how much memory it takes:\n" + broker.log());
        }
        return Long.parseLong(bound.group(1));
    }

    /** The most memory that the process had so far, in MiB. */
    long peakMebibytes() {
        return Long.parseLong(status("VmHWM")) / KIBIBYTES_A_MEBIBYTE;
    }

    private String status(String name) {
        Path file = process().resolve("status");
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name + ":"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Files that are open, sockets included. */
    long openFiles() {
        try (Stream<Path> files = Files.list(process().resolve("fd"))) {
            return files.count();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the open files of the broker", e);
        }
    }

    /** What is reachable in the heap, in bytes; collects all garbage. */
    long liveHeapBytes() {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process process = new ProcessBuilder(jcmd.toString(), Long.toString(broker.pid()), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher total = TOTAL.matcher(text);
            if (!total.find()) {
                throw new AssertionError("jcmd does not know the heap of the broker, but says:\n" + text);
            }
            return Long.parseLong(total.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + jcmd, e);
        }
    }

    /**
     * How long the threads of the shards have run and waited for a processor, in nanoseconds, as the system counts it.
     *
     * @param running on a processor
     * @param waiting to run, while others had the processors
     */
    record Turns(long running, long waiting) {
        /** How much longer everything took since then because others had the processors; at least 1. */
        double slowdownSince(Turns before) {
            double ran = Math.max(1, running - before.running);
            return (ran + waiting - before.waiting) / ran;
        }
    }

    Turns turns() {
        long running = 0;
        long waiting = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(process().resolve("task"))) {
            for (Path thread : threads) {
                if (Files.readString(thread.resolve("comm")).startsWith("bellbird-shard")) {
                    String[] figures =
                            Files.readString(thread.resolve("schedstat")).trim().split(" ", 3);
                    running += Long.parseLong(figures[0]);
                    waiting += Long.parseLong(figures[1]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read how the broker's threads ran", e);
        }
        return new Turns(running, waiting);
    }

    private Path process() {
        return Path.of("/proc", Long.toString(broker.pid()));
    }
}
