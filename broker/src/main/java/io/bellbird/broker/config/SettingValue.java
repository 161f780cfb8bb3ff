package io.bellbird.broker.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one setting is, and what is known of it.
 *
 * @param name the key in the file
 * @param listener the address of the listener that it belongs to; empty for the broker
 * @param value as it is written in the file, or else the default; empty when there is neither
 * @param byDefault what applies when nothing is written; empty when that is not one value
 * @param place {@code FILE:LINE} where it is written; empty when it is not, or in several lines
 * @param effect when a change counts: {@code at_once}, {@code new_connections} or {@code restart}
 * @param unit what a number counts; empty for the rest
 * @param allowed what may be written, for people
 * @param help what it does, in sentences
 */
public record SettingValue(
        String name,
        String listener,
        Optional<String> value,
        Optional<String> byDefault,
        Optional<String> place,
        String effect,
        String unit,
        String allowed,
        String help) {

    /** All of a configuration: first what has a value, then what has none. */
    static List<SettingValue> of(List<SettingChange.Value> written) {
        List<SettingValue> all = new ArrayList<>();
        written.forEach(value -> all.add(of(
                value.setting(),
                value.listener(),
                Optional.of(value.text()),
                value.place().map(Place::toString))));
        Set<Setting<?>> known =
                written.stream().map(SettingChange.Value::setting).collect(Collectors.toSet());
        Settings.all().stream()
                .filter(setting -> setting.scope() != Setting.Scope.LISTENER && !known.contains(setting))
                .forEach(setting -> all.add(of(setting, "", Optional.empty(), Optional.empty())));
        return all;
    }

    private static SettingValue of(
            Setting<?> setting, String listener, Optional<String> value, Optional<String> place) {
        return new SettingValue(
                setting.name(),
                listener,
                value,
                setting.shownDefault(),
                place,
                setting.effect().name().toLowerCase(Locale.ROOT),
                setting.furtherUnit(),
                setting.type().allowed(),
                setting.help());
    }
}
