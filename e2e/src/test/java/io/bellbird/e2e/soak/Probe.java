package io.bellbird.e2e.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Asks the operating system and the JVM what a broker holds. For Linux, whose {@code /proc} it reads. */
final class Probe {
    private static final long KILOBYTE = 1024;
    private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    /** Of each part of the heap; what comes behind is no part of it. */
    private static final Pattern USED = Pattern.compile("(?m)^ +(?!Metaspace|class space).*, used (\\d+)K");

    private final String pid;
    private final Path data;

    Probe(long pid, Path data) {
        this.pid = Long.toString(pid);
        this.data = data;
    }

    /**
     * Samples once; the broker collects its garbage first.
     *
     * @param connections that were made so far
     */
    Figures sample(long connections) {
        try {
            jcmd("GC.run");
            Path process = Path.of("/proc", pid);
            List<String> status = Files.readAllLines(process.resolve("status"));
            return new Figures(
                    connections,
                    heapBytes(),
                    number(status, "VmRSS:") * KILOBYTE,
                    count(process.resolve("fd")),
                    number(status, "Threads:"),
                    bytes(data));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at the broker, process " + pid, e);
        }
    }

    private long heapBytes() throws IOException {
        Matcher used = USED.matcher(jcmd("GC.heap_info"));
        long kilobytes = 0;
        while (used.find()) {
            kilobytes += Long.parseLong(used.group(1));
        }
        return kilobytes * KILOBYTE;
    }

    private String jcmd(String command) throws IOException {
        Process process = new ProcessBuilder(JCMD.toString(), pid, command)
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(JCMD + " " + pid + " " + command + " printed: " + printed);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted in " + command, e);
        }
        return printed;
    }

    private static long number(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.count();
        }
    }

    /** Files may go while they are looked at. */
    private static long bytes(Path folder) throws IOException {
        long bytes = 0;
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.toList()) {
                bytes += Files.isDirectory(entry) ? bytes(entry) : size(entry);
            }
        }
        return bytes;
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException gone) {
            return 0;
        }
    }
}
