package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.monitor.Distribution;
import io.bellbird.broker.routing.Subscriber;
import io.bellbird.broker.store.StoredMessage;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a session or of a shared group that wait for room in an in-flight window, in order. Of a stored queue
 * only a window is held in memory, and nothing while no client is there; the rest lies in the store and is read back,
 * and while anything may lie there, new messages go behind it.
 */
@ShardConfined
final class OutboundQueue {
    /** A stored queue's window: up to so many messages, */
    private static final int WINDOW_MESSAGES_MAX = 1_000;
    /** or until they count so many bytes. */
    private static final long WINDOW_BYTES_MAX = 1 << 20;
    /** So many bytes are read at once from the store to drop what is oldest there. */
    private static final long SCAN_BYTES_MAX = 64 * 1024;

    private final Home home;
    private final Subscriber owner;
    private final long number;
    private boolean stored;
    private final ArrayDeque<OutboundMessage> window = new ArrayDeque<>(0);
    private long windowBytes;
    /** All that wait, those in the store included; too low after a start until {@link #counted}. */
    private int count;

    private long bytes;
    private boolean discarded;
    /** Of the messages that were in it at the start, how many its end has not lost though they are not counted yet. */
    private int notLost;

    /** Messages may lie in the store that the window has not had; they come after {@link #windowEnd}. */
    private boolean behind;

    private long windowEnd;
    /** Messages that lie behind the window, and are not to come out again; immutable and empty until there is one. */
    private Set<Long> elsewhere = Set.of();
    /** Up to there the messages behind the window were looked at, and those that stay may not be dropped. */
    private long scannedTo;
    /** Counts up when what is being read is not wanted any more. */
    private int reading;

    private boolean isReading;
    /** Messages went behind the window while it was being read. */
    private boolean grewWhileReading;

    /**
     * An empty queue.
     *
     * @param number of the session or group in the store
     * @param stored whether its messages are stored
     */
    OutboundQueue(Home home, Subscriber owner, long number, boolean stored) {
        this.home = home;
        this.owner = owner;
        this.number = number;
        this.stored = stored;
    }

    /** The messages that are added from now on are stored; there are no others in it. */
    void store() {
        assert count == 0 : count;
        stored = true;
    }

    /** A queue as a start finds it: how much is in it comes later. */
    void recover() {
        behind = true;
    }

    /** So much was in it when the broker started; if it has ended meanwhile, that is lost but for what had left before. */
    void counted(int recoveredCount, long recoveredBytes) {
        if (discarded) {
            home.counters().add(Counter.DROPPED_SESSION_ENDED, Math.max(0, recoveredCount - notLost));
        } else {
            grow(recoveredCount, recoveredBytes);
        }
    }

    /** Messages, those in the store included. */
    int count() {
        return count;
    }

    /** What all of them count, in bytes. */
    long bytes() {
        return bytes;
    }

    /** The first messages of those that are in memory. */
    List<SessionContents.Queued> first(int limit) {
        return window.stream()
                .limit(limit)
                .map(message -> new SessionContents.Queued(
                        message.publication.topic().text(),
                        message.qos,
                        message.retain,
                        message.publication.payload().length()))
                .toList();
    }

    /** Whether nothing waits, as far as is known. */
    boolean isEmpty() {
        return windowBytes == 0 && !behind;
    }

    /**
     * Appends a message; one that is stored has been added to the store's batch.
     *
     * @param hold whether it may be held in memory, if there is room
     */
    void add(OutboundMessage message, boolean hold) {
        grow(1, message.bytes);
        home.counters().record(Distribution.QUEUE_DEPTH, count);
        if (!stored || (hold && !behind && !isWindowFull())) {
            addToWindow(message);
        } else {
            if (!behind && window.isEmpty()) {
                windowEnd = sequence(message) - 1; // what came before did not wait, or has left
            }
            behind = true;
            grewWhileReading = true;
        }
    }

    /** The oldest message, or null when there is none in memory; then {@link #readBack} brings more. */
    @Nullable
    OutboundMessage poll() {
        OutboundMessage message = window.poll();
        if (message != null) {
            removed(message);
        }
        return message;
    }

    /**
     * Takes out messages from the oldest on, while there are too many: those in memory first, then those that lie in the
     * store only, which takes a while.
     *
     * @param isTooLong whether another one is to go
     * @param mayGo which messages may
     * @param gone told of each that was taken out
     * @param arrived run when the store was read for it: until then nothing else could be read
     */
    void dropOldest(
            BooleanSupplier isTooLong,
            Predicate<OutboundMessage> mayGo,
            Consumer<OutboundMessage> gone,
            Runnable arrived) {
        Iterator<OutboundMessage> oldest = window.iterator();
        while (isTooLong.getAsBoolean() && oldest.hasNext()) {
            OutboundMessage message = oldest.next();
            if (mayGo.test(message)) {
                oldest.remove();
                removed(message);
                gone.accept(message);
            }
        }
        if (isTooLong.getAsBoolean() && behind && !isReading) {
            dropOldestBehind(isTooLong, mayGo, gone, arrived);
        }
    }

