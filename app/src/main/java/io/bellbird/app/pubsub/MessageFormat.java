package io.bellbird.app.pubsub;

import java.util.ArrayList;
import java.util.List;

/**
 * What follows {@code -F}: text with sequences that begin with {@code %}, {@code @} or a backslash.
 *
 * @param parts in order
 */
record MessageFormat(List<Part> parts) {
    private static final String LETTERS = "%ACDEFIlmPpqRSrtjJUxX";
    private static final String ESCAPES = "\\0aenrtv";
    private static final String ESCAPED = "\\\0\u0007\u001B\n\r\t\u000B";
    private static final int WIDTH_MAX = 1_000_000;

    /**
     * One sequence, or one character.
     *
     * @param kind {@code %} for a value of the message, {@code @} for the time, 0 for a character that stands for itself
     * @param letter which one
     * @param left whether it is put to the left of its field
     * @param zeros whether the field is filled with zeros
     * @param width of the field, 0: as wide as the value
     * @param precision the most that is printed of a text, -1: all
     */
    record Part(char kind, char letter, boolean left, boolean zeros, int width, int precision) {}

    MessageFormat {
        parts = List.copyOf(parts);
    }

    /** Reads a format. */
    static MessageFormat parse(String text) throws UsageException {
        return new Parser(text).parse();
    }

    /** Goes through the text once. */
    private static final class Parser {
        private final String text;
        private final List<Part> parts = new ArrayList<>();
        private int at;

        Parser(String text) {
            this.text = text;
        }

        MessageFormat parse() throws UsageException {
            while (at < text.length()) {
                char c = text.charAt(at++);
                switch (c) {
                    case '%' -> parts.add(value());
                    case '@' -> parts.add(time());
                    case '\\' -> parts.add(character(escaped()));
                    default -> parts.add(character(c));
                }
            }
            return new MessageFormat(parts);
        }

        private static Part character(char c) {
            return new Part('\0', c, false, false, 0, -1);
        }

        private Part value() throws UsageException {
            boolean left = skip('-');
            boolean zeros = skip('0');
            int width = number();
            int precision = skip('.') ? number() : -1;
            char letter = next();
            if (LETTERS.indexOf(letter) < 0) {
                throw UsageException.of("Error: Invalid format specifier '" + letter + "'.");
            }
            return new Part('%', letter, left, zeros, width, precision);
        }

        private Part time() throws UsageException {
            char letter = next();
            return letter == '@' ? character('@') : new Part('@', letter, false, false, 0, -1);
        }

        private char next() throws UsageException {
            if (at == text.length()) {
                throw UsageException.of("Error: Incomplete format specifier.");
            }
            return text.charAt(at++);
        }

        private char escaped() throws UsageException {
            if (at == text.length()) {
                throw UsageException.of("Error: Incomplete escape specifier.");
            }
            char letter = text.charAt(at++);
            int index = ESCAPES.indexOf(letter);
            if (index < 0) {
                throw UsageException.of("Error: Invalid escape specifier '" + letter + "'.");
            }
            return ESCAPED.charAt(index);
        }

        private boolean skip(char c) {
            boolean there = at < text.length() && text.charAt(at) == c;
            if (there) {
                at++;
            }
            return there;
        }

        private int number() {
            int number = 0;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                number = Math.min(WIDTH_MAX, number * 10 + text.charAt(at) - '0');
                at++;
            }
            return number;
        }
    }
}
