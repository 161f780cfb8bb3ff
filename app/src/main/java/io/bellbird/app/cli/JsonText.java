package io.bellbird.app.cli;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes JSON: of maps, collections, texts, numbers and truths. */
public final class JsonText {
    private static final String INDENT = "  ";

    private JsonText() {}

    /** A document, with a line for each member. */
    public static String of(Object value) {
        return of(value, "\n");
    }

    private static String of(Object value, String newLine) {
        String inner = newLine + INDENT;
        if (value instanceof Map<?, ?> members) {
            return members.isEmpty()
                    ? "{}"
                    : members.entrySet().stream()
                            .map(member ->
                                    quoted(String.valueOf(member.getKey())) + ": " + of(member.getValue(), inner))
                            .collect(Collectors.joining("," + inner, "{" + inner, newLine + "}"));
        }
        if (value instanceof Collection<?> elements) {
            return elements.isEmpty()
                    ? "[]"
                    : elements.stream()
                            .map(element -> of(element, inner))
                            .collect(Collectors.joining("," + inner, "[" + inner, newLine + "]"));
        }
        if (value instanceof Double number) {
            return Double.isFinite(number) ? decimal(number) : "null";
        }
        return value instanceof Number || value instanceof Boolean
                ? String.valueOf(value)
                : quoted(String.valueOf(value));
    }

    /** Without an exponent, and without digits that nobody measured. */
    private static String decimal(double number) {
        String digits = String.format(Locale.ROOT, "%.4f", number);
        return digits.replaceAll("0+$", "").replaceAll("\\.$", "");
    }

    /** A text with its quotes; what is not plain is escaped. */
    public static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '"' || character == '\\') {
                quoted.append('\\').append(character);
            } else if (character < ' ' || Character.isSurrogate(character)) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) character));
            } else {
                quoted.append(character);
            }
        }
        return quoted.append('"').toString();
    }
}
