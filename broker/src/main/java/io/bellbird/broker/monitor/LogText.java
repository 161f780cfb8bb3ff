package io.bellbird.broker.monitor;

/** Text that came from a peer, made fit for a log line: one line, printable, not long. */
public final class LogText {
    private static final int LENGTH_MAX = 128;

    private LogText() {}

    /** A name: what cannot be seen, spaces, quotes and backslashes are escaped; cut after 128 characters. */
    public static String of(String text) {
        return escape(text, ' ', LENGTH_MAX);
    }

    /** A sentence that may quote a peer: as a name, but spaces stay. */
    public static String sentence(String text) {
        return escape(text, ' ' - 1, LENGTH_MAX);
    }

    /** As a sentence, but whole, however long; what it is within quotes is also a string of JSON. */
    public static String line(String text) {
        return escape(text, ' ' - 1, Integer.MAX_VALUE);
    }

    private static String escape(String text, int lastEscaped, int lengthMax) {
        StringBuilder escaped = new StringBuilder(Math.min(text.length(), lengthMax));
        int next = 0;
        while (next < text.length() && escaped.length() < lengthMax) {
            int character = text.codePointAt(next);
            int end = next + Character.charCount(character);
            if (character > lastEscaped && isVisible(character)) {
                escaped.appendCodePoint(character);
            } else {
                text.substring(next, end).chars().forEach(c -> escaped.append(String.format("\\u%04x", c)));
            }
            next = end;
        }
        return next < text.length() ? escaped + "..." : escaped.toString();
    }

    /** Neither ends a line, nor a value, nor changes the direction, nor looks like nothing or something else. */
    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> character == ' ';
            default -> character != '"' && character != '\\';
        };
    }
}
