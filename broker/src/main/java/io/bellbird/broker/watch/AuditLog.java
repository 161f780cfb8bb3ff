package io.bellbird.broker.watch;

import io.bellbird.broker.AnyThread;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends events to a file, a line of JSON for each, by a thread of its own. What finds its queue full, or cannot be
 * written, is lost and counted, and as soon as there is room again the file says how many those were.
 *
 * <p>Concurrent: any thread puts events into a bounded queue; the file belongs to the thread that writes.
 */
public final class AuditLog implements Audit, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AuditLog.class);

    /** Events that wait, at most. */
    static final int EVENTS_MAX = 16_384;

    private static final long POLL_MILLIS = 200;
    private static final long CLOSE_MILLIS_MAX = 2_000;

    private final Path file;
    private final InstantSource clock;
    private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(EVENTS_MAX);
    /** Ever. */
    private final AtomicLong lost = new AtomicLong();

    private final Thread writer = new Thread(this::writeUntilClosed, "bellbird-audit");
    private volatile boolean reopenWanted;
    private volatile boolean closed;

    // Of the thread that writes

    private FileChannel channel;
    /** How many of the lost ones the file knows of. */
    private long toldLost;

    private boolean failing;

    private record Entry(Instant time, AuditEvent event) {}

    private AuditLog(Path file, FileChannel channel, InstantSource clock) {
        this.file = file;
        this.channel = channel;
        this.clock = clock;
    }

    /**
     * Opens the file, or makes it for its owner alone, and begins.
     *
     * @throws IOException when the file cannot be written
     */
    public static AuditLog open(Path file, InstantSource clock) throws IOException {
        AuditLog opened = new AuditLog(file, channel(file), clock);
        opened.writer.setDaemon(true);
        opened.writer.start();
        return opened;
    }

    private static FileChannel channel(Path file) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] forItsOwner = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        return FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), forItsOwner);
    }

    /** Where the events are. */
    @AnyThread
    public Path file() {
        return file;
    }

    @Override
    @AnyThread
    public void note(AuditEvent event) {
        if (closed || !queue.offer(new Entry(clock.instant(), event))) {
            lost.incrementAndGet();
        }
    }

    @Override
    @AnyThread
    public long lostCount() {
        return lost.get();
    }

    /** What is noted from now on goes to the file that has the name now: the one before may have been moved away. */
    @AnyThread
    public void reopen() {
        reopenWanted = true;
    }

    private void writeUntilClosed() {
        List<Entry> entries = new ArrayList<>();
        try {
            while (!closed || !queue.isEmpty()) {
                Entry first = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    entries.add(first);
                    queue.drainTo(entries);
                }
                reopenIfWanted();
                if (first != null || lost.get() != toldLost) {
                    write(entries);
                    entries.clear();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reopenIfWanted() {
        if (reopenWanted) {
            reopenWanted = false;
            try {
                FileChannel before = channel;
                channel = channel(file);
                before.close();
            } catch (IOException e) {
                log.warn("audit_log {} cannot be opened again, the file of before goes on: {}", file, e.toString());
            }
        }
    }

    private void write(List<Entry> entries) {
        long lostUntilNow = lost.get();
        StringBuilder text = new StringBuilder();
        if (lostUntilNow != toldLost) {
            text.append(AuditEvent.lost(lostUntilNow - toldLost).line(clock.instant()));
        }
        entries.forEach(entry -> text.append(entry.event.line(entry.time)));
        try {
            append(text.toString());
            toldLost = lostUntilNow;
            failing = false;
        } catch (IOException e) {
            lost.addAndGet(entries.size());
            warnOnce(e);
        }
    }

    /** All of it or nothing, so that each line is whole. */
    private void append(String text) throws IOException {
        long before = channel.size();
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            channel.truncate(before);
            throw e;
        }
    }

    private void warnOnce(IOException e) {
        if (!failing) {
            failing = true;
            log.warn("audit_log {} cannot be written, events are lost: {}", file, e.toString());
        }
    }

    /** Writes what waits, for two seconds at most, and ends. */
    @Override
    public void close() {
        closed = true;
        try {
            writer.join(CLOSE_MILLIS_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            channel.close();
        } catch (IOException e) {
            log.warn("audit_log {} cannot be closed: {}", file, e.toString());
        }
    }
}
