package io.bellbird.broker.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where settings stand in a configuration, for people who are to change them.
 *
 * @param broker {@code FILE:LINE} by the name of the setting
 * @param listeners the same for what is written for each
 */
public record WrittenLines(Map<String, String> broker, Map<ListenerConfig, Map<String, String>> listeners) {
    /** Copies the maps. */
    public WrittenLines {
        broker = Map.copyOf(broker);
        listeners = Map.copyOf(listeners);
    }

    /** @param listeners what is set for each */
    static WrittenLines of(Section global, Map<ListenerConfig, Section> listeners) {
        Map<ListenerConfig, Map<String, String>> places = new HashMap<>();
        listeners.forEach((listener, section) -> places.put(listener, places(section)));
        return new WrittenLines(places(global), places);
    }

    private static Map<String, String> places(Section section) {
        Map<String, String> places = new HashMap<>();
        section.places().forEach((setting, place) -> places.put(setting.name(), place.toString()));
        return places;
    }

    /** The line of a setting of the broker; empty when it is not written. */
    public Optional<String> of(String setting) {
        return Optional.ofNullable(broker.get(setting));
    }

    /** The line of a setting that counts for a listener, its own or else the broker's; empty when it is not written. */
    public Optional<String> of(ListenerConfig listener, String setting) {
        return Optional.ofNullable(listeners.getOrDefault(listener, Map.of()).get(setting))
                .or(() -> of(setting));
    }
}
