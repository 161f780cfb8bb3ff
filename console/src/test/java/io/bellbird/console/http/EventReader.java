package io.bellbird.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads Server-Sent Events, one after the other. */
public final class EventReader implements AutoCloseable {
    private final BufferedReader lines;

    EventReader(InputStream in) {
        lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /** An event. */
    public record Event(String name, JsonNode data) {}

    /** The next event of a kind; waits for it, and passes over others. */
    public JsonNode next(String name) {
        Event event = next();
        while (!event.name().equals(name)) {
            event = next();
        }
        return event.data();
    }

    /** The next event; waits for it. */
    public Event next() {
        String name = "message";
        StringBuilder data = new StringBuilder();
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data.append(line.substring(6));
                } else if (line.isEmpty() && !data.isEmpty()) {
                    return new Event(name, Json.tree(data.toString().getBytes(StandardCharsets.UTF_8)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("the stream has ended");
    }

    /** All that comes until the other side ends it, as it came. */
    public String rest() {
        StringBuilder text = new StringBuilder();
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                text.append(line).append('\n');
            }
        } catch (IOException cut) {
            text.append(cut.getMessage());
        }
        return text.toString();
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
