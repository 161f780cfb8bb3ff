package io.bellbird.broker.config;

import io.bellbird.codec.MqttVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
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

    /**
     * A text that is not long: the rest of the line.
     *
     * @param bytesMax its length in UTF-8 at most
     */
    record ShortText(int bytesMax) implements SettingType<String> {
        @Override
        public String parse(String text) throws InvalidValueException {
            if (text.getBytes(StandardCharsets.UTF_8).length > bytesMax) {
                throw new InvalidValueException("use " + allowed());
            }
            return text;
        }

        @Override
        public String allowed() {
            return "text of at most " + bytesMax + " bytes";
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

    /** One text a line, which add up. */
    record Texts() implements SettingType<List<String>> {
        @Override
        public List<String> parse(String text) {
            return List.of(text);
        }

        @Override
        public String allowed() {
            return "text";
        }

        @Override
        public String show(List<String> value) {
            return String.join(" ", value);
        }

        @Override
        public boolean takesWholeLine() {
            return true;
        }
    }

    /** What is put before topics: the rest of the line. */
    record TopicPrefix() implements SettingType<String> {
        @Override
        public String parse(String text) throws InvalidValueException {
            if (text.contains("+") || text.contains("#") || text.startsWith("$")) {
                throw new InvalidValueException("use " + allowed());
            }
            return text;
        }

        @Override
        public String allowed() {
            return "the beginning of a topic, without +, # and a $ at its start: building1/";
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

    /** Versions of MQTT by their number in CONNECT. */
    record MqttVersions() implements SettingType<Set<MqttVersion>> {
        @Override
        public Set<MqttVersion> parse(String text) throws InvalidValueException {
            Set<MqttVersion> versions = EnumSet.noneOf(MqttVersion.class);
            for (String number : text.split("[,\\s]+", -1)) {
                versions.add(version(number));
            }
            return versions;
        }

        private MqttVersion version(String number) throws InvalidValueException {
            for (MqttVersion version : MqttVersion.values()) {
                if (number.equals(Integer.toString(version.level()))) {
                    return version;
                }
            }
            throw new InvalidValueException("use " + allowed());
        }

        @Override
        public String allowed() {
            return "one or more of 3, 4 and 5 with commas between them";
        }

        @Override
        public String show(Set<MqttVersion> value) {
            return EnumSet.copyOf(value).stream()
                    .map(version -> Integer.toString(version.level()))
                    .collect(Collectors.joining(","));
        }
    }

    /** A time in seconds, written as a number and the letter of its unit. */
    record Period() implements SettingType<Long> {
        private static final Map<String, Long> SECONDS =
                Map.of("s", 1L, "h", 3_600L, "d", 86_400L, "w", 7 * 86_400L, "m", 30 * 86_400L, "y", 365 * 86_400L);

        @Override
        public Long parse(String text) throws InvalidValueException {
            if (text.equals("0")) {
                return 0L;
            }
            int last = text.length() - 1;
            Long unitSeconds = SECONDS.get(text.substring(last));
            long number = unitSeconds == null ? -1 : wholeNumber(text.substring(0, last), allowed());
            if (unitSeconds == null || number < 1 || number > Integer.MAX_VALUE) {
                throw new InvalidValueException("use " + allowed());
            }
            return number * unitSeconds;
        }

        @Override
        public String allowed() {
            return "0, or a whole number and s, h, d, w, m or y for seconds, hours, days, weeks, months or years: 14d";
        }

        @Override
        public String show(Long value) {
            return value == 0 ? "0" : value + "s";
        }
    }

    /** How a point in time is written: the rest of the line. */
    record Timestamps() implements SettingType<TimestampFormat> {
        @Override
        public TimestampFormat parse(String text) throws InvalidValueException {
            try {
                return new TimestampFormat(text);
            } catch (IllegalArgumentException e) {
                throw new InvalidValueException(e.getMessage() + " is not known, use " + allowed());
            }
        }

        @Override
        public String allowed() {
            return "text and % with one of " + TimestampFormat.CONVERSIONS + ": %Y-%m-%dT%H:%M:%S";
        }

        @Override
        public String show(TimestampFormat value) {
            return value.pattern();
        }

        @Override
        public boolean takesWholeLine() {
            return true;
        }
    }

    /**
     * The path of a file or folder: the rest of the line.
     *
     * @param noun what it is
     */
    record FilePath(String noun) implements SettingType<Path> {
        @Override
        public Path parse(String text) throws InvalidValueException {
            try {
                return Path.of(text);
            } catch (InvalidPathException e) {
                throw new InvalidValueException("use " + allowed());
            }
        }

        @Override
        public String allowed() {
            return "the path of a " + noun;
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

    /** A port and, after a blank, an address to bind; or 0 and the path of a Unix domain socket. */
    record Listen() implements SettingType<ListenAddress> {
        @Override
        public ListenAddress parse(String text) throws InvalidValueException {
            String[] words = text.split("\\s+", 2);
            String host = words.length == 2 ? words[1] : "";
            long port = wholeNumber(words[0], allowed());
            if (host.startsWith("/") || host.startsWith("./")) {
                checkPath(port, host);
            } else if (port < 0 || port > 65_535 || host.matches(".*[\\s/].*")) {
                throw new InvalidValueException("use " + allowed());
            }
            return new ListenAddress((int) port, host);
        }

        private static void checkPath(long port, String path) throws InvalidValueException {
            int bytes = path.getBytes(StandardCharsets.UTF_8).length;
            if (port != 0) {
                throw new InvalidValueException("a Unix socket has no port, use 0 " + path);
            }
            if (bytes > ListenerConfig.UNIX_PATH_BYTES_MAX) {
                throw new InvalidValueException("the path of a Unix socket has at most "
                        + ListenerConfig.UNIX_PATH_BYTES_MAX + " bytes, and this one " + bytes + ": use a shorter one");
            }
        }

        @Override
        public String allowed() {
            return "a port from 0 to 65535 and, if not all addresses are meant, an address: 1883 127.0.0.1;"
                    + " or 0 and a path for a Unix socket: 0 /run/bellbird/mqtt.sock";
        }

        @Override
        public String show(ListenAddress value) {
            return value.host().isEmpty() ? "" + value.port() : value.port() + " " + value.host();
        }
    }

    /** {@code none}, or a port and, after a blank, an address that is not 127.0.0.1. */
    record AdminListen() implements SettingType<Optional<ListenAddress>> {
        @Override
        public Optional<ListenAddress> parse(String text) throws InvalidValueException {
            if (text.equals("none")) {
                return Optional.empty();
            }
            String[] words = text.split("\\s+", -1);
            long port = wholeNumber(words[0], allowed());
            if (words.length > 2 || port < 0 || port > 65_535) {
                throw new InvalidValueException("use " + allowed());
            }
            return Optional.of(new ListenAddress((int) port, words.length == 2 ? words[1] : AdminSettings.LOOPBACK));
        }

        @Override
        public String allowed() {
            return "a port from 0 to 65535 and, if not 127.0.0.1 is meant, an address: 9883 10.0.0.7; or none";
        }

        @Override
        public String show(Optional<ListenAddress> value) {
            return value.map(new Listen()::show).orElse("none");
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
                return LogTarget.file(new FilePath("file").parse(words[1]));
            }
            boolean unbuffered = words[0].equals("stdout") && words.length == 2 && words[1].equals("unbuffered");
            if (words.length == 1 || words[1].startsWith("#") || unbuffered) {
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
            return "stdout, stderr, syslog, topic, none, or file and a path";
        }

        @Override
        public String show(LogTarget value) {
            String word = value.kind().name().toLowerCase(Locale.ROOT);
            return value.kind() == LogTarget.Kind.FILE ? word + " " + value.path() : word;
        }

        @Override
        public boolean takesWholeLine() {
            return true;
        }
    }

    /** The words of some values, in their order. */
    @SafeVarargs
    static <T> Map<String, T> words(Function<T, String> word, T... values) {
        Map<String, T> words = new LinkedHashMap<>();
        for (T value : values) {
            words.put(word.apply(value), value);
        }
        return words;
    }

    private static long wholeNumber(String text, String allowed) throws InvalidValueException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new InvalidValueException("use " + allowed);
        }
    }
}
