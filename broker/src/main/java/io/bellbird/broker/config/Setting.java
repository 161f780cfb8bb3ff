package io.bellbird.broker.config;

import java.util.Optional;

/**
 * One thing that can be set, as data: what reads, checks and documents it.
 *
 * @param name the key in the file
 * @param type how a value is written, and its range
 * @param defaultValue what applies when nothing is written; empty when that is not one value
 * @param unit what a number counts; empty for the rest
 * @param scope what one line of it applies to
 * @param effect when a change counts
 * @param help what it does, in sentences
 * @param differs where the default is not that of Mosquitto: its default, and why ours is another; else empty
 */
record Setting<T>(
        String name,
        SettingType<T> type,
        Optional<T> defaultValue,
        String unit,
        Scope scope,
        Effect effect,
        String help,
        String differs) {

    /** What a line applies to. */
    enum Scope {
        /** The whole broker, wherever it stands in the file. */
        BROKER("the broker"),
        /** The listener whose line stands above it. */
        LISTENER("a listener"),
        /** The listener whose line stands above it or, above all of them, the whole broker. */
        BROKER_OR_LISTENER("the broker, or a listener that differs"),
        /** The whole broker or, with {@code per_listener_settings true}, the listener whose line stands above it. */
        SECURITY("the broker, or a listener with `per_listener_settings`");

        private final String words;

        Scope(String words) {
            this.words = words;
        }

        /** For people. */
        String words() {
            return words;
        }
    }

    /** When a change counts. */
    enum Effect {
        /** For everybody, as soon as the file is read again. */
        AT_ONCE("at once"),
        /** For clients that connect after the file is read again. */
        NEW_CONNECTIONS("for new connections"),
        /** When the broker starts again. */
        RESTART("after a restart");

        private final String words;

        Effect(String words) {
            this.words = words;
        }

        /** For people. */
        String words() {
            return words;
        }
    }

    static Setting<Boolean> flag(String name, boolean byDefault, Effect effect, String help) {
        return of(name, new SettingType.Flag(), Optional.of(byDefault), "", effect, help);
    }

    static Setting<Integer> whole(
            String name, int byDefault, int min, int max, String unit, Effect effect, String help) {
        return of(name, new SettingType.Whole(min, max, false), Optional.of(byDefault), unit, effect, help);
    }

    static Setting<Integer> wholeOrZero(
            String name, int byDefault, int min, int max, String unit, Effect effect, String help) {
        return of(name, new SettingType.Whole(min, max, true), Optional.of(byDefault), unit, effect, help);
    }

    static Setting<Long> bytes(String name, long byDefault, long min, Effect effect, String help) {
        return of(name, new SettingType.Bytes(min), Optional.of(byDefault), "bytes", effect, help);
    }

    static <T> Setting<T> of(
            String name, SettingType<T> type, Optional<T> byDefault, String unit, Effect effect, String help) {
        return new Setting<>(name, type, byDefault, unit, Scope.BROKER, effect, help, "");
    }

    /** The same setting, one for each listener. */
    Setting<T> perListener() {
        return in(Scope.LISTENER);
    }

    /** The same setting, for the broker and for listeners that differ. */
    Setting<T> perBrokerOrListener() {
        return in(Scope.BROKER_OR_LISTENER);
    }

    /** The same setting, as one of those that {@code per_listener_settings} is about. */
    Setting<T> securing() {
        return in(Scope.SECURITY);
    }

    private Setting<T> in(Scope other) {
        return new Setting<>(name, type, defaultValue, unit, other, effect, help, differs);
    }

    /** The same setting with the reason why its default is not that of Mosquitto. */
    Setting<T> differing(String reason) {
        return new Setting<>(name, type, defaultValue, unit, scope, effect, help, reason);
    }

    /** What applies when nothing is written, as it would be written; empty when that is not one value. */
    Optional<String> shownDefault() {
        return defaultValue.map(type::show);
    }

    /** What a number counts, where what may be written does not say it already; else empty. */
    String furtherUnit() {
        return type instanceof SettingType.Bytes ? "" : unit;
    }

    /** What applies when nothing is written. */
    T byDefault() {
        return defaultValue.orElseThrow();
    }
}
