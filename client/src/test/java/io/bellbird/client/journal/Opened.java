package io.bellbird.client.journal;

import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** An open journal as its client uses it, with methods that wait. */
final class Opened implements AutoCloseable {
    static final String CLIENT = "boat";
    private static final int PATIENCE_SECONDS = 20;

    final Journal journal;
    /** What was called back, in order. */
    final List<String> callbacks = Collections.synchronizedList(new ArrayList<>());

    private final List<Kept> kept;

    private Opened(Journal journal) {
        this.journal = journal;
        this.kept = journal.takeKept();
    }

    static Opened of(Journal journal) {
        return new Opened(journal);
    }

    static Opened in(Path folder) throws IOException {
        return in(folder, Disk.REAL, Journal.SEGMENT_BYTES);
    }

    static Opened in(Path folder, Disk disk, int segmentBytes) throws IOException {
        return new Opened(Journal.open(folder, CLIENT, new Segments(folder, disk, false, segmentBytes), Runnable::run));
    }

    static Entry.Content content(String text) {
        return new Entry.Content(
                Topic.of("a/b"), Bytes.utf8(text), Qos.EXACTLY_ONCE, false, PublishProperties.NONE, 1_700_000_000_000L);
    }

    /** Hands a message in; the future has its sequence. */
    CompletableFuture<Long> begin(Entry.Content content) {
        CompletableFuture<Long> written = new CompletableFuture<>();
        journal.append(new Entry.Outgoing() {
            @Override
            public Entry.Content content() {
                return content;
            }

            @Override
            public void onWritten(long sequence) {
                callbacks.add(content.payload().toUtf8());
                written.complete(sequence);
            }

            @Override
            public void onFailed(IOException cause) {
                written.completeExceptionally(cause);
            }

            @Override
            public void onClosed() {
                written.completeExceptionally(new IllegalStateException("the journal is closed"));
            }
        });
        return written;
    }

    CompletableFuture<Void> begin(Fact fact, long number) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        journal.append(new Entry.Note(fact, number, () -> {
            callbacks.add(fact + " " + number);
            written.complete(null);
        }));
        return written;
    }

    /** Waits for the sequence of a message. */
    long write(String text) {
        return await(begin(content(text)));
    }

    void write(Fact fact, long number) {
        await(begin(fact, number));
    }

    void write(Fact fact) {
        write(fact, 0);
    }

    static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Why something was not written. */
    static String failure(CompletableFuture<?> future) {
        try {
            await(future);
            return "nothing";
        } catch (CompletionException e) {
            return String.valueOf(e.getCause().getMessage());
        }
    }

    /** What was left there. */
    List<Kept> messages() {
        return kept;
    }

    /** The same as texts. */
    List<String> kept() {
        return kept.stream()
                .map(kept -> kept.sequence() + " " + kept.content().payload().toUtf8() + (kept.sent() ? " sent" : "")
                        + (kept.released() ? " released" : ""))
                .toList();
    }

    @Override
    public void close() {
        await(journal.close());
    }
}
