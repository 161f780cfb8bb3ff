package io.bellbird.console.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellbird.console.http.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads lines of JSON from the end of a file, the latest first, and at most so many bytes at a time. */
final class AuditFile {
    /** Bytes that are looked through for one answer. */
    static final int BYTES_MAX = 4 * 1024 * 1024;

    private AuditFile() {}

    /** @param next the position before which the rest is, in bytes; 0 when nothing is left */
    record Found(List<JsonNode> events, long next) {}

    /**
     * Reads a page.
     *
     * @param before the position where to begin, in bytes; one behind the end stands for the end
     * @param limit lines at most
     * @param search text that the lines have, whether in capitals or not; may be empty
     */
    static Found read(Path file, long before, int limit, String search) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long end = Math.min(before, channel.size());
            long start = Math.max(0, end - BYTES_MAX);
            byte[] bytes = bytes(channel, start, (int) (end - start));
            return new Search(bytes, limit, search.toLowerCase(Locale.ROOT)).run(start);
        }
    }

    private static byte[] bytes(FileChannel channel, long start, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && channel.read(buffer, start + buffer.position()) > 0) {
            // until all is there
        }
        return buffer.array();
    }

    /** The lines of a part of the file, from its end. */
    private static final class Search {
        private final byte[] bytes;
        private final int limit;
        private final String search;

        /** @param search in small letters */
        Search(byte[] bytes, int limit, String search) {
            this.bytes = bytes;
            this.limit = limit;
            this.search = search;
        }

        /** @param start the position of the bytes in the file */
        Found run(long start) {
            List<JsonNode> events = new ArrayList<>();
            int end = bytes.length;
            while (end > 0 && events.size() < limit) {
                int from = lineStart(end);
                if (from == 0 && start > 0) {
                    // the line begins before what was read; one that alone is longer than that is passed over
                    return new Found(events, end == bytes.length ? start : start + end);
                }
                add(new String(bytes, from, end - from, StandardCharsets.UTF_8), events);
                end = from;
            }
            return new Found(events, start + end);
        }

        /** @param end behind the end of the line */
        private int lineStart(int end) {
            int at = end - 1;
            while (at > 0 && bytes[at - 1] != '\n') {
                at--;
            }
            return at;
        }

        private void add(String line, List<JsonNode> events) {
            if (line.endsWith("\n") && line.toLowerCase(Locale.ROOT).contains(search)) {
                try {
                    events.add(Json.tree(line.getBytes(StandardCharsets.UTF_8)));
                } catch (IOException notWhole) {
                    // a line that a full disk has cut is none
                }
            }
        }
    }
}
