package io.bellbird.e2e.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the clients of one round sent, were told and received: in memory for the checks, and in a file that is synced
 * before an acknowledgement counts. Used by all threads; those that sync at the same time share one sync.
 */
final class Ledger implements AutoCloseable {
    private final FileChannel file;
    private final List<Entry> entries = new ArrayList<>();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final Object syncLock = new Object();
    /** Entries that are on the disk; guarded by {@link #syncLock}. */
    private int synced;

    /** @param path a file that does not exist */
    Ledger(Path path) {
        try {
            file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create the ledger " + path, e);
        }
    }

    /** Reads the ledger of an earlier round. */
    static List<Entry> read(Path path) throws IOException {
        return Files.readAllLines(path).stream().map(Entry::parse).toList();
    }

    void note(Entry.Kind kind, String client, String text, int number) {
        synchronized (entries) {
            entries.add(new Entry(System.nanoTime(), kind, client, text, number));
        }
    }

    void note(Entry.Kind kind, String client, Message message) {
        note(kind, client, message.topic(), message.number());
    }

    /** Notes messages that the broker answers for; returns when that is on the disk. */
    void acknowledge(String client, List<Message> messages) {
        if (messages.isEmpty()) {
            return;
        }
        messages.forEach(message -> note(Entry.Kind.ACKNOWLEDGED, client, message));
        sync();
        acknowledged.addAndGet(messages.size());
    }

    /** Messages that count as acknowledged. */
    int acknowledged() {
        return acknowledged.get();
    }

    /** A copy of what was noted so far. */
    List<Entry> entries() {
        synchronized (entries) {
            return List.copyOf(entries);
        }
    }

    /** Returns when all that was noted before is on the disk. */
    void sync() {
        int awaited;
        synchronized (entries) {
            awaited = entries.size();
        }
        synchronized (syncLock) {
            if (synced < awaited) {
                synced += writeFrom(synced);
            }
        }
    }

    private int writeFrom(int first) {
        List<Entry> fresh;
        synchronized (entries) {
            fresh = List.copyOf(entries.subList(first, entries.size()));
        }
        StringBuilder lines = new StringBuilder();
        fresh.forEach(entry -> lines.append(entry.line()).append('\n'));
        ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to the ledger", e);
        }
        return fresh.size();
    }

    @Override
    public void close() {
        sync();
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the ledger", e);
        }
    }
}
