package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.store.StoredMessage;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a session that wait for room in its in-flight window, in order. Of a stored session only a window is
 * held in memory; what comes behind it lies in the store and is read back, and while anything lies there, new messages
 * go behind it.
 */
@ShardConfined
final class OutboundQueue {
    /** A stored session's window: up to so many messages, */
    private static final int WINDOW_MESSAGES_MAX = 1_000;
    /** or until they count so many bytes. */
    private static final long WINDOW_BYTES_MAX = 1 << 20;

    private final Home home;
    private final ArrayDeque<OutboundMessage> window = new ArrayDeque<>(0);
    private long windowBytes;
    private int count;
    private long bytes;
    /** How many lie in the store only, behind the window. */
    private int beyondCount;
    /** The last message that the window has or had; those beyond come after it. */
    private long windowEnd;

    private boolean reading;

    OutboundQueue(Home home) {
        this.home = home;
    }

    /** Messages, those in the store included. */
    int count() {
        return count;
    }

    /** What all of them count, in bytes. */
    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Appends a message; one with a sequence has been added to the store's batch. */
    void add(OutboundMessage message) {
        count++;
        bytes += message.bytes();
        boolean stored = message.sequence > 0;
        if (stored && (beyondCount > 0 || isWindowFull())) {
            beyondCount++;
        } else {
            addToWindow(message);
        }
    }

    /** The oldest message, or null when there is none in memory; then {@link #readBack} brings more. */
    @Nullable
    OutboundMessage poll() {
        OutboundMessage message = window.poll();
        if (message != null) {
            windowBytes -= message.bytes();
            count--;
            bytes -= message.bytes();
        }
        return message;
    }

    /**
     * Fills the empty window again from the store.
     *
     * @param session its number in the store
     * @param arrived run when there is something to {@link #poll}
     */
    void readBack(long session, Runnable arrived) {
        if (beyondCount == 0 || reading || !window.isEmpty()) {
            return;
        }
        reading = true;
        int countBefore = beyondCount;
        long bytesBefore = bytes;
        home.read(session, windowEnd, WINDOW_BYTES_MAX, messages -> {
            reading = false;
            if (messages.isEmpty()) {
                giveUp(countBefore, bytesBefore);
            }
            take(messages);
            arrived.run();
        });
    }

    /** The store does not have what it was handed: it failed then, and nobody was told that the messages are safe. */
    private void giveUp(int lostCount, long lostBytes) {
        beyondCount -= lostCount;
        count -= lostCount;
        bytes -= lostBytes;
    }

    private void take(List<StoredMessage> messages) {
        for (StoredMessage stored : messages) {
            beyondCount--;
            addToWindow(OutboundMessage.of(stored));
        }
        assert beyondCount >= 0 : beyondCount;
    }

    private void addToWindow(OutboundMessage message) {
        window.add(message);
        windowBytes += message.bytes();
        windowEnd = message.sequence;
    }

    private boolean isWindowFull() {
        return window.size() >= WINDOW_MESSAGES_MAX || windowBytes >= WINDOW_BYTES_MAX;
    }
}
