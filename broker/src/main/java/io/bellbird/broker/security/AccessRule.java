package io.bellbird.broker.security;

/**
 * A line of an ACL file that allows or denies.
 *
 * @param place file and line, for people
 * @param text the line as it stands there
 * @param filter which topics it is about; in a pattern with {@code %c} and {@code %u}
 */
public record AccessRule(String place, String text, String filter, Effect effect) {

    /** What a rule does for the topics that match. */
    enum Effect {
        DENY("deny"),
        READ("read"),
        WRITE("write"),
        READ_WRITE("readwrite");

        private final String word;

        Effect(String word) {
            this.word = word;
        }

        /** In the file. */
        String word() {
            return word;
        }

        boolean allowsReading() {
            return this == READ || this == READ_WRITE;
        }

        boolean allowsWriting() {
            return this == WRITE || this == READ_WRITE;
        }
    }

    /** The line of the file, 1 for the first. */
    public int line() {
        return Integer.parseInt(place.substring(place.lastIndexOf(':') + 1));
    }

    /** The file. */
    public String file() {
        return place.substring(0, place.lastIndexOf(':'));
    }

    /** What it does, in the word of the file: {@code deny}, {@code read}, {@code write} or {@code readwrite}. */
    public String access() {
        return effect.word();
    }

    /** Whether it lets messages be received. */
    public boolean allowsReading() {
        return effect.allowsReading();
    }

    /** Whether it lets messages be published. */
    public boolean allowsWriting() {
        return effect.allowsWriting();
    }

    /** Whether it denies. */
    public boolean isDeny() {
        return effect == Effect.DENY;
    }

    /** Where it stands, and what it says. */
    @Override
    public String toString() {
        return place + ": " + text;
    }
}
