package io.bellbird.app;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Another process, which is a broker; what goes wrong with it is an IOException whose message says what to do. */
final class BrokerHandle {
    /** The start of a process is known to a second. */
    private static final Duration START_TOLERANCE = Duration.ofSeconds(2);

    private final ProcessHandle process;

    private BrokerHandle(ProcessHandle process) {
        this.process = process;
    }

    /** A process that the user names. */
    static BrokerHandle ofProcess(long pid) throws IOException {
        return new BrokerHandle(ProcessHandle.of(pid).orElseThrow(() -> new IOException("there is no process " + pid)));
    }

    /**
     * The broker that wrote the file with its process id: the pid file or, without one, that in its data folder.
     *
     * @throws IOException when none runs
     */
    static BrokerHandle find(Optional<Path> pidFile, Optional<Path> dataFolder) throws IOException {
        Path file = pidFile.or(() -> dataFolder.map(folder -> folder.resolve("pid")))
                .orElseThrow(() -> new IOException("nothing says which process the broker is: the configuration has"
                        + " neither pid_file nor persistence, name the process with --pid"));
        long pid;
        Instant written;
        try {
            pid = Long.parseLong(Files.readString(file).strip());
            written = Files.getLastModifiedTime(file).toInstant();
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "no broker runs: there is no file " + file
                            + "; if it runs with another configuration, name that with -c, or the process with --pid",
                    e);
        } catch (NumberFormatException e) {
            throw new IOException(file + " holds no process id, name the process with --pid", e);
        } catch (IOException e) {
            throw new IOException("cannot read " + file + ": " + FileErrors.reason(e), e);
        }
        return new BrokerHandle(ProcessHandle.of(pid)
                .filter(process -> isOlder(process, written))
                .orElseThrow(() ->
                        new IOException("no broker runs: process " + pid + ", which " + file + " names, has ended")));
    }

    /** A process that began after its id was written is another one that got the id later. */
    private static boolean isOlder(ProcessHandle process, Instant written) {
        return process.info()
                .startInstant()
                .map(start -> start.isBefore(written.plus(START_TOLERANCE)))
                .orElse(true);
    }

    long pid() {
        return process.pid();
    }

    /** Who runs it; empty when the system does not say. */
    Optional<String> user() {
        return process.info().user();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Sends SIGHUP, which Java itself cannot. */
    void hangUp() throws IOException, InterruptedException {
        Process kill;
        try {
            kill = new ProcessBuilder("sh", "-c", "kill -HUP " + pid())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new IOException("this system has no signals, so restart the broker instead: " + e.getMessage(), e);
        }
        String answer = new String(kill.getInputStream().readAllBytes(), Charset.defaultCharset());
        if (kill.waitFor() != 0) {
            throw new IOException("process " + pid() + " cannot be told: " + answer.strip());
        }
    }
}
