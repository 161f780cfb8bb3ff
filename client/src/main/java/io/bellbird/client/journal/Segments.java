package io.bellbird.client.journal;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the journal. The oldest is deleted when none of its messages is needed and there is a younger one, so that
 * a message that is done cannot come back: what says that it is done is never deleted before it. Belongs to one thread.
 */
final class Segments {
    private static final Logger log = LoggerFactory.getLogger(Segments.class);
    private static final String SUFFIX = ".journal";

    private final Path folder;
    private final Disk disk;
    private final boolean synced;
    private final int bytesMax;

    private final State state = new State();
    private final Deque<Segment> segments = new ArrayDeque<>();
    /** What is not done; only while the files are read. */
    private final NavigableMap<Long, Entry.Content> messages = new TreeMap<>();

    /**
     * Files in a folder that nobody else uses.
     *
     * @param synced each batch is on the disk when it counts as written, not only with the operating system
     * @param bytesMax a file that has so many gets no more
     */
    Segments(Path folder, Disk disk, boolean synced, int bytesMax) {
        this.folder = folder;
        this.disk = disk;
        this.synced = synced;
        this.bytesMax = bytesMax;
    }

    State state() {
        return state;
    }

    /**
     * Reads what there is, and makes ready to append to it.
     *
     * @return the messages that are not done, in order
     * @throws IOException when something is damaged or missing that was there once; the message says what to do
     */
    List<Kept> open() throws IOException {
        List<Long> numbers = numbers();
        for (int i = 0; i < numbers.size(); i++) {
            long number = numbers.get(i);
            if (i > 0 && number != numbers.get(i - 1) + 1) {
                throw new IOException(
                        "the journal is damaged: " + file(number - 1) + " is missing. Restore it, or move " + folder
                                + " away to begin with an empty one, which gives up the messages in it");
            }
            read(number, i == numbers.size() - 1);
        }
        if (segments.isEmpty()) {
            create(numbers.isEmpty() ? 1 : numbers.get(0));
        } else {
            segments.getLast().open(disk);
            deleteDone();
        }
        state.released.retainAll(messages.keySet());
        List<Kept> kept = new ArrayList<>();
        messages.forEach((sequence, content) ->
                kept.add(new Kept(sequence, content, sequence <= state.sentUpTo, state.released.contains(sequence))));
        messages.clear();
        return kept;
    }

    private List<Long> numbers() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\d{12}\\" + SUFFIX))
                    .map(name -> Long.valueOf(name.substring(0, name.length() - SUFFIX.length())))
                    .sorted()
                    .toList();
        }
    }

    private Path file(long number) {
        return folder.resolve(String.format(Locale.ROOT, "%012d%s", number, SUFFIX));
    }

    private void read(long number, boolean last) throws IOException {
        Path file = file(number);
        SegmentReader reader = SegmentReader.open(file, number);
        ByteBuf first = reader == null ? null : reader.next();
        if (reader == null || first == null) {
            if (!last || (reader != null && reader.hasMore())) {
                throw reader == null ? new IOException(file + " is damaged from its beginning") : reader.damaged();
            }
            log.warn("file={} was begun and not finished, it is deleted", file);
            Files.delete(file);
            return;
        }
        apply(first, reader);
        Segment segment = readFrames(file, number, reader);
        if (reader.left() > 0) {
            if (!last || reader.hasMore()) {
                throw reader.damaged();
            }
            log.warn(
                    "file={} offset={} bytes={} the end was not written to its end, it is cut off",
                    file,
                    reader.position(),
                    reader.left());
        }
        segment.read(reader.position());
    }

    private Segment readFrames(Path file, long number, SegmentReader reader) throws IOException {
        Segment segment = new Segment(file, number, reader.salt(), state.nextSequence, 0);
        segments.add(segment);
        for (ByteBuf records = reader.next(); records != null; records = reader.next()) {
            apply(records, reader);
        }
        return segment;
    }

    private void apply(ByteBuf records, SegmentReader from) throws IOException {
        try {
            while (records.isReadable()) {
                byte type = records.readByte();
                switch (type) {
                    case Batch.STATE -> state.read(records);
                    case Batch.MESSAGE -> {
                        long sequence = records.readLong();
                        messages.put(sequence, ContentFormat.read(records));
                        add(sequence);
                    }
                    default -> apply(Fact.of(type), records.readLong());
                }
            }
        } catch (RuntimeException e) {
            IOException damaged = from.damaged();
            damaged.addSuppressed(e);
            throw damaged;
        }
    }

    private void add(long sequence) {
        state.nextSequence = sequence + 1;
        segments.getLast().add(sequence);
    }

    private void apply(Fact fact, long number) {
        state.apply(fact, number);
        if (fact == Fact.DONE) {
            messages.remove(number);
            for (Iterator<Segment> youngest = segments.descendingIterator(); youngest.hasNext(); ) {
                Segment segment = youngest.next();
                if (segment.firstSequence <= number) {
                    segment.remove(number);
                    return;
                }
            }
        }
    }

    /**
     * Appends a batch, as a whole or not at all. Its messages have the sequences from {@code state().nextSequence} on.
     *
     * @throws IOException when it could not be written; all is as before then
     */
    void append(Batch batch) throws IOException {
        if (segments.getLast().isFull(bytesMax)) {
            segments.getLast().finish();
            create(segments.getLast().number + 1);
        }
        segments.getLast().append(batch, synced);
        for (int i = 0; i < batch.messages(); i++) {
            add(state.nextSequence);
        }
        batch.facts().forEach(note -> apply(note.fact(), note.number()));
        deleteDone();
    }

    private void create(long number) throws IOException {
        Segment created = Segment.create(
                disk, file(number), number, ThreadLocalRandom.current().nextInt(), state);
        disk.syncNames(folder);
        if (!segments.isEmpty()) {
            segments.getLast().close();
        }
        segments.add(created);
    }

    private void deleteDone() {
        while (segments.size() > 1 && segments.getFirst().isDone()) {
            Path file = segments.getFirst().file;
            try {
                disk.delete(file);
            } catch (IOException e) {
                log.warn("file={} is not needed any more and cannot be deleted: {}", file, e.toString());
                return;
            }
            segments.remove();
        }
    }

    void close() throws IOException {
        for (Segment segment : segments) {
            segment.close();
        }
    }
}
