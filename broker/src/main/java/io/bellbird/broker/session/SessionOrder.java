package io.bellbird.broker.session;

import java.util.Comparator;

/** What sessions can be ordered by, the highest first. */
public enum SessionOrder {
    /** Messages that wait. */
    QUEUE,
    /** What clients that are connected have not taken yet, in bytes: the slowest first, and after them who is away. */
    SLOW,
    /** PUBLISH packets a second, from the client and to it. */
    MESSAGES,
    /** Bytes of payloads a second, from the client and to it. */
    BYTES,
    /** None: by client ids alone. */
    NAME;

    /** The highest first; those that are alike by their client ids. */
    public Comparator<SessionView> firstToLast() {
        return Comparator.comparingDouble(this::key).reversed().thenComparing(SessionView::clientId);
    }

    private double key(SessionView view) {
        return switch (this) {
            case QUEUE -> view.queuedMessages();
            case SLOW -> view.isConnected() ? view.behindBytes() : -1;
            case MESSAGES -> view.receivedRate() + view.sentRate();
            case BYTES -> view.receivedBytesRate() + view.sentBytesRate();
            case NAME -> 0;
        };
    }
}
