package io.bellbird.client;

import io.bellbird.client.journal.Entry;
import io.bellbird.client.journal.Fact;
import io.bellbird.client.journal.Journal;
import io.bellbird.client.journal.Kept;
import io.bellbird.codec.Qos;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A ledger on disk. The packet id of a message is its place in the journal modulo {@link #IDS}, so that a later process
 * knows it; since messages are sent in order, and an id is free only when it is written that its message is done, no two
 * that the broker may know share one.
 */
final class JournalLedger implements Ledger {
    /** Messages have the packet ids from 1 to this one, everything else those above. */
    static final int IDS = 60_000;

    private final Journal journal;
    private final ClientOptions options;
    private final Path folder;
    private final LongSupplier nanos;

    private JournalLedger(Journal journal, ClientOptions options, Path folder, LongSupplier nanos) {
        this.journal = journal;
        this.options = options;
        this.folder = folder;
        this.nanos = nanos;
    }

    /** @throws QueueFolderException when the folder cannot be used */
    static JournalLedger open(ClientOptions options, Path folder, LongSupplier nanos, Executor loop) {
        boolean synced = options.queue.durability() == QueueOptions.Durability.DISK;
        try {
            Journal journal = Journal.open(folder, options.clientId, synced, options.disk, loop);
            return new JournalLedger(journal, options, folder, nanos);
        } catch (IOException e) {
            throw new QueueFolderException(
                    "client " + options.clientId + ", its folder " + folder + ": " + Failures.inWords(e), e);
        }
    }

    @Override
    public boolean isDurable() {
        return true;
    }

    @Override
    public List<Publication> publications() {
        return journal.takeKept().stream().map(this::publication).toList();
    }

    private Publication publication(Kept kept) {
        Entry.Content content = kept.content();
        long elapsedMillis = Math.max(0, System.currentTimeMillis() - content.publishedMillis());
        Publication publication = new Publication(
                content.topic(),
                content.payload(),
                new PublishOptions(content.qos(), content.retain(), content.properties()),
                nanos.getAsLong() - TimeUnit.MILLISECONDS.toNanos(elapsedMillis));
        publication.sequence = kept.sequence();
        publication.packetId = packetId(kept.sequence());
        publication.unwatched = true;
        if (kept.released()) {
            publication.state = Publication.State.RELEASED;
        } else if (kept.sent()) {
            publication.state = Publication.State.SENT;
        }
        return publication;
    }

    private static int packetId(long sequence) {
        return 1 + (int) ((sequence - 1) % IDS);
    }

    @Override
    public Collection<Integer> received() {
        return journal.received();
    }

    @Override
    public void keep(
            Publication publication, Consumer<Publication> then, BiConsumer<Publication, MqttException> otherwise) {
        if (publication.options.qos() == Qos.AT_MOST_ONCE) {
            journal.append(new Entry.Passing(() -> then.accept(publication)));
        } else {
            journal.append(new Message(publication, then, otherwise));
        }
    }

    /** A publication on its way into the journal. */
    private final class Message implements Entry.Outgoing {
        private final Publication publication;
        private final Consumer<Publication> then;
        private final BiConsumer<Publication, MqttException> otherwise;

        Message(Publication publication, Consumer<Publication> then, BiConsumer<Publication, MqttException> otherwise) {
            this.publication = publication;
            this.then = then;
            this.otherwise = otherwise;
        }

        @Override
        public Entry.Content content() {
            long waitedNanos = nanos.getAsLong() - publication.publishedNanos;
            return new Entry.Content(
                    publication.topic,
                    publication.payload,
                    publication.options.qos(),
                    publication.options.retain(),
                    publication.options.properties(),
                    System.currentTimeMillis() - TimeUnit.NANOSECONDS.toMillis(waitedNanos));
        }

        @Override
        public void onWritten(long sequence) {
            publication.sequence = sequence;
            publication.packetId = packetId(sequence);
            then.accept(publication);
        }

        @Override
        public void onFailed(IOException cause) {
            otherwise.accept(
                    publication,
                    new QueueFolderException(
                            "client " + options.clientId + ", message to " + publication.topic
                                    + ": it could not be written to " + folder + ": " + Failures.inWords(cause)
                                    + ". Make room there, or mend the disk, and publish it again; what was written"
                                    + " before is safe",
                            cause));
        }

        @Override
        public void onClosed() {
            otherwise.accept(publication, ClientClosedException.of(options.clientId));
        }
    }

    @Override
    public void onReleased(Publication publication, Runnable then) {
        note(Fact.RELEASED, publication.sequence, then);
    }

    @Override
    public void onDone(Publication publication, Runnable then) {
        if (publication.sequence == 0) {
            then.run(); // of QoS 0, or never written
        } else {
            note(Fact.DONE, publication.sequence, then);
        }
    }

    @Override
    public void onProcessed(int packetId, Runnable then) {
        note(Fact.RECEIVED, packetId, then);
    }

    @Override
    public void onForgotten(int packetId, Runnable then) {
        note(Fact.FORGOTTEN, packetId, then);
    }

    @Override
    public void onConnected(BrokersSession session, Runnable then) {
        if (session == BrokersSession.NEW) {
            note(Fact.SESSION_NEW, 0, () -> {});
        }
        note(Fact.ONLINE, 0, then);
    }

    @Override
    public void onDisconnected() {
        note(Fact.OFFLINE, 0, () -> {});
    }

    private void note(Fact fact, long number, Runnable then) {
        journal.append(new Entry.Note(fact, number, then));
    }

    @Override
    public CompletableFuture<Void> handedOn() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        journal.append(new Entry.Passing(() -> done.complete(null)));
        return done;
    }

    @Override
    public CompletableFuture<Void> close() {
        return journal.close();
    }
}
