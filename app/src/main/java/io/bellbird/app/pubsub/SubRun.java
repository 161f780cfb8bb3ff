package io.bellbird.app.pubsub;

import io.bellbird.client.Message;
import io.bellbird.client.PublishOptions;
import io.bellbird.codec.Bytes;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** {@code sub}, from its options to its end. The main thread; messages come on a callback thread. */
final class SubRun {
    private static final long RETRY_SECONDS = 1;

    private final Settings settings;
    private final Diagnostics diagnostics;
    private final MessagePrinter printer;
    private final long begunNanos = System.nanoTime();
    /** How it ends: well, or not. */
    private final CompletableFuture<Optional<Failure>> end = new CompletableFuture<>();

    private final CountDownLatch never = new CountDownLatch(1);
    private volatile @Nullable Talk talk;
    private volatile boolean stopped;
    /** Of the callback thread. */
    private int printed;

    SubRun(Settings settings, Diagnostics diagnostics, MessagePrinter printer) {
        this.settings = settings;
        this.diagnostics = diagnostics;
        this.printer = printer;
    }

    /** Ends it from outside, as a signal does. Any thread. */
    void stop() {
        stopped = true;
        end.complete(Optional.empty());
    }

    /** Returns when it was told to end or has what it wanted, or throws what went wrong. */
    void run() throws Failure, InterruptedException {
        Talk connected = connect();
        boolean granted = true;
        if (!end.isDone()) {
            granted = connected.subscribe(settings.filters, connected.means().subscribe());
            connected.unsubscribe(settings.unsubscribed);
        }
        if (!granted) {
            diagnostics.error("All subscription requests were denied.");
            end.complete(Optional.empty());
        } else if (settings.exitAfterSubscribing) {
            end.complete(Optional.empty());
        }
        Optional<Failure> failure = awaitEnd();
        connected.disconnect(stopped || failure.isPresent());
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    /** A broker that refuses ends the run, one that hangs up is tried again. */
    private Talk connect() throws Failure, InterruptedException {
        while (true) {
            Talk next = new Talk(settings, diagnostics, this::onMessage);
            talk = next;
            try {
                next.connect();
                return next;
            } catch (Failure failure) {
                if (failure.status != Failure.CONNECTION_LOST) {
                    throw failure;
                }
                diagnostics.advice(failure.advice);
            }
            if (waitFor(RETRY_SECONDS)) {
                throw new Failure(Failure.ERROR, "");
            }
        }
    }

    /** @return whether the end came meanwhile */
    private boolean waitFor(long seconds) throws Failure, InterruptedException {
        long left = settings.timeoutSeconds == 0 ? seconds : Math.min(seconds, leftSeconds());
        if (left <= 0) {
            throw Failure.timedOut();
        }
        try {
            end.get(left, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException goesOn) {
            return false;
        }
    }

    private long leftSeconds() {
        return settings.timeoutSeconds - TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begunNanos);
    }

    private Optional<Failure> awaitEnd() throws InterruptedException {
        try {
            if (settings.timeoutSeconds == 0) {
                return end.get();
            }
            long nanos = TimeUnit.SECONDS.toNanos(settings.timeoutSeconds) - (System.nanoTime() - begunNanos);
            return end.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException late) {
            return Optional.of(Failure.timedOut());
        }
    }

    private void onMessage(Message message) {
        if (end.isDone()) {
            leaveUnprocessed();
        } else if (settings.retainedOnly && !message.isRetained()) {
            finish(message);
        } else if (isWanted(message)) {
            handle(message);
        }
    }

    private boolean isWanted(Message message) {
        return !(message.isRetained() && settings.noRetained)
                && settings.withoutFilters.stream().noneMatch(filter -> TopicMatch.matches(filter, message.topic()));
    }

    private void handle(Message message) {
        diagnostics.debug("received PUBLISH (d" + (message.isDuplicate() ? 1 : 0) + ", q"
                + message.qos().level() + ", r"
                + (message.isRetained() ? 1 : 0) + ", m" + message.packetId() + ", '" + message.topic() + "', ... ("
                + message.payload().length() + " bytes))");
        Talk current = talk;
        if (settings.removeRetained && message.isRetained() && current != null) {
            current.publish(message.topic(), Bytes.EMPTY, PublishOptions.QOS_1.retained());
        }
        try {
            printer.print(message);
        } catch (IOException closed) { // whoever reads has enough
            end.complete(Optional.of(new Failure(Failure.BROKEN_PIPE, "")));
            return;
        }
        if (settings.count > 0 && ++printed == settings.count) {
            finish(message);
        }
    }

    /** What was printed is acknowledged before the good-bye. */
    private void finish(Message last) {
        last.acknowledge();
        end.complete(Optional.empty());
    }

    /** Keeps a message that comes too late from being acknowledged, so that it waits for the next run. */
    private void leaveUnprocessed() {
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
