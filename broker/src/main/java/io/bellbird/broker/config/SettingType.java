package io.bellbird.broker.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How the value of a setting is written.
 *
 * @param <T> what code gets to see
 */
sealed interface SettingType<T> {

    /**
     * Reads a value.
     *
     * @param text the value as written, without surrounding blanks; not empty
     * @throws InvalidValueException when it cannot be understood or is out of range; the message says what to write
     */
    T parse(String text) throws InvalidValueException;

    /** What may be written, for people: "true or false". */
    String allowed();

    /** A value as it would be written in the file. */
    String show(T value);

    /** The rest of the line belongs to the value, so that a # in it begins no comment. */
    default boolean takesWholeLine() {
        return false;
    }

    /** {@code true} or {@code false}; 1 and 0 mean the same. */
    record Flag() implements SettingType<Boolean> {
        @Override
        public Boolean parse(String text) throws InvalidValueException {
            return switch (text) {
                case "true", "1" -> true;
                case "false", "0" -> false;
                default -> throw new InvalidValueException("use " + allowed());
            };
        }

        @Override
        public String allowed() {
            return "true or false";
        }

        @Override
        public String show(Boolean value) {
            return value.toString();
        }
    }

    /**
     * A whole number.
     *
     * @param min the least, inclusive
     * @param max the greatest, inclusive
     * @param orZero 0 is allowed, too, and has a meaning of its own
     */
    record Whole(int min, int max, boolean orZero) implements SettingType<Integer> {
        @Override
        public Integer parse(String text) throws InvalidValueException {
            long number = wholeNumber(text, allowed());
            if ((number < min || number > max) && !(orZero && number == 0)) {
                throw new InvalidValueException("use " + allowed());
            }
            return (int) number;
        }

        @Override
        public String allowed() {
            return (orZero ? "0, or " : "") + "a whole number from " + min + " to " + max;
        }

        @Override
        public String show(Integer value) {
            return value.toString();
        }
    }

    /**
     * A number of bytes.
     *
     * @param min the least, inclusive
     */
    record Bytes(long min) implements SettingType<Long> {
        @Override
        public Long parse(String text) throws InvalidValueException {
            long number = wholeNumber(text, allowed());
            if (number < min) {
                throw new InvalidValueException("use " + allowed());
            }
            return number;
        }

        @Override
        public String allowed() {
            return "a whole number of bytes, " + min + " or more";
        }

        @Override
        public String show(Long value) {
            return value.toString();
        }
    }

    /** The rest of the line. */
    record Text() implements SettingType<String> {
        @Override
        public String parse(String text) {
            return text;
        }

        @Override
        public String allowed() {
            return "text";
        }

        @Override
        public String show(String value) {
            return value;
        }

        @Override
        public boolean takesWholeLine() {
            return true;
        }
    }

    /** The path of a file: the rest of the line. */
    record FilePath() implements SettingType<Path> {
        @Override
        public Path parse(String text) throws InvalidValueException {
            try {
                return Path.of(text);
            } catch (InvalidPathException e) {
                throw new InvalidValueException("use the path of a file");
            }
        }

        @Override
        public String allowed() {
            return "the path of a file";
        }

        @Override
        public String show(Path value) {
            return value.toString();
        }

        @Override
        public boolean takesWholeLine() {
            return true;
        }
    }

    /**
     * One of a few words.
     *
     * @param words what each word means, in the order in which they are listed to people
     */
    record OneOf<T>(Map<String, T> words) implements SettingType<T> {
        @Override
        public T parse(String text) throws InvalidValueException {
            T value = words.get(text);
            if (value == null) {
                throw new InvalidValueException("use " + allowed());
            }
            return value;
        }

        @Override
        public String allowed() {
            String all = String.join(", ", words.keySet());
            int last = all.lastIndexOf(", ");
            return last < 0 ? all : all.substring(0, last) + " or " + all.substring(last + 2);
        }

        @Override
        public String show(T value) {
            return words.entrySet().stream()
                    .filter(word -> word.getValue().equals(value))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.joining());
        }
    }

    /** A port and, after a blank, an address to bind. */
    record Listen() implements SettingType<ListenAddress> {
        @Override
        public ListenAddress parse(String text) throws InvalidValueException {
            String[] words = text.split("\\s+", -1);
            if (words.length > 2) {
                throw new InvalidValueException("use " + allowed());
            }
            String host = words.length == 2 ? words[1] : "";
            if (host.startsWith("/")) {
                throw new InvalidValueException("Unix sockets are not supported, use " + allowed());
            }
            long port = wholeNumber(words[0], allowed());
            if (port < 0 || port > 65_535) {
                throw new InvalidValueException("use " + allowed());
            }
            return new ListenAddress((int) port, host);
        }

        @Override
        public String allowed() {
            return "a port from 0 to 65535 and, if not all addresses are meant, an address: 1883 127.0.0.1";
        }

        @Override
        public String show(ListenAddress value) {
            return value.host().isEmpty() ? "" + value.port() : value.port() + " " + value.host();
        }
    }

    /** Where log lines go: a word, and a path after the word {@code file}. */
    record LogTargets() implements SettingType<LogTarget> {
        @Override
        public LogTarget parse(String text) throws InvalidValueException {
            String[] words = text.split("\\s+", 2);
            if (words[0].equals("file")) {
                if (words.length == 1) {
                    throw new InvalidValueException("add the path of a file: file /var/log/bellbird.log");
                }
                return LogTarget.file(new FilePath().parse(words[1]));
            }
            if (words.length == 1 || words[1].startsWith("#")) {
                for (LogTarget.Kind kind : LogTarget.Kind.values()) {
                    if (kind.name().toLowerCase(Locale.ROOT).equals(words[0])) {
                        return new LogTarget(kind, Path.of(""));
                    }
                }
            }
            throw new InvalidValueException("use " + allowed());
        }

        @Override
        public String allowed() {
            return "stdout, stderr, none, or file and a path";
        }

        @Override
        public String show(LogTarget value) {
            return value.kind().name().toLowerCase(Locale.ROOT);
        }

        @Override
        public boolean takesWholeLine() {
            return true;
        }
    }

    private static long wholeNumber(String text, String allowed) throws InvalidValueException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new InvalidValueException("use " + allowed);
        }
    }
}
