package io.bellbird.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The operating system's side of the processes that the tests start. */
final class ChildProcesses {
    /** How long any single awaited thing may take; generous, because the machine may be slow. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    static {
        // A test JVM that is ended from outside takes its brokers and clients with it.
        Thread ending = new Thread(
                () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly), "end-children");
        Runtime.getRuntime().addShutdownHook(ending);
    }

    private ChildProcesses() {}

    /** @throws UncheckedIOException when the command cannot be started */
    static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + String.join(" ", builder.command()), e);
        }
    }

    /**
     * Waits until the process has ended.
     *
     * @return its exit status
     * @throws AssertionError when it does not end in time
     */
    static int awaitExit(Process process, String name) {
        return awaitExit(process, name, PATIENCE);
    }

    /** The same for a process that has more to do. */
    static int awaitExit(Process process, String name, Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("waited " + patience.toSeconds() + " s for the end of " + name);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for the end of " + name, e);
        }
    }

    /** Ends the process with SIGKILL, whatever it does. */
    static void kill(Process process, String name) {
        process.destroyForcibly();
        awaitExit(process, name);
    }
}
