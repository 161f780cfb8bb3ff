package io.bellbird.app.top;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON: objects as maps, arrays as lists, and texts, doubles, truths and null. */
final class JsonReader {
    private static final int DEPTH_MAX = 64;
    private static final int HEX = 16;
    private static final int HEX_DIGITS = 4;

    private final String text;
    private int next;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    /**
     * Reads a document.
     *
     * @throws IOException when it is none
     */
    static @Nullable Object read(String text) throws IOException {
        JsonReader reader = new JsonReader(text);
        Object value = reader.value();
        reader.skipSpace();
        if (reader.next < text.length()) {
            throw reader.wrong();
        }
        return value;
    }

    private IOException wrong() {
        return new IOException("the answer of the broker is no JSON, at character " + next);
    }

    private void skipSpace() {
        while (next < text.length() && " \t\r\n".indexOf(text.charAt(next)) >= 0) {
            next++;
        }
    }

    /** Takes this character, if it comes next. */
    private boolean takes(char wanted) {
        skipSpace();
        if (next < text.length() && text.charAt(next) == wanted) {
            next++;
            return true;
        }
        return false;
    }

    private void require(char wanted) throws IOException {
        if (!takes(wanted)) {
            throw wrong();
        }
    }

    private @Nullable Object value() throws IOException {
        if (++depth > DEPTH_MAX) {
            throw wrong();
        }
        skipSpace();
        char first = next < text.length() ? text.charAt(next) : 0;
        Object value =
                switch (first) {
                    case '{' -> object();
                    case '[' -> array();
                    case '"' -> string();
                    default -> word();
                };
        depth--;
        return value;
    }

    private Map<String, @Nullable Object> object() throws IOException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        require('{');
        if (takes('}')) {
            return members;
        }
        do {
            skipSpace();
            String name = string();
            require(':');
            members.put(name, value());
        } while (takes(','));
        require('}');
        return members;
    }

    private List<@Nullable Object> array() throws IOException {
        List<@Nullable Object> elements = new ArrayList<>();
        require('[');
        if (takes(']')) {
            return elements;
        }
        do {
            elements.add(value());
        } while (takes(','));
        require(']');
        return elements;
    }

    private String string() throws IOException {
        require('"');
        StringBuilder string = new StringBuilder();
        while (next < text.length()) {
            char character = text.charAt(next++);
            if (character == '"') {
                return string.toString();
            }
            string.append(character == '\\' ? escaped() : character);
        }
        throw wrong();
    }

    private char escaped() throws IOException {
        char character = next < text.length() ? text.charAt(next++) : 0;
        return switch (character) {
            case '"', '\\', '/' -> character;
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> codeUnit();
            default -> throw wrong();
        };
    }

    private char codeUnit() throws IOException {
        int end = next + HEX_DIGITS;
        if (end > text.length()) {
            throw wrong();
        }
        try {
            char unit = (char) Integer.parseInt(text, next, end, HEX);
            next = end;
            return unit;
        } catch (NumberFormatException none) {
            throw wrong();
        }
    }

    /** A number, true, false or null. */
    private @Nullable Object word() throws IOException {
        int start = next;
        while (next < text.length() && ",]} \t\r\n".indexOf(text.charAt(next)) < 0) {
            next++;
        }
        String word = text.substring(start, next);
        try {
            return switch (word) {
                case "null" -> null;
                case "true" -> true;
                case "false" -> false;
                default -> Double.valueOf(word);
            };
        } catch (NumberFormatException none) {
            throw wrong();
        }
    }
}
