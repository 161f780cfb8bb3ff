package io.bellbird.e2e.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** One file, whatever its names are: what it was, the changes since, and how many of them were synced. */
final class RecordedFile {
    private static final int SECTOR_BYTES = 512;

    private final Optional<Path> original;
    private final List<Change> changes = new ArrayList<>();
    private int synced;

    /**
     * @param index of the event
     * @param bytes empty for a change of the size
     * @param offset of the bytes, or the new size
     */
    private record Change(int index, Optional<ByteBuffer> bytes, long offset, boolean shrinks) {}

    private RecordedFile(Optional<Path> original) {
        this.original = original;
    }

    static RecordedFile created() {
        return new RecordedFile(Optional.empty());
    }

    /** A file that was there, and durable, before the record began. */
    static RecordedFile existing(Path path) {
        return new RecordedFile(Optional.of(path));
    }

    void write(int index, long offset, ByteBuffer bytes) {
        changes.add(new Change(index, Optional.of(bytes), offset, false));
    }

    void resize(int index, long size) {
        changes.add(new Change(index, Optional.empty(), size, true));
    }

    void enlarge(int index, long size) {
        changes.add(new Change(index, Optional.empty(), size, false));
    }

    /** @param before the index of the first event that the sync does not cover */
    void sync(int before) {
        while (synced < changes.size() && changes.get(synced).index() < before) {
            synced++;
        }
    }

    /** Writes what a power loss leaves of the file. */
    void restore(Path target, Survival survival, Random random) throws IOException {
        if (original.isPresent()) {
            Files.copy(original.get(), target);
        }
        int kept = synced + survival.some(changes.size() - synced, random);
        try (FileChannel file = FileChannel.open(
                target, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ)) {
            for (Change change : changes.subList(0, kept)) {
                apply(change, file);
            }
            if (kept < changes.size() && survival.leavesTraces()) {
                tear(changes.get(kept), file, random);
                addZeros(file, random);
            }
        }
    }

    private static void apply(Change change, FileChannel file) throws IOException {
        if (change.bytes().isPresent()) {
            writeFully(file, change.bytes().get().duplicate(), change.offset());
        } else if (change.shrinks() && file.size() > change.offset()) {
            file.truncate(change.offset());
        } else {
            enlarge(file, change.offset());
        }
    }

    /** A part of the first change that is lost: up to a border between sectors. */
    private static void tear(Change change, FileChannel file, Random random) throws IOException {
        if (change.bytes().isPresent()) {
            ByteBuffer bytes = change.bytes().get().duplicate();
            long end = change.offset() + random.nextInt(bytes.remaining());
            long border = end - end % SECTOR_BYTES;
            if (border > change.offset()) {
                writeFully(file, bytes.limit((int) (border - change.offset())), change.offset());
            }
        }
    }

    /** Now and then the size is durable, but the bytes are not. */
    private void addZeros(FileChannel file, Random random) throws IOException {
        if (random.nextInt(4) == 0) {
            Change last = changes.get(changes.size() - 1);
            enlarge(
                    file,
                    last.offset() + last.bytes().map(ByteBuffer::remaining).orElse(0));
        }
    }

    private static void enlarge(FileChannel file, long size) throws IOException {
        if (size > file.size()) {
            writeFully(file, ByteBuffer.wrap(new byte[1]), size - 1);
        }
    }

    private static void writeFully(FileChannel file, ByteBuffer bytes, long offset) throws IOException {
        long place = offset;
        while (bytes.hasRemaining()) {
            place += file.write(bytes, place);
        }
    }
}
