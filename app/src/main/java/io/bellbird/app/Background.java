package io.bellbird.app;

import io.bellbird.app.cli.ExitCode;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Starts this program a second time, in the background, and waits until clients can connect to it. The child speaks
 * through its standard outputs: what it says there is passed on until it says that it is ready; then it lets go of
 * them.
 */
final class Background {
    private static final String CHILD = "BELLBIRD_BACKGROUND";
    private static final String READY = "bellbird-is-ready";
    private static final long READY_SECONDS_MAX = 60;

    private Background() {}

    /** This process was started by {@link #start}. */
    static boolean isChild() {
        return System.getenv(CHILD) != null;
    }

    /**
     * Starts the child.
     *
     * @param arguments those of this process
     * @return the exit code of this process: 0 when clients can connect to the child, else 1
     */
    static int start(List<String> arguments, PrintWriter out, PrintWriter err)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command(arguments));
        builder.environment().put(CHILD, "1");
        builder.redirectInput(new File("/dev/null"));
        Process child = builder.start();
        Thread abandon = new Thread(child::destroy); // when this process is stopped while it waits
        Runtime.getRuntime().addShutdownHook(abandon);
        CompletableFuture<Boolean> errors = CompletableFuture.supplyAsync(() -> pass(child.getErrorStream(), err));
        boolean ready = becomesReady(child, out, err);
        errors.join();
        if (!ready) {
            return ExitCode.RUNTIME;
        }
        Runtime.getRuntime().removeShutdownHook(abandon);
        out.println("runs in the background, to stop it: kill " + child.pid());
        return ExitCode.CLEAN;
    }

    private static List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Main.class.getName());
        command.addAll(arguments);
        return command;
    }

    private static boolean becomesReady(Process child, PrintWriter out, PrintWriter err) throws InterruptedException {
        try {
            return CompletableFuture.supplyAsync(() -> pass(child.getInputStream(), out))
                    .get(READY_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            err.println("bellbird: not ready within " + READY_SECONDS_MAX + " seconds, stopped: start without -d to"
                    + " see why");
            child.destroyForcibly();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Passes lines on until the child is ready, which is true, or has closed the stream. */
    private static boolean pass(InputStream from, PrintWriter to) {
        BufferedReader reader = new BufferedReader(new InputStreamReader(from, Charset.defaultCharset()));
        try {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.equals(READY)) {
                    return true;
                }
                to.println(line);
                to.flush();
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says, as the child, that clients can connect, and lets go of the standard outputs. */
    static void ready() throws IOException {
        System.out.println(READY);
        System.out.flush();
        // the JDK does not close these two descriptors but points them to /dev/null
        new FileOutputStream(FileDescriptor.err).close();
        new FileOutputStream(FileDescriptor.out).close();
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, Charset.defaultCharset()));
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, Charset.defaultCharset()));
    }
}
