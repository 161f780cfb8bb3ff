package io.bellbird.app.pubsub;

import io.bellbird.app.pubsub.UsageException.Sequel;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One {@code -D}.
 *
 * @param value for a user property its value, else the only one
 * @param key of a user property, else ""
 * @param number of the value, when it is one
 */
record Property(Kind kind, String key, String value, long number) {

    /** The properties that the command line can set, with the stages that have them and the largest number. */
    @SuppressWarnings("ImmutableEnumChecker") // the list is unmodifiable
    enum Kind {
        PAYLOAD_FORMAT_INDICATOR(255, Stage.PUBLISH, Stage.WILL),
        MESSAGE_EXPIRY_INTERVAL(0xFFFF_FFFFL, Stage.PUBLISH, Stage.WILL),
        CONTENT_TYPE(0, Stage.PUBLISH, Stage.WILL),
        RESPONSE_TOPIC(0, Stage.PUBLISH, Stage.WILL),
        CORRELATION_DATA(0, Stage.PUBLISH, Stage.WILL),
        SUBSCRIPTION_IDENTIFIER(0xFFF_FFFF, Stage.SUBSCRIBE),
        SESSION_EXPIRY_INTERVAL(0xFFFF_FFFFL, Stage.CONNECT, Stage.DISCONNECT),
        AUTHENTICATION_METHOD(0, Stage.CONNECT),
        AUTHENTICATION_DATA(0, Stage.CONNECT),
        REQUEST_PROBLEM_INFORMATION(255, Stage.CONNECT),
        WILL_DELAY_INTERVAL(0xFFFF_FFFFL, Stage.WILL),
        REQUEST_RESPONSE_INFORMATION(255, Stage.CONNECT),
        RECEIVE_MAXIMUM(65_535, Stage.CONNECT),
        TOPIC_ALIAS_MAXIMUM(65_535, Stage.CONNECT),
        TOPIC_ALIAS(65_535, Stage.PUBLISH),
        USER_PROPERTY(
                0, Stage.CONNECT, Stage.PUBLISH, Stage.SUBSCRIBE, Stage.UNSUBSCRIBE, Stage.DISCONNECT, Stage.WILL),
        MAXIMUM_PACKET_SIZE(0xFFFF_FFFFL, Stage.CONNECT),
        ASSIGNED_CLIENT_IDENTIFIER(0),
        SERVER_KEEP_ALIVE(0),
        RESPONSE_INFORMATION(0),
        SERVER_REFERENCE(0),
        REASON_STRING(0, Stage.DISCONNECT),
        MAXIMUM_QOS(0),
        RETAIN_AVAILABLE(0),
        WILDCARD_SUBSCRIPTION_AVAILABLE(0),
        SUBSCRIPTION_IDENTIFIER_AVAILABLE(0),
        SHARED_SUBSCRIPTION_AVAILABLE(0);

        /** 0 for those that are text. */
        final long max;

        private final List<Stage> stages;

        Kind(long max, Stage... stages) {
            this.max = max;
            this.stages = List.of(stages);
        }

        /** As it is written on the command line, and in JSON. */
        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Optional<Kind> named(String text) {
            for (Kind kind : values()) {
                if (kind.text().equalsIgnoreCase(text)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * Reads what follows {@code -D} and adds it.
     *
     * @param words what is left of the command line
     * @return how many of them it took
     */
    static int read(List<String> words, Settings settings) throws UsageException {
        if (words.size() < 3) {
            throw tooFew();
        }
        Stage stage = Stage.named(words.get(0))
                .orElseThrow(() -> UsageException.spaced("Error: Invalid command given in --property argument."));
        Kind kind = Kind.named(words.get(1))
                .orElseThrow(() -> UsageException.spaced("Error: Invalid property name given in --property argument."));
        if (!kind.stages.contains(stage)) {
            throw UsageException.spaced(
                    "Error: " + kind.text() + " property not allowed for " + stage.text() + " in --property argument.");
        }
        if (kind == Kind.USER_PROPERTY) {
            if (words.size() < 4) {
                throw tooFew();
            }
            add(settings, stage, new Property(kind, words.get(2), words.get(3), 0));
            return 4;
        }
        add(settings, stage, new Property(kind, "", words.get(2), number(kind, words.get(2))));
        return 3;
    }

    private static UsageException tooFew() {
        return UsageException.spaced("Error: --property argument given but not enough arguments specified.");
    }

    private static void add(Settings settings, Stage stage, Property property) {
        settings.properties.computeIfAbsent(stage, none -> new ArrayList<>()).add(property);
    }

    private static long number(Kind kind, String text) throws UsageException {
        long number = kind.max == 0 ? 0 : CNumbers.whole(text);
        if (number < 0 || number > kind.max) {
            throw UsageException.spaced(
                    "Error: Property value (" + number + ") out of range for property " + kind.text() + ".");
        }
        return number;
    }

    /** Looks whether any property is there twice that may be there once. */
    static void checkUnique(Settings settings) throws UsageException {
        for (Stage stage : Stage.values()) {
            Set<Kind> seen = EnumSet.noneOf(Kind.class);
            for (Property property : settings.properties(stage)) {
                if (property.kind != Kind.USER_PROPERTY && !seen.add(property.kind)) {
                    String packet = stage == Stage.WILL ? "Will" : stage.name();
                    throw new UsageException(
                            "Error in " + packet + " properties: Duplicate property in property list", Sequel.HINT);
                }
            }
        }
    }
}
