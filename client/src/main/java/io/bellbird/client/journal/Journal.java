package io.bellbird.client.journal;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a client must not forget. Any thread hands in entries; one thread, which ends when there is nothing to do for a
 * while, writes all that wait with one write, and has their callbacks run in one task of the client's loop, in order.
 *
 * <p>When something cannot be written, as when the disk is full, messages fail at once, and facts are tried again every
 * second: what follows from them, as the acknowledgement to the broker, waits.
 */
public final class Journal {
    private static final Logger log = LoggerFactory.getLogger(Journal.class);

    static final int SEGMENT_BYTES = 8 << 20;
    private static final int BATCH_BYTES = 1 << 20;
    private static final int IDLE_SECONDS = 10;
    private static final int RETRY_SECONDS = 1;

    private final Path folder;
    private final FolderLock lock;
    private final Segments segments;
    private List<Kept> kept;
    private final List<Integer> received;
    private final Executor loop;

    private final ScheduledThreadPoolExecutor thread;
    private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();
    /** The thread is going to look at them. */
    private final AtomicBoolean awake = new AtomicBoolean();

    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    // Of the journal's thread
    private final Batch batch = new Batch();
    /** Facts that could not be written. */
    private final Deque<Entry> postponed = new ArrayDeque<>();

    private boolean online;
    private boolean failing;
    private boolean retrying;
    private boolean ended;

