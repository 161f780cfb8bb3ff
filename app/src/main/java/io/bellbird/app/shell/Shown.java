package io.bellbird.app.shell;

/** Text of others, made fit for a terminal. */
final class Shown {
    private static final int LENGTH_MAX = 100;

    private Shown() {}

    /** Without what would move the cursor or end the line. */
    static String of(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
    }

    /** Not longer than a line. */
    static String cut(String text) {
        return text.length() > LENGTH_MAX ? text.substring(0, LENGTH_MAX) + "..." : text;
    }
}
