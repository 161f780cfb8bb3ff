package io.bellbird.broker.config;

import java.util.StringJoiner;

/** Writes docs/configuration.md from the settings. */
final class ConfigurationReference {
    private static final String INTRODUCTION =
            """
            # Configuration

            <!-- Generated from the table of settings; to change it, change io.bellbird.broker.config.Settings and run
                 mvn -pl broker -am test -Dtest=ConfigurationReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dreference.write
            -->

            `bellbird broker -c FILE` reads a file in the format of mosquitto.conf, so that files and habits from
            there go on to work. `bellbird broker -c FILE --test-config` only says what is wrong in it.

            - One setting a line: its name, a blank, its value. Lines that begin with `#` are comments.
            - A name that is not known is an error. A name that Mosquitto knows and Bellbird does not support is a
              warning, and the broker starts.
            - When a setting is given twice, the last counts.
            - A setting of a listener belongs to the `listener` line above it. Before the first one it belongs to the
              listener of `port` and `bind_address` or, when there is no listener at all, to 127.0.0.1 and [::1].
            - The file is read when the broker starts. The third column below says when a change will count once a
              running broker can be told to read it again.

            A broker that devices in the same network can use, without passwords:

            ```
            listener 1883 0.0.0.0
            allow_anonymous true
            ```

            """;

    private ConfigurationReference() {}

    static String text() {
        StringBuilder text = new StringBuilder(INTRODUCTION);
        text.append("## Overview\n\n");
        text.append("| setting | default | a change counts | belongs to |\n|---|---|---|---|\n");
        for (Setting<?> setting : Settings.all()) {
            text.append("| [`%s`](#%s) | %s | %s | %s |\n"
                    .formatted(
                            setting.name(),
                            setting.name(),
                            shownDefault(setting),
                            effect(setting.effect()),
                            scope(setting.scope())));
        }
        text.append("\n## Settings\n");
        Settings.all().forEach(setting -> text.append(describe(setting)));
        text.append(ignoredOptions());
        return text.toString();
    }

    private static String describe(Setting<?> setting) {
        String unit = setting.unit().isEmpty() || setting.type() instanceof SettingType.Bytes
                ? ""
                : " (" + setting.unit() + ")";
        String byDefault = setting.defaultValue().isEmpty() ? "" : " Default: " + shownDefault(setting) + ".";
        String differs = setting.differs().isEmpty() ? "" : "\nMosquitto's default is " + setting.differs() + "\n";
        return """

                ### `%s`

                %s

                Value: %s%s.%s
                """
                        .formatted(
                                setting.name(), setting.help(), setting.type().allowed(), unit, byDefault)
                + differs;
    }

    private static <T> String shownDefault(Setting<T> setting) {
        return setting.defaultValue()
                .map(value -> "`" + setting.type().show(value) + "`")
                .orElse("see below");
    }

    private static String ignoredOptions() {
        StringBuilder text = new StringBuilder(
                """

                ## Options of Mosquitto without effect

                A file may contain them; each is a warning with the number of its line, unless its value asks for what
                happens anyway.

                | options | what their absence means |
                |---|---|
                """);
        for (MosquittoOptions.Area area : MosquittoOptions.Area.values()) {
            StringJoiner names = new StringJoiner(", ");
            MosquittoOptions.all().stream()
                    .filter(option -> option.area() == area)
                    .forEach(option -> names.add("`" + option.name() + "`"));
            text.append("| ")
                    .append(names)
                    .append(" | ")
                    .append(area.consequence())
                    .append(" |\n");
        }
        return text.toString();
    }

    private static String scope(Setting.Scope scope) {
        return switch (scope) {
            case BROKER -> "the broker";
            case LISTENER -> "a listener";
        };
    }

    private static String effect(Setting.Effect effect) {
        return switch (effect) {
            case AT_ONCE -> "at once";
            case NEW_CONNECTIONS -> "for new connections";
            case RESTART -> "after a restart";
        };
    }
}
