package io.bellbird.app.pubsub;

import io.bellbird.client.PublishOptions;
import io.bellbird.codec.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** {@code pub}, from its options to its end. The main thread. */
final class PubRun {
    private final Settings settings;
    private final Diagnostics diagnostics;
    private final InputStream in;
    private final String topic;

    PubRun(Settings settings, Diagnostics diagnostics, InputStream in, String topic) {
        this.settings = settings;
        this.diagnostics = diagnostics;
        this.in = in;
        this.topic = topic;
    }

    /** Returns when the broker has all messages, or throws what went wrong. */
    void run() throws Failure, InterruptedException {
        Bytes message = Payloads.single(settings, in);
        Talk talk = new Talk(settings, diagnostics, unwanted -> {});
        talk.connect();
        PublishOptions how = talk.means().publish();
        if (settings.source == Settings.Source.INPUT_LINES) {
            publishLines(talk, how);
        } else {
            publish(talk, message, how);
        }
        talk.disconnect(false);
    }

    /** One after the other, each when the broker has the one before; not again when the connection breaks. */
    private void publish(Talk talk, Bytes message, PublishOptions how) throws Failure, InterruptedException {
        for (int i = 0; i < settings.repeat; i++) {
            if (i > 0 && !settings.repeatDelay.isZero()) {
                await(CompletableFuture.anyOf(
                        talk.lost(),
                        new CompletableFuture<>()
                                .completeOnTimeout("", settings.repeatDelay.toNanos(), TimeUnit.NANOSECONDS)));
            }
            CompletableFuture<Void> published = talk.publish(topic, message, how);
            await(CompletableFuture.anyOf(published, talk.lost()));
            if (talk.lost().isDone()) {
                throw talk.lost().join();
            }
        }
    }

    /** All lines, also over connections that break; as many wait as the queue of the client takes. */
    private void publishLines(Talk talk, PublishOptions how) throws Failure, InterruptedException {
        Payloads.Lines lines = new Payloads.Lines(in);
        CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
        try {
            for (Optional<Bytes> line = lines.next(); line.isPresent(); line = lines.next()) {
                CompletableFuture<Void> published = talk.publish(topic, line.get(), how);
                last = last.isDone() ? published : last.thenCombine(published, (before, now) -> null);
            }
        } catch (IOException e) {
            diagnostics.error("Error loading input from stdin.");
        }
        await(last);
    }

    private static void await(CompletableFuture<?> future) throws Failure, InterruptedException {
        try {
            future.get();
        } catch (ExecutionException e) {
            throw Talk.unexpected(e.getCause());
        }
    }
}
