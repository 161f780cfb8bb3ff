package io.bellbird.app.bench;

import io.bellbird.client.Message;
import java.util.function.Consumer;

/** Takes the messages of one subscriber. Any thread. */
final class Receiver implements Consumer<Message> {
    private final int run;
    private final Arrivals arrivals;
    private final Tally tally;
    private volatile Measure measure = new Measure(new Window(0, 0), 0);

    /**
     * What is measured.
     *
     * @param window messages that were due in it count
     * @param sinceNanos from when on all count, since they waited until then; 0 when each counts from when it was due
     */
    private record Measure(Window window, long sinceNanos) {}

    /** @param arrivals its own, or those of all who share a subscription */
    Receiver(int run, Arrivals arrivals, Tally tally) {
        this.run = run;
        this.arrivals = arrivals;
        this.tally = tally;
    }

    /** What was due then counts, from when it was due. */
    void measure(Window window) {
        measure = new Measure(window, 0);
    }

    /** Everything counts, from now on. */
    void measureFromNow(Window window) {
        measure = new Measure(window, System.nanoTime());
    }

    @Override
    public void accept(Message message) {
        long now = System.nanoTime();
        Stamp stamp = Stamp.of(message.payload());
        if (stamp.run() != run) {
            return;
        }
        arrivals.add(stamp.stream(), (int) stamp.sequence());
        tally.received(now);
        Measure current = measure;
        if (current.window.contains(now)) {
            tally.receivedInTime.increment();
        }
        if (current.window.contains(stamp.dueNanos())) {
            tally.measuredReceived.increment();
            tally.latency.add(now - (current.sinceNanos == 0 ? stamp.dueNanos() : current.sinceNanos));
        }
    }
}
