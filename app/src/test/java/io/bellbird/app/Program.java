package io.bellbird.app;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process under test, with the lines that it writes. Every wait ends after 60 seconds at most. */
final class Program implements Closeable {
    private static final long WAIT_SECONDS = 60;
    private static final Pattern PORT = Pattern.compile("listens on 127\\.0\\.0\\.1:(\\d+)");

    private final Process process;
    private final Lines out;
    private final Lines err;

    private Program(Process process) {
        this.process = process;
        this.out = new Lines(process.getInputStream());
        this.err = new Lines(process.getErrorStream());
    }

    /** Starts a command with exactly this environment, in a folder. */
    static Program start(Path folder, Map<String, String> environment, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new Program(builder.start());
    }

    /**
     * The real launcher, with the environment of this test.
     *
     * @param dataHome where a broker keeps its data unless its configuration says otherwise
     */
    static Program bellbird(Path dataHome, String... arguments) throws IOException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("XDG_DATA_HOME", dataHome.toString());
        return start(Path.of("."), environment, command(arguments));
    }

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of("..", "bellbird").toAbsolutePath().toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /** The next line of the standard output. */
    String nextLine() throws InterruptedException {
        return out.next();
    }

    /** The next line of the standard error output. */
    String nextErrorLine() throws InterruptedException {
        return err.next();
    }

    /** The port of a broker, from the line that it starts with. */
    int port() throws InterruptedException {
        return portIn(nextLine());
    }

    /** The port in the line that a broker starts with. */
    static int portIn(String line) {
        Matcher matcher = PORT.matcher(line);
        if (!matcher.find()) {
            throw new AssertionError("no port in: " + line);
        }
        return Integer.parseInt(matcher.group(1));
    }

    /** @param name without SIG */
    void signal(String name) throws IOException, InterruptedException {
        signal(process.pid(), name);
    }

    /** @param name without SIG */
    static void signal(long pid, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
    }

    long pid() {
        return process.pid();
    }

    /** Waits for the end. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the process does not end");
        }
        return process.exitValue();
    }

    /** All further lines of the standard output, after the end. */
    List<String> output() throws InterruptedException {
        return out.rest();
    }

    /** All further lines of the standard error output, after the end. */
    List<String> errors() throws InterruptedException {
        return err.rest();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The lines of a stream, read by a thread of their own so that the process never waits. */
    private static final class Lines {
        private static final String END = "\0";

        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        Lines(InputStream stream) {
            Thread reader = new Thread(() -> read(stream), "output");
            reader.setDaemon(true);
            reader.start();
        }

        private void read(InputStream stream) {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                reader.lines().forEach(lines::add);
            } catch (IOException | UncheckedIOException e) {
                lines.add("cannot be read: " + e);
            }
            lines.add(END);
        }

        String next() throws InterruptedException {
            String line = lines.poll(WAIT_SECONDS, TimeUnit.SECONDS);
            if (line == null || line.equals(END)) {
                throw new AssertionError(line == null ? "no line comes" : "the process has ended");
            }
            return line;
        }

        List<String> rest() throws InterruptedException {
            List<String> rest = new ArrayList<>();
            for (String line = lines.poll(WAIT_SECONDS, TimeUnit.SECONDS);
                    line != null && !line.equals(END);
                    line = lines.poll(WAIT_SECONDS, TimeUnit.SECONDS)) {
                rest.add(line);
            }
            return rest;
        }
    }
}
