package io.bellbird.e2e.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the record that the library made; a last entry that was cut off by the program's end does not count. */
final class DiskEvents {
    private static final int HEAD_BYTES = 48;

    private DiskEvents() {}

    /** All that happened, in order; nothing when there is no record. */
    static List<DiskEvent> read(Path record) {
        if (!Files.exists(record)) {
            return List.of();
        }
        try (FileChannel file = FileChannel.open(record)) {
            ByteBuffer bytes =
                    file.map(FileChannel.MapMode.READ_ONLY, 0, file.size()).order(ByteOrder.nativeOrder());
            List<DiskEvent> events = new ArrayList<>();
            while (bytes.remaining() >= HEAD_BYTES && bytes.remaining() >= bytes.getInt(bytes.position())) {
                events.add(next(bytes));
            }
            return events;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + record, e);
        }
    }

    private static DiskEvent next(ByteBuffer bytes) {
        int end = bytes.position() + bytes.getInt();
        int operation = bytes.getInt();
        long nanos = bytes.getLong();
        long handle = bytes.getLong();
        long offset = bytes.getLong();
        long size = bytes.getLong();
        int first = bytes.getInt();
        int second = bytes.getInt();
        int start = bytes.position();
        bytes.position(end);
        return new DiskEvent(
                operation, nanos, handle, offset, size, bytes.slice(start, first), bytes.slice(start + first, second));
    }
}
