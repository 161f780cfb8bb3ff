package io.bellbird.app.bench;

import io.bellbird.client.MqttClient;
import io.bellbird.client.PublishOptions;
import io.bellbird.codec.Bytes;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Sends numbered messages by one client: each when it is due and, of those that are not acknowledged, no more than may be.
 * One that has to wait for that keeps the time at which it was due. Concurrent: guarded by itself.
 */
final class Publisher {
    private static final long PAUSE_MILLIS = 10;

    private final MqttClient client;
    private final List<NumberedStream> streams;
    private final Load load;
    private final int run;
    private final PublishOptions how;
    private final Schedule schedule;
    private final Window window;
    private final Tally tally;

    /** Messages that are due, since the beginning. */
    private long due;

    private long sent;
    private int unacknowledged;
    private boolean ended;
    /** This thread is sending already: a future was done at once. */
    private boolean sending;

    /** When the messages of a publisher are due. */
    interface Schedule {
        /** When one of them is due, on the clock of this process. */
        long dueNanos(long index);
    }

    /** @param streams those that are this publisher's; its messages go to one after the other */
    Publisher(
            MqttClient client,
            List<NumberedStream> streams,
            Load load,
            int run,
            Schedule schedule,
            Window window,
            Tally tally) {
        this.client = client;
        this.streams = List.copyOf(streams);
        this.load = load;
        this.run = run;
        PublishOptions plain = PublishOptions.of(load.qos());
        this.how = load.scenario() == Scenario.RETAINED ? plain.retained() : plain;
        this.schedule = schedule;
        this.window = window;
        this.tally = tally;
    }

    /**
     * Some more messages are due.
     *
     * @param messages 1 or more
     */
    synchronized void release(long messages) {
        due += messages;
        send();
    }

    /** Sends nothing more. */
    synchronized void end() {
        ended = true;
    }

    /** Whether something is on its way or, unless it has ended, due. */
    synchronized boolean isBusy() {
        return unacknowledged > 0 || (!ended && sent < due);
    }

    /** What was due and not sent, when it has ended; nothing when it sends as fast as it can. */
    synchronized long behind() {
        return load.isClosedLoop() ? 0 : due - sent;
    }

    private synchronized void send() {
        if (sending) {
            return;
        }
        sending = true;
        boolean fine = true;
        while (fine && !ended && sent < due && unacknowledged < load.inflight()) {
            fine = sendNext();
        }
        sending = false;
        if (!fine) { // whatever is wrong would be wrong again at once
            CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)
                    .execute(this::send);
        }
    }

    /** @return false when it failed at once */
    private boolean sendNext() {
        long index = sent++;
        long dueNanos = schedule.dueNanos(index);
        NumberedStream stream = streams.get((int) (index % streams.size()));
        int sequence = stream.next();
        Bytes payload = new Stamp(run, stream.number(), sequence, dueNanos).payload(load.size());
        boolean measured = window.contains(dueNanos);
        unacknowledged++;
        tally.sent.increment();
        if (measured) {
            tally.measuredSent.increment();
        }
        CompletableFuture<?> done = client.publish(stream.topic(), payload, how);
        done.whenComplete((published, failure) -> onDone(stream, sequence, dueNanos, measured, failure));
        return !done.isCompletedExceptionally();
    }

    private void onDone(NumberedStream stream, int sequence, long dueNanos, boolean measured, Throwable failure) {
        if (failure == null) {
            long now = System.nanoTime();
            stream.acknowledged(sequence);
            tally.acknowledged.increment();
            if (window.contains(now)) {
                tally.acknowledgedInTime.increment();
            }
            if (measured) {
                tally.measuredAcknowledged.increment();
                tally.acknowledgement.add(now - dueNanos);
            }
        } else {
            tally.error("publish", failure);
        }
        synchronized (this) {
            unacknowledged--;
            send();
        }
    }
}
