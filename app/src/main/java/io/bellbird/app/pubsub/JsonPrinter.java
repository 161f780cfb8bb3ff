package io.bellbird.app.pubsub;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints JSON in one line, or with a line for each member of an object. */
final class JsonPrinter {
    private static final String SPECIAL = "\"\\\b\f\n\r\t";
    private static final String ESCAPES = "\"\\bfnrt";

    private JsonPrinter() {}

    /** @param depth how many objects and arrays are around it */
    static void print(Json value, boolean pretty, int depth, StringBuilder out) {
        if (value instanceof Json.Word word) {
            out.append(word.text());
        } else if (value instanceof Json.Numeric number) {
            out.append(Json.print(number.value()));
        } else if (value instanceof Json.Text text) {
            print(text.bytes(), out);
        } else if (value instanceof Json.Array array) {
            print(array.elements(), pretty, depth + 1, out);
        } else if (value instanceof Json.Obj object) {
            print(object, pretty, depth + 1, out);
        }
    }

    private static void print(List<Json> elements, boolean pretty, int depth, StringBuilder out) {
        out.append('[');
        String separator = "";
        for (Json element : elements) {
            out.append(separator);
            print(element, pretty, depth, out);
            separator = pretty ? ", " : ",";
        }
        out.append(']');
    }

    private static void print(Json.Obj object, boolean pretty, int depth, StringBuilder out) {
        out.append('{').append(pretty ? "\n" : "");
        int left = object.members().size();
        for (Map.Entry<String, Json> member : object.members()) {
            out.append(pretty ? "\t".repeat(depth) : "");
            print(member.getKey(), out);
            out.append(pretty ? ":\t" : ":");
            print(member.getValue(), pretty, depth, out);
            out.append(--left > 0 ? "," : "").append(pretty ? "\n" : "");
        }
        out.append(pretty ? "\t".repeat(depth - 1) : "").append('}');
    }

    private static void print(String bytes, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < bytes.length(); i++) {
            char c = bytes.charAt(i);
            int special = SPECIAL.indexOf(c);
            if (special >= 0) {
                out.append('\\').append(ESCAPES.charAt(special));
            } else if (c < ' ') {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
