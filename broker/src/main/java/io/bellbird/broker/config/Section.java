package io.bellbird.broker.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The values that a file gives to the broker or to one listener, with their line numbers. Belongs to one reader.
 */
final class Section {
    private final int line;
    private final Map<Setting<?>, Entry> entries = new HashMap<>();

    private record Entry(Object value, int line) {}

    /** @param line where it begins, from 1; 0 for what begins with the file */
    Section(int line) {
        this.line = line;
    }

    int line() {
        return line;
    }

    /** Keeps a value, and says in which line the one stood that it replaces. */
    <T> Optional<Integer> put(Setting<T> setting, T value, int line) {
        return Optional.ofNullable(entries.put(setting, new Entry(value, line))).map(Entry::line);
    }

    /** The value that is written. */
    @SuppressWarnings("unchecked") // put() stores a T under a Setting<T>
    <T> Optional<T> find(Setting<T> setting) {
        return Optional.ofNullable(entries.get(setting)).map(entry -> (T) entry.value());
    }

    /** The value that is written, else the default. */
    <T> T get(Setting<T> setting) {
        return find(setting).orElseGet(setting::byDefault);
    }

    /** The line of each setting that is written. */
    Map<Setting<?>, Integer> lines() {
        Map<Setting<?>, Integer> lines = new HashMap<>();
        entries.forEach((setting, entry) -> lines.put(setting, entry.line()));
        return lines;
    }
}
