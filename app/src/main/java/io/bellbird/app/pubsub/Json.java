package io.bellbird.app.pubsub;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSON as Mosquitto's programs read and print it. Text is kept as the bytes that it is, one in each {@code char}, since
 * payloads need not be UTF-8.
 */
sealed interface Json {
    /** Prints it, with tabs and lines if it is to be pretty. */
    default String print(boolean pretty) {
        StringBuilder out = new StringBuilder();
        JsonPrinter.print(this, pretty, 0, out);
        return out.toString();
    }

    /** {@code null}, {@code true} or {@code false}. */
    record Word(String text) implements Json {}

    /** A number. */
    record Numeric(double value) implements Json {}

    /** A text, as bytes. */
    record Text(String bytes) implements Json {}

    /** An array. */
    record Array(List<Json> elements) implements Json {}

    /** An object; names may come twice, and keep their order. */
    record Obj(List<Map.Entry<String, Json>> members) implements Json {
        /** One without members. */
        static Obj empty() {
            return new Obj(new ArrayList<>());
        }

        /** Adds a member. */
        Obj with(String name, Json value) {
            members.add(Map.entry(name, value));
            return this;
        }
    }

    /** The bytes of a text. */
    static Text text(String text) {
        return new Text(bytes(text));
    }

    /** The UTF-8 bytes of a text, each as a {@code char}. */
    static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** What is there and nothing else, or empty when it is not JSON. */
    static Optional<Json> parse(byte[] payload) {
        return new Parser(new String(payload, StandardCharsets.ISO_8859_1)).parse();
    }

    /** Accepts what Mosquitto's library does, such as zeros before a number. */
    final class Parser {
        private static final int DEPTH_MAX = 1_000;
        private static final String UTF_8_MARK = "\u00EF\u00BB\u00BF";
        private static final Pattern NUMBER = Pattern.compile("-?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?");

        private final String text;
        private int at;

        private Parser(String text) {
            this.text = text;
        }

        /** Thrown where the text is not JSON. */
        private static final class NotJson extends Exception {
            private static final long serialVersionUID = 1;

            NotJson() {
                super(null, null, false, false);
            }
        }

        Optional<Json> parse() {
            at = text.startsWith(UTF_8_MARK) ? UTF_8_MARK.length() : 0;
            try {
                Json value = value(0);
                skipBlanks();
                return at == text.length() ? Optional.of(value) : Optional.empty();
            } catch (NotJson not) {
                return Optional.empty();
            }
        }

        private void skipBlanks() {
            while (at < text.length() && text.charAt(at) <= ' ' && text.charAt(at) != 0) {
                at++;
            }
        }

        private boolean skip(String expected) {
            boolean there = text.startsWith(expected, at);
            if (there) {
                at += expected.length();
            }
            return there;
        }

        private Json value(int depth) throws NotJson {
            skipBlanks();
            for (String word : List.of("null", "false", "true")) {
                if (skip(word)) {
                    return new Word(word);
                }
            }
            if (depth >= DEPTH_MAX || at == text.length()) {
                throw new NotJson();
            }
            char c = text.charAt(at);
            if (c == '"') {
                return new Text(string());
            }
            if (c == '-' || (c >= '0' && c <= '9')) {
                return number();
            }
            return c == '[' ? array(depth) : object(depth);
        }

        private Json number() throws NotJson {
            Matcher matcher = NUMBER.matcher(text).region(at, text.length());
            if (!matcher.lookingAt()) {
                throw new NotJson();
            }
            at = matcher.end();
            return new Numeric(Double.parseDouble(matcher.group()));
        }

        private Json array(int depth) throws NotJson {
            List<Json> elements = new ArrayList<>();
            at++;
            skipBlanks();
            if (!skip("]")) {
                do {
                    elements.add(value(depth + 1));
                    skipBlanks();
                } while (skip(","));
                require("]");
            }
            return new Array(elements);
        }

        private Json object(int depth) throws NotJson {
            require("{");
            Obj object = Obj.empty();
            skipBlanks();
            if (!skip("}")) {
                do {
                    skipBlanks();
                    String name = string();
                    skipBlanks();
                    require(":");
                    object.with(name, value(depth + 1));
                    skipBlanks();
                } while (skip(","));
                require("}");
            }
            return object;
        }

        private void require(String expected) throws NotJson {
            if (!skip(expected)) {
                throw new NotJson();
            }
        }

        private String string() throws NotJson {
            require("\"");
            StringBuilder bytes = new StringBuilder();
            while (true) {
                if (at == text.length()) {
                    throw new NotJson();
                }
                char c = text.charAt(at++);
                if (c == '"') {
                    return bytes.toString();
                }
                bytes.append(c == '\\' ? escaped() : String.valueOf(c));
            }
        }

        private String escaped() throws NotJson {
            if (at == text.length()) {
                throw new NotJson();
            }
            char c = text.charAt(at++);
            return switch (c) {
                case '"', '\\', '/' -> String.valueOf(c);
                case 'b' -> "\b";
                case 'f' -> "\f";
                case 'n' -> "\n";
                case 'r' -> "\r";
                case 't' -> "\t";
                case 'u' -> bytes(codePoint());
                default -> throw new NotJson();
            };
        }

        private String codePoint() throws NotJson {
            char first = hexadecimal();
            if (Character.isLowSurrogate(first)) {
                throw new NotJson();
            }
            if (!Character.isHighSurrogate(first)) {
                return String.valueOf(first);
            }
            require("\\u");
            char second = hexadecimal();
            if (!Character.isLowSurrogate(second)) {
                throw new NotJson();
            }
            return "" + first + second;
        }

        private char hexadecimal() throws NotJson {
            int value = 0;
            for (int end = at + 4; at < end; at++) {
                int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
                if (digit < 0) {
                    throw new NotJson();
                }
                value = value * 16 + digit;
            }
            return (char) value;
        }
    }

    /** A number as C prints it with 15 digits, or with 17 when those are too few to read it back. */
    static String print(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return "null";
        }
        String text = general(value, 15);
        double read = Double.parseDouble(text);
        boolean same = Math.abs(read - value) <= Math.max(Math.abs(read), Math.abs(value)) * Math.ulp(1.0);
        return same ? text : general(value, 17);
    }

    /** C's {@code %.Ng}. */
    private static String general(double value, int digits) {
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        BigDecimal rounded =
                new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= -4 && exponent < digits) {
            return rounded.toPlainString();
        }
        String all = rounded.unscaledValue().abs().toString();
        String mantissa = all.length() == 1 ? all : all.charAt(0) + "." + all.substring(1);
        String power = (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        return (value < 0 ? "-" : "") + mantissa + "e" + (exponent < 0 ? "-" : "+") + power;
    }
}
