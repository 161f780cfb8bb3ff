package io.bellbird.client;

import io.bellbird.codec.Bytes;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.Topic;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A message from the moment it was published until the broker has it; its own future. Belongs to the client's loop. */
final class Publication extends CompletableFuture<Published> implements Exchange {
    /** What each takes in a queue besides topic and payload, in bytes. */
    static final int OVERHEAD_BYTES = 100;

    private static final Logger log = LoggerFactory.getLogger(Publication.class);

    final Topic topic;
    final Bytes payload;
    final PublishOptions options;
    /** When it was published, on the clock of the client. */
    final long publishedNanos;

    /** 0 until it is sent, and always at QoS 0. */
    int packetId;

    State state = State.WAITING;

    /** PUBLISH was sent on the present connection, and the exchange is not over. */
    boolean unacknowledged;

    /** Its place in the journal, 1 or more; 0 for one that is in memory only. */
    long sequence;

    /** Nobody has its future. */
    boolean unwatched;

    /** Only a thread that waits has its future. */
    boolean awaited;

    /** Done when it is as safe as the queue is; of one that was enqueued. */
    @Nullable
    CompletableFuture<Void> safe;

    /** In the intake, and then among those in flight. */
    @Nullable
    Publication next;

    @Nullable
    Publication previous;

    /** Of QoS 2: what PUBREC said. */
    ReasonCode received = ReasonCode.SUCCESS;

    /** How far it has come. */
    enum State {
        /** To be sent. */
        WAITING,
        /** PUBLISH was sent at least once. */
        SENT,
        /** Of QoS 2: the broker has it, PUBREL was sent at least once, or is about to be. */
        RELEASED,
        /** It needs nothing more; its packet id is free as soon as that is noted. */
        DONE
    }

    Publication(Topic topic, Bytes payload, PublishOptions options, long publishedNanos) {
        this.topic = topic;
        this.payload = payload;
        this.options = options;
        this.publishedNanos = publishedNanos;
    }

    /** Whether steps of the user may hang on its future, which run on the thread that completes it. */
    boolean hasSteps() {
        return !unwatched && !awaited && safe == null;
    }

    /** It is as safe as the queue is. */
    void onSafe() {
        if (safe != null) {
            safe.complete(null);
        }
    }

    /** It will not get to the broker, as far as this client goes. Who was told that it is safe hears of it in the log. */
    void onFailed(MqttException cause) {
        completeExceptionally(cause);
        boolean told = !unwatched && (safe == null || safe.completeExceptionally(cause));
        boolean stays = sequence > 0 && cause instanceof ClientClosedException;
        if (!told && !stays) {
            log.warn("a message is lost: {}", cause.getMessage());
        }
    }

    long bytes() {
        return (long) OVERHEAD_BYTES + topic.utf8().length + payload.length();
    }

    /** Futures that depend on it are plain ones. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
