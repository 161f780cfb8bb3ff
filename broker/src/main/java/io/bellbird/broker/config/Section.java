package io.bellbird.broker.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The values that a configuration gives to the broker or to one listener, with their places. Belongs to one reader.
 */
final class Section {
    private final Place place;
    private final Map<Setting<?>, Entry> entries = new LinkedHashMap<>();

    private record Entry(Object value, Place place) {}

    /** @param place where it begins */
    Section(Place place) {
        this.place = place;
    }

    Place place() {
        return place;
    }

    /** Keeps a value, and says where the one stood that it replaces. */
    <T> Optional<Place> put(Setting<T> setting, T value, Place place) {
        return Optional.ofNullable(entries.put(setting, new Entry(value, place)))
                .map(Entry::place);
    }

    /** The value that is written. */
    @SuppressWarnings("unchecked") // put() stores a T under a Setting<T>
    <T> Optional<T> find(Setting<T> setting) {
        return Optional.ofNullable(entries.get(setting)).map(entry -> (T) entry.value());
    }

    /** As it is written in a file: the value, else the default, if there is one. */
    <T> Optional<String> text(Setting<T> setting) {
        return find(setting).or(setting::defaultValue).map(setting.type()::show);
    }

    /** The value that is written, else the default. */
    <T> T get(Setting<T> setting) {
        return find(setting).orElseGet(setting::byDefault);
    }

    /** The place of each setting that is written, in the order in which they were first written. */
    Map<Setting<?>, Place> places() {
        Map<Setting<?>, Place> places = new LinkedHashMap<>();
        entries.forEach((setting, entry) -> places.put(setting, entry.place()));
        return places;
    }
}