    private Journal(Path folder, FolderLock lock, Segments segments, List<Kept> kept, Executor loop) {
        this.folder = folder;
        this.lock = lock;
        this.segments = segments;
        this.kept = kept;
        this.received = List.copyOf(segments.state().received);
        this.loop = loop;
        thread = new ScheduledThreadPoolExecutor(1, new DefaultThreadFactory("bellbird-journal", true));
        thread.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        thread.allowCoreThreadTimeOut(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * Opens a folder and reads what is in it, which takes as long as the disk does.
     *
     * @param synced each batch is on the disk when it counts as written, and so survives a power loss; else it is with the
     *     operating system, and survives the process
     * @param loop runs callbacks, one task after the other
     * @throws IOException when it is in use, belongs to another client, cannot be read or is damaged; the message says what
     *     to do
     */
    public static Journal open(Path folder, String clientId, boolean synced, Disk disk, Executor loop)
            throws IOException {
        return open(folder, clientId, new Segments(folder, disk, synced, SEGMENT_BYTES), loop);
    }

    static Journal open(Path folder, String clientId, Segments segments, Executor loop) throws IOException {
        FolderLock lock = FolderLock.take(folder, clientId);
        try {
            return new Journal(folder, lock, segments, segments.open(), loop);
        } catch (IOException | RuntimeException e) {
            segments.close();
            lock.close();
            throw e;
        }
    }

    /** The messages that an earlier process has left, in order; once, since they would fill the memory. */
    public List<Kept> takeKept() {
        List<Kept> taken = kept;
        kept = List.of();
        return taken;
    }

    /** The packet ids that the broker has not released. */
    public Collection<Integer> received() {
        return received;
    }

    /** Hands in an entry. Any thread. */
    public void append(Entry entry) {
        entries.add(entry);
        if (awake.compareAndSet(false, true)) {
            try {
                thread.execute(this::run);
            } catch (RejectedExecutionException late) {
                refuseAll();
            }
        }
    }

    private void run() {
        if (ended) {
            refuseAll();
        } else {
            awake.set(false);
            writeAll();
        }
    }

    private void writeAll() {
        do {
            writeBatch();
        } while (!entries.isEmpty());
    }

    private void writeBatch() {
        List<Entry> taken = new ArrayList<>(postponed);
        postponed.clear();
        long sequence = segments.state().nextSequence;
        try {
            encode(taken);
            if (batch.length() > 0) {
                segments.append(batch);
                onWorking();
            }
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            onFailed(taken, e instanceof IOException known ? known : new IOException(e));
            return;
        }
        List<Runnable> callbacks = new ArrayList<>(taken.size());
        for (Entry entry : taken) {
            if (entry instanceof Entry.Outgoing outgoing) {
                long of = sequence++;
                callbacks.add(() -> outgoing.onWritten(of));
            } else {
                callbacks.add(then(entry));
            }
        }
        call(callbacks);
    }

    private static Runnable then(Entry entry) {
        return entry instanceof Entry.Note note ? note.then() : ((Entry.Passing) entry).then();
    }

    /** Takes what goes into one batch, after what it has already. */
    private void encode(List<Entry> taken) {
        batch.clear();
        taken.forEach(this::encode);
        while (batch.length() < BATCH_BYTES) {
            Entry entry = entries.poll();
            if (entry == null) {
                break;
            }
            taken.add(entry);
            encode(entry);
        }
        if (online && batch.messages() > 0) {
            encodeSent();
        }
    }

    private void encode(Entry entry) {
        if (entry instanceof Entry.Outgoing outgoing) {
            batch.add(segments.state().nextSequence + batch.messages(), outgoing.content());
        } else if (entry instanceof Entry.Note note) {
            switch (note.fact()) {
                case ONLINE -> {
                    online = true;
                    encodeSent();
                }
                case OFFLINE -> online = false;
                case SENT, RELEASED, DONE, RECEIVED, FORGOTTEN, SESSION_NEW -> batch.add(note.fact(), note.number());
            }
        }
    }

    private void encodeSent() {
        long last = segments.state().nextSequence + batch.messages() - 1;
        if (last > segments.state().sentUpTo) {
            batch.add(Fact.SENT, last);
        }
    }

    private void onWorking() {
        if (failing) {
            failing = false;
            log.info("folder={} can be written again", folder);
        }
    }

    private void onFailed(List<Entry> taken, IOException cause) {
        if (!failing) {
            failing = true;
            log.warn("folder={} cannot be written, messages are refused until it can: {}", folder, cause.toString());
        }
        List<Runnable> callbacks = new ArrayList<>();
        for (Entry entry : taken) {
            if (entry instanceof Entry.Outgoing outgoing) {
                callbacks.add(() -> outgoing.onFailed(cause));
            } else if (entry instanceof Entry.Passing passing) {
                callbacks.add(passing.then());
            } else {
                postponed.add(entry);
            }
        }
        call(callbacks);
        if (!postponed.isEmpty() && !retrying) {
            retrying = true;
            thread.schedule(this::retry, RETRY_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void retry() {
        retrying = false;
        if (!ended) {
            writeAll();
        }
    }

    /** One that fails must not keep the others from being called. */
    private static void call(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException | AssertionError failure) {
            log.error("what follows from something that was written failed", failure);
        }
    }

    private void call(List<Runnable> callbacks) {
        if (callbacks.isEmpty()) {
            return;
        }
        try {
            loop.execute(() -> callbacks.forEach(Journal::call));
        } catch (RejectedExecutionException gone) {
            log.warn("folder={} the threads of the client have ended before it was closed", folder);
        }
    }

    /**
     * Writes what was handed in, and lets go of the folder. What comes later is refused.
     *
     * @return done when that is done, on the thread of the journal; never fails
     */
    public CompletableFuture<Void> close() {
        try {
            thread.execute(this::end);
        } catch (RejectedExecutionException again) {
            log.debug("folder={} is closed already", folder);
        }
        return closed;
    }

    private void end() {
        if (ended) {
            return;
        }
        retrying = true; // there is no later
        writeAll();
        if (!postponed.isEmpty()) {
            log.warn(
                    "folder={} cannot be written, so the broker is told again of {} things that it knows",
                    folder,
                    postponed.size());
        }
        ended = true;
        try {
            segments.close();
            lock.close();
        } catch (IOException e) {
            log.warn("folder={} cannot be closed: {}", folder, e.toString());
        }
        batch.release();
        thread.shutdown();
        refuseAll(); // what was handed in meanwhile, of which the thread will not hear any more
        closed.complete(null);
    }

    private void refuseAll() {
        awake.set(false); // so that whoever comes later does not rely on somebody else
        List<Runnable> callbacks = new ArrayList<>();
        for (Entry entry = entries.poll(); entry != null; entry = entries.poll()) {
            if (entry instanceof Entry.Outgoing outgoing) {
                callbacks.add(outgoing::onClosed);
            } else if (entry instanceof Entry.Passing passing) {
                callbacks.add(passing.then());
            }
        }
        call(callbacks);
    }
}
