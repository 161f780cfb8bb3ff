package io.bellbird.app.bench;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/**
 * Shows each second how a run goes, on a thread of its own: on a terminal in one line that changes, else in a line for each
 * second.
 */
final class Live {
    private static final String LINE_BEGIN = "\r\033[K";

    private final String name;
    private final Tally tally;
    private final PrintWriter out;
    private final boolean terminal;
    private final Stop ended = new Stop();
    private final Thread thread = new Thread(this::show, "bench-live");
    private long sent;
    private long received;
    private long connected;

    /**
     * Begins to show.
     *
     * @param name in front of each line
     * @param out used by nobody else until {@link #end}
     */
    Live(String name, Tally tally, PrintWriter out, boolean terminal) {
        this.name = name;
        this.tally = tally;
        this.out = out;
        this.terminal = terminal;
        thread.setDaemon(true);
        thread.start();
    }

    private void show() {
        long second = TimeUnit.SECONDS.toNanos(1);
        long beganNanos = System.nanoTime();
        try {
            for (int seconds = 1; ; seconds++) {
                ended.awaitUntil(beganNanos + seconds * second);
                if (ended.isAsked()) {
                    break;
                }
                print(line(seconds));
            }
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
        if (terminal) {
            out.print(LINE_BEGIN);
            out.flush();
        }
    }

    private void print(String line) {
        if (terminal) {
            out.print(LINE_BEGIN + line);
        } else {
            out.println(line);
        }
        out.flush();
    }

    /** What happened since the last one. */
    private String line(int seconds) {
        long sentBefore = sent;
        long receivedBefore = received;
        long connectedBefore = connected;
        sent = tally.acknowledged.sum();
        received = tally.received.sum();
        connected = tally.connected.sum();
        Percentiles times = tally.latency.lately();
        Percentiles shown = times.count() > 0 ? times : tally.acknowledgement.lately();
        long errors = tally.failed.sum();
        return name + " " + seconds + " s"
                + (connected > connectedBefore ? ", connected " + Words.number(connected) : "")
                + ", sent " + Words.number(sent - sentBefore) + "/s, received "
                + Words.number(received - receivedBefore)
                + "/s"
                + (shown.count() > 0 ? ", p50 " + Words.millis(shown.p50()) + ", p99 " + Words.millis(shown.p99()) : "")
                + (errors > 0 ? ", errors " + Words.number(errors) : "");
    }

    /** Shows nothing more. */
    void end() throws InterruptedException {
        ended.ask();
        thread.join();
    }
}
