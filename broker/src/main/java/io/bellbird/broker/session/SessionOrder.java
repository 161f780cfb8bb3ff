package io.bellbird.broker.session;

import java.util.Comparator;
import java.util.function.ToDoubleFunction;

/** What sessions can be ordered by, the highest first. */
public enum SessionOrder {
    /** Messages that wait. */
    QUEUE(SessionView::queuedMessages),
    /** What clients that are connected have not taken yet, in bytes: the slowest first, and after them who is away. */
    SLOW(view -> view.isConnected() ? view.behindBytes() : -1),
    /** PUBLISH packets a second, from the client and to it. */
    MESSAGES(view -> view.receivedRate() + view.sentRate()),
    /** Bytes of payloads a second, from the client and to it. */
    BYTES(view -> view.receivedBytesRate() + view.sentBytesRate());

    private final ToDoubleFunction<SessionView> key;

    SessionOrder(ToDoubleFunction<SessionView> key) {
        this.key = key;
    }

    /** The highest first; those that are alike by their client ids. */
    public Comparator<SessionView> firstToLast() {
        return Comparator.comparingDouble(key).reversed().thenComparing(SessionView::clientId);
    }
}
