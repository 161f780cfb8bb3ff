package io.bellbird.app.pubsub;

import io.bellbird.client.Message;
import io.bellbird.codec.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** {@code rr}, from its options to its end. The main thread; the response comes on a callback thread. */
final class RrRun {
    private final Settings settings;
    private final Diagnostics diagnostics;
    private final MessagePrinter printer;
    private final InputStream in;
    private final String topic;
    private final String responseTopic;
    private final AtomicBoolean answered = new AtomicBoolean();
    private final CompletableFuture<Integer> response = new CompletableFuture<>();

    RrRun(
            Settings settings,
            Diagnostics diagnostics,
            MessagePrinter printer,
            InputStream in,
            String topic,
            String responseTopic) {
        this.settings = settings;
        this.diagnostics = diagnostics;
        this.printer = printer;
        this.in = in;
        this.topic = topic;
        this.responseTopic = responseTopic;
    }

    /** Returns when the response is printed, or throws what went wrong. */
    void run() throws Failure, InterruptedException {
        Bytes request = Payloads.single(settings, in);
        Talk talk = new Talk(settings, diagnostics, this::onMessage);
        talk.connect();
        if (!talk.subscribe(List.of(responseTopic), talk.means().subscribe())) {
            diagnostics.error("Not authorized");
            talk.disconnect(false);
            return;
        }
        talk.publish(topic, request, talk.means().publish());
        int status = await(CompletableFuture.anyOf(response, talk.lost()), talk);
        talk.disconnect(false);
        if (status != 0) {
            throw new Failure(status, "");
        }
    }

    private int await(CompletableFuture<Object> first, Talk talk) throws Failure, InterruptedException {
        try {
            Object came =
                    settings.timeoutSeconds == 0 ? first.get() : first.get(settings.timeoutSeconds, TimeUnit.SECONDS);
            if (came instanceof Failure lost) {
                throw lost;
            }
            return (Integer) came;
        } catch (TimeoutException late) {
            talk.disconnect(true);
            throw Failure.timedOut();
        } catch (ExecutionException e) {
            throw Talk.unexpected(e.getCause());
        }
    }

    private void onMessage(Message message) {
        if (!answered.compareAndSet(false, true)) {
            return;
        }
        try {
            printer.print(message);
            message.acknowledge();
            response.complete(0);
        } catch (IOException closed) { // whoever reads has enough
            response.complete(Failure.BROKEN_PIPE);
        }
    }
}
