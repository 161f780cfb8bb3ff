package io.bellbird.broker.config;

import java.util.Optional;

/** What is known of the settings, for people at a terminal; docs/configuration.md says the same. */
public final class SettingsGuide {
    private static final String UNSAID = "see above";

    private SettingsGuide() {}

    /** One line for each setting: its name, its default, and when a change counts; with a line above that says so. */
    public static String list() {
        StringBuilder text = new StringBuilder(line("setting", "default", "a change counts"));
        for (Setting<?> setting : Settings.all()) {
            text.append(line(
                    setting.name(),
                    setting.shownDefault().orElse("-"),
                    setting.effect().words()));
        }
        return text.toString();
    }

    private static String line(String name, String byDefault, String effect) {
        return "%-30s %-12s %s\n".formatted(name, byDefault, effect);
    }

    /** All about a setting, or why an option of Mosquitto has no effect; empty when the key is neither. */
    public static Optional<String> explain(String key) {
        return Settings.find(key).map(SettingsGuide::describe).or(() -> MosquittoOptions.find(key)
                .map(option -> describe(key, option)));
    }

    private static String describe(Setting<?> setting) {
        String unit = setting.furtherUnit().isEmpty() ? "" : " (" + setting.furtherUnit() + ")";
        String differs = setting.differs().isEmpty() ? "" : "Mosquitto's default: " + setting.differs() + "\n";
        return """
                %s

                %s

                Value: %s%s
                Default: %s
                Belongs to: %s
                A change counts: %s
                """
                        .formatted(
                                setting.name(),
                                setting.help(),
                                setting.type().allowed(),
                                unit,
                                setting.shownDefault().orElse(UNSAID),
                                setting.scope().words(),
                                setting.effect().words())
                + differs;
    }

    private static String describe(String key, MosquittoOptions.Option option) {
        return "%s\n\nAn option of Mosquitto that %s here: %s.\n"
                .formatted(
                        key,
                        option.area().isNeeded() ? "is not supported yet and is ignored" : "has no effect",
                        option.area().reason());
    }

    /** What to say of a key that {@link #explain} does not know: one sentence without its end. */
    public static String unknown(String key) {
        return "unknown setting '" + key + "'"
                + Suggestion.ofSetting(key)
                        .map(name -> ", did you mean '" + name + "'?")
                        .orElse(": 'bellbird config list' has all");
    }
}
