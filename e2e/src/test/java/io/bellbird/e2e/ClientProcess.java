package io.bellbird.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One client that runs as a process of its own; what it prints, on either stream, is read line by line.
 *
 * <p>Used by the thread of the test. A second thread collects the lines and touches nothing else.
 */
public final class ClientProcess implements AutoCloseable {
    private final String name;
    private final Process process;
    private final Thread collector;
    private final List<String> output = new CopyOnWriteArrayList<>();
    /** The lines that no test has awaited yet; empty at the end of the output. */
    private final BlockingQueue<Optional<String>> unread = new LinkedBlockingQueue<>();

    /**
     * @param directory where the command runs
     * @throws java.io.UncheckedIOException when the command cannot be started
     */
    public ClientProcess(Path directory, List<String> command) {
        name = String.join(" ", command);
        process = ChildProcesses.start(
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true));
        collector = new Thread(this::collectLines, "output of " + name);
        collector.setDaemon(true);
        collector.start();
    }

    /**
     * Waits for the next line, after those that were awaited before, that starts with a text.
     *
     * @return the whole line
     * @throws AssertionError when it does not come in time or the process ends without it
     */
    public String awaitLine(String start) {
        String awaited = "a line that starts with '" + start + "'";
        long deadline = System.nanoTime() + ChildProcesses.PATIENCE.toNanos();
        while (true) {
            Optional<String> line = nextLine(deadline, awaited);
            if (line.isEmpty()) {
                throw new AssertionError("the process ended before " + awaited + "; " + this);
            }
            if (line.get().startsWith(start)) {
                return line.get();
            }
        }
    }

    /**
     * Waits until the process has ended by itself with status 0.
     *
     * @return all lines it printed, those awaited before included
     * @throws AssertionError when it does not end in time or with another status
     */
    public List<String> awaitSuccess() {
        return awaitSuccess(ChildProcesses.PATIENCE);
    }

    /** The same for a process that has more to do. */
    public List<String> awaitSuccess(Duration patience) {
        assertThat(awaitExit(patience)).as("exit status of %s", this).isZero();
        return output();
    }

    /** All lines printed so far. */
    public List<String> output() {
        return List.copyOf(output);
    }

    /**
     * Waits until the process has ended and all its output is here.
     *
     * @return its exit status
     * @throws AssertionError when it does not end in time
     */
    public int awaitExit() {
        return awaitExit(ChildProcesses.PATIENCE);
    }

    private int awaitExit(Duration patience) {
        int status = ChildProcesses.awaitExit(process, toString(), patience);
        try {
            collector.join(ChildProcesses.PATIENCE.toMillis());
        } catch (InterruptedException e) {
            throw interrupted("the output of " + name, e);
        }
        return status;
    }

    /** Writes one line to the process's standard input. */
    public void type(String line) {
        try {
            process.outputWriter(StandardCharsets.UTF_8).write(line + "\n");
            process.outputWriter(StandardCharsets.UTF_8).flush();
        } catch (IOException e) {
            throw new AssertionError("cannot write to " + this, e);
        }
    }

    /** Closes the process's standard input: there is nothing more to read. */
    public void endInput() {
        try {
            process.outputWriter(StandardCharsets.UTF_8).close();
        } catch (IOException e) {
            throw new AssertionError("cannot close the input of " + this, e);
        }
    }

    /** Asks the process to end, as Ctrl-C or a shutdown does (SIGTERM), and waits until it has. */
    public void terminate() {
        process.toHandle().destroy(); // leaves the streams open: what is still printed is still read
        awaitExit();
    }

    /** Ends the process at once (SIGKILL), as a power cut does: it can say nothing to the broker. */
    public void kill() {
        process.toHandle().destroyForcibly();
        awaitExit();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }

    private Optional<String> nextLine(long deadlineNanos, String awaited) {
        try {
            Optional<String> line = unread.poll(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new AssertionError("waited in vain for " + awaited + "; " + this);
            }
            return line;
        } catch (InterruptedException e) {
            throw interrupted(awaited, e);
        }
    }

    private void collectLines() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(line -> {
                output.add(line);
                unread.add(Optional.of(line));
            });
        } catch (IOException | UncheckedIOException e) {
            output.add("(its output broke off: " + e.getMessage() + ")");
        } finally {
            unread.add(Optional.empty());
        }
    }

    private static AssertionError interrupted(String awaited, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new AssertionError("interrupted while waiting for " + awaited, cause);
    }

    @Override
    public String toString() {
        return name + ", which printed:\n" + String.join("\n", output);
    }
}
