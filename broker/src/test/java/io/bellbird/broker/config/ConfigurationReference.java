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
            there go on to work. `bellbird config check FILE` only says what is wrong in it, `bellbird config explain NAME`
            what this page says of a setting.

            - One setting a line: its name, a blank, its value. Lines that begin with `#` are comments.
            - A name that is not known is an error with the file and the line. A name that Mosquitto knows and
              Bellbird does not support is a warning, and the broker starts.
            - When a setting is given twice, the last counts, and that is a warning.
            - A setting of a listener belongs to the `listener` line above it. Before the first one it belongs to the
              listener of `port` and `bind_address` or, when there is no listener at all, to 127.0.0.1 and [::1].
            - Numbers are written without separators and units; a time that takes a unit says so below.
            - A running broker reads the file again when `bellbird reload` or SIGHUP tells it to: see [reload.md](reload.md).
              "A change counts" says for whom a change counts then. What counts for new connections leaves those alone
              that are there. What counts after a restart is named in a warning.

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
            text.append("| %s | %s | %s | %s |\n"
                    .formatted(
                            linked(setting),
                            shownDefault(setting, "see there"),
                            setting.effect().words(),
                            setting.scope().words()));
        }
        text.append(differences());
        text.append("\n## Settings\n");
        Settings.all().forEach(setting -> text.append(describe(setting)));
        text.append(ignoredOptions());
        return text.toString();
    }

    private static String differences() {
        StringBuilder text = new StringBuilder(
                """

                ## Differences from Mosquitto

                A file that says nothing of these settings means something else here than there:

                | setting | here | Mosquitto's default, and why ours is another |
                |---|---|---|
                """);
        StringJoiner own = new StringJoiner(", ");
        for (Setting<?> setting : Settings.all()) {
            if (!setting.differs().isEmpty()) {
                text.append("| %s | %s | %s |\n"
                        .formatted(linked(setting), shownDefault(setting, "see there"), setting.differs()));
            }
            if (setting.help().endsWith("Not known to Mosquitto.")) {
                own.add(linked(setting));
            }
        }
        return text + "\nNot known to Mosquitto, so a file with them is for Bellbird only: " + own + ".\n";
    }

    /** A link to its heading, whose anchor leaves dots out. */
    private static String linked(Setting<?> setting) {
        return "[`%s`](#%s)".formatted(setting.name(), setting.name().replace(".", ""));
    }

    private static String describe(Setting<?> setting) {
        String unit = setting.furtherUnit().isEmpty() ? "" : " (" + setting.furtherUnit() + ")";
        String differs = setting.differs().isEmpty() ? "" : "\nMosquitto's default is " + setting.differs() + "\n";
        return """

                ### `%s`

                %s

                - Value: %s%s
                - Default: %s
                - Belongs to: %s
                - A change counts: %s
                """
                        .formatted(
                                setting.name(),
                                setting.help(),
                                setting.type().allowed(),
                                unit,
                                shownDefault(setting, "see above"),
                                setting.scope().words(),
                                setting.effect().words())
                + differs;
    }

    private static String shownDefault(Setting<?> setting, String otherwise) {
        return setting.shownDefault().map(text -> "`" + text + "`").orElse(otherwise);
    }

    private static String ignoredOptions() {
        return """

                ## Options of Mosquitto without effect

                A file may contain them. These are not supported yet; each is a warning with its file and line, unless
                its value asks for what happens anyway:

                | options | what their absence means |
                |---|---|
                """
                + options(true)
                + """

                These are not needed here; each is a notice with its file and line:

                | options | why nothing is missing |
                |---|---|
                """
                + options(false);
    }

    private static String options(boolean needed) {
        StringBuilder rows = new StringBuilder();
        for (MosquittoOptions.Area area : MosquittoOptions.Area.values()) {
            if (area.isNeeded() == needed) {
                StringJoiner names = new StringJoiner(", ");
                MosquittoOptions.all().stream()
                        .filter(option -> option.area() == area)
                        .forEach(option -> names.add("`" + option.name() + "`"));
                rows.append("| " + names + " | " + area.reason() + " |\n");
            }
        }
        return rows.toString();
    }
}
