package io.bellbird.broker.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where settings stand in a configuration, for people who are to change them: {@code FILE:LINE}. Immutable. */
public final class WrittenLines {
    private final Map<String, String> broker;
    private final Map<ListenerConfig, Map<String, String>> listeners;

    private WrittenLines(Map<String, String> broker, Map<ListenerConfig, Map<String, String>> listeners) {
        this.broker = broker;
        this.listeners = listeners;
    }

    /** @param listeners what is set for each */
    static WrittenLines of(Section global, Map<ListenerConfig, Section> listeners) {
        Map<ListenerConfig, Map<String, String>> places = new HashMap<>();
        listeners.forEach((listener, section) -> places.put(listener, places(section)));
        return new WrittenLines(places(global), Map.copyOf(places));
    }

    private static Map<String, String> places(Section section) {
        Map<String, String> places = new HashMap<>();
        section.places().forEach((setting, place) -> places.put(setting.name(), place.toString()));
        return Map.copyOf(places);
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
