package io.bellbird.app.pubsub;

import java.io.PrintStream;
import java.util.List;

/** What is said to people on standard error, and with {@code -d} on standard output. Any thread. */
final class Diagnostics {
    private final Caller caller;
    private final PrintStream err;
    private final PrintStream out;
    private volatile boolean quiet;
    private volatile boolean debug;
    private volatile String client = "(null)";

    Diagnostics(Caller caller, PrintStream out, PrintStream err) {
        this.caller = caller;
        this.out = out;
        this.err = err;
    }

    /** Follows {@code --quiet}, {@code -d} and {@code -i}. */
    void follow(Settings settings) {
        quiet = settings.quiet;
        debug = settings.debug;
        if (settings.id != null) {
            client = settings.id;
        }
    }

    /** An error, unless none are wanted. */
    void error(String message) {
        if (!quiet && !message.isEmpty()) {
            err.println(message);
            err.flush();
        }
    }

    /** The end of a run, for people with what they can do about it. */
    void failure(Failure failure) {
        error(failure.getMessage() == null ? "" : failure.getMessage());
        advice(failure.advice);
    }

    /** More that is said to those who do not expect Mosquitto's words. */
    void advice(List<String> lines) {
        if (!caller.asMosquitto()) {
            lines.stream().filter(line -> !line.isEmpty()).forEach(line -> error("bellbird: " + line));
        }
    }

    /** What goes over the wire. */
    void debug(String what) {
        if (debug) {
            plain("Client " + client + " " + what);
        }
    }

    /** A line of its own, with {@code -d}. */
    void debugPlain(String line) {
        if (debug) {
            plain(line);
        }
    }

    private void plain(String line) {
        out.println(line);
        out.flush();
    }
}