    private void dropOldestBehind(
            BooleanSupplier isTooLong,
            Predicate<OutboundMessage> mayGo,
            Consumer<OutboundMessage> gone,
            Runnable arrived) {
        read(Math.max(windowEnd, scannedTo), SCAN_BYTES_MAX, messages -> {
            for (Iterator<StoredMessage> oldest = messages.iterator(); isTooLong.getAsBoolean() && oldest.hasNext(); ) {
                OutboundMessage message = new OutboundMessage(oldest.next());
                scannedTo = sequence(message);
                if (!elsewhere.contains(sequence(message)) && mayGo.test(message)) {
                    grow(-1, -message.bytes);
                    gone.accept(message);
                }
            }
            if (isTooLong.getAsBoolean() && !messages.isEmpty()) {
                dropOldestBehind(isTooLong, mayGo, gone, arrived);
            } else {
                arrived.run();
            }
        });
    }

    /** Counts what came, or as negative numbers, what left. */
    private void grow(int messages, long moreBytes) {
        count += messages;
        bytes += moreBytes;
        home.gauges().queued(messages, moreBytes);
    }

    private void removed(OutboundMessage message) {
        grow(-1, -message.bytes);
        windowBytes -= message.bytes;
        home.memory().remove(message.bytes);
    }

    /**
     * Fills the empty window again from the store.
     *
     * @param arrived run when there is something to {@link #poll}, or it is known that there is nothing
     */
    void readBack(Runnable arrived) {
        if (!behind || isReading || !window.isEmpty()) {
            return;
        }
        grewWhileReading = false;
        read(windowEnd, WINDOW_BYTES_MAX, messages -> {
            take(messages);
            arrived.run();
        });
    }

    /** Reads, unless what comes is not wanted any more by then; what fails with it costs the owner. */
    private void read(long afterSequence, long bytesMax, Consumer<List<StoredMessage>> completion) {
        isReading = true;
        int wanted = reading;
        home.read(number, afterSequence, bytesMax, messages -> {
            if (wanted != reading) {
                return;
            }
            isReading = false;
            try {
                completion.accept(messages);
            } catch (RuntimeException | AssertionError bug) {
                owner.failed(bug);
            }
        });
    }

    private void take(List<StoredMessage> messages) {
        long bytesRead = 0;
        for (StoredMessage message : messages) {
            bytesRead += message.publication().memoryBytes();
            if (!elsewhere.isEmpty() && elsewhere.remove(message.sequence())) {
                windowEnd = message.sequence();
            } else {
                addToWindow(new OutboundMessage(message));
            }
        }
        if (bytesRead < WINDOW_BYTES_MAX && !grewWhileReading) {
            behind = false;
            elsewhere = Set.of();
        }
    }

    /** A message was added to the store that is in flight already: it is not to come out of the queue as well. */
    void passOver(StoredMessage message) {
        if (behind) {
            if (elsewhere.isEmpty()) {
                elsewhere = new HashSet<>();
            }
            elsewhere.add(message.sequence());
        }
    }

    /**
     * No client is there: lets go of what is in memory, and of what was in flight, which all lies in the store.
     *
     * @param inflight messages of this queue that wait again
     */
    void release(Iterable<OutboundMessage> inflight) {
        long first = Long.MAX_VALUE;
        for (OutboundMessage message : inflight) {
            grow(1, message.bytes);
            if (!elsewhere.isEmpty()) {
                elsewhere.remove(sequence(message));
            }
            first = Math.min(first, sequence(message));
        }
        for (OutboundMessage message : window) {
            first = Math.min(first, sequence(message));
        }
        if (first != Long.MAX_VALUE) {
            windowEnd = behind ? Math.min(windowEnd, first - 1) : first - 1;
            behind = true;
        }
        home.memory().remove(windowBytes);
        window.clear();
        windowBytes = 0;
        scannedTo = 0;
        reading++;
        isReading = false;
    }

    /** Memory is short: lets go of what lies in the store as well, unless it is being read. */
    void releaseWindow() {
        if (!isReading && !window.isEmpty()) {
            release(List.of());
        }
    }

    /**
     * The session or group has ended: nothing is wanted any more.
     *
     * @param others messages that are not in it and lost with it, or less than 0, that are in it and not lost
     */
    void discard(int others) {
        release(List.of());
        int lost = count + others;
        home.counters().add(Counter.DROPPED_SESSION_ENDED, Math.max(0, lost));
        notLost = Math.max(0, -lost);
        discarded = true;
        grow(-count, -bytes);
        behind = false;
    }

    private void addToWindow(OutboundMessage message) {
        window.add(message);
        windowBytes += message.bytes;
        home.memory().add(message.bytes);
        if (message.stored != null) {
            windowEnd = message.stored.sequence();
        }
    }

    private static long sequence(OutboundMessage message) {
        return message.stored == null ? Long.MAX_VALUE : message.stored.sequence();
    }

    private boolean isWindowFull() {
        return window.size() >= WINDOW_MESSAGES_MAX || windowBytes >= WINDOW_BYTES_MAX;
    }
}
