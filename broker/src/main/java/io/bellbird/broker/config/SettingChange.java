package io.bellbird.broker.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one setting was and is.
 *
 * @param name the setting, and its listener where it has one
 * @param before as it is written in the file
 * @param after the same
 * @param needsRestart the change counts when the broker is started again
 */
public record SettingChange(String name, String before, String after, boolean needsRestart) {
    private static final String NONE = "none";

    /**
     * A setting of a file that was read.
     *
     * @param listener the address of the listener; empty for the broker
     * @param text the value as it is written in the file
     * @param place where; empty when it is the default, or comes of several lines
     */
    record Value(String listener, Setting<?> setting, String text, Optional<Place> place) {}

    /** In the order of the settings; listeners come last. */
    static List<SettingChange> between(List<Value> before, List<Value> after) {
        Map<String, Map<Setting<?>, String>> old = byListener(before);
        Map<String, Map<Setting<?>, String>> now = byListener(after);
        List<SettingChange> changes = new ArrayList<>();
        now.forEach((listener, values) -> Optional.ofNullable(old.remove(listener))
                .ifPresentOrElse(
                        earlier -> addChanges(changes, listener, earlier, values),
                        () -> changes.add(ofListener(NONE, listener))));
        old.keySet().forEach(listener -> changes.add(ofListener(listener, NONE)));
        return changes;
    }

    private static Map<String, Map<Setting<?>, String>> byListener(List<Value> values) {
        Map<String, Map<Setting<?>, String>> texts = new LinkedHashMap<>();
        values.forEach(value -> texts.computeIfAbsent(value.listener, first -> new LinkedHashMap<>())
                .put(value.setting, value.text));
        return texts;
    }

    private static SettingChange ofListener(String before, String after) {
        return new SettingChange(ListenerSettings.LISTENER.name(), before, after, true);
    }

    private static void addChanges(
            List<SettingChange> changes,
            String listener,
            Map<Setting<?>, String> before,
            Map<Setting<?>, String> after) {
        for (Setting<?> setting : Settings.all()) {
            String old = before.getOrDefault(setting, NONE);
            String now = after.getOrDefault(setting, NONE);
            if (!old.equals(now)) {
                String name = listener.isEmpty() ? setting.name() : setting.name() + " of listener " + listener;
                changes.add(new SettingChange(name, old, now, setting.effect() == Setting.Effect.RESTART));
            }
        }
    }

    @Override
    public String toString() {
        return name + " " + before + " -> " + after;
    }
}
