package io.bellbird.broker.security;

import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.ConfigurationFile;
import io.bellbird.broker.monitor.LogText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The users of a file of mosquitto_passwd: a line {@code USER:HASH} for each; blank lines and those that begin with #
 * say nothing. Immutable.
 */
public final class PasswordFile {
    /** A file may have so many bytes; that is more than 100,000 users. */
    public static final long FILE_BYTES_MAX = 16L << 20;

    /** A line may have so many characters. */
    public static final int LINE_CHARS_MAX = 4_096;

    private static final int ERRORS_MAX = 20;

    /** A check may take this part of the heap; there are two at a time at the most. */
    private static final int HEAP_SHARE = 8;

    /** Nobody is a user. */
    static final PasswordFile NOBODY = new PasswordFile("no password_file", Map.of());

    private final String source;
    private final Map<String, User> users;
    private final @Nullable PasswordHash usual;

    /**
     * A user of the file.
     *
     * @param line where it stands, 1 for the first
     */
    record User(PasswordHash hash, int line) {}

    private PasswordFile(String source, Map<String, User> users) {
        this.source = source;
        this.users = users;
        this.usual = usual(users);
    }

    /**
     * Reads a file in UTF-8.
     *
     * @throws ConfigurationException when it cannot be read, or with everything that is wrong in it
     */
    public static PasswordFile read(Path file) throws ConfigurationException {
        try {
            return parse(file.toString(), content(file));
        } catch (IOException e) {
            throw new ConfigurationException(
                    List.of("cannot read the password_file " + file + ": " + ConfigurationFile.reason(e)));
        }
    }

    /**
     * The text of a file.
     *
     * @throws IOException when it cannot be had, see {@link ConfigurationFile#reason}
     */
    public static String content(Path file) throws IOException {
        return ConfigurationFile.content(
                file, FILE_BYTES_MAX, "it is larger than 16 MiB, which is more than 100,000 users");
    }

    /**
     * Reads the content of a file.
     *
     * @param source the name of the file, for what is said about it
     * @throws ConfigurationException with everything that is wrong, but at most {@value #ERRORS_MAX} lines
     */
    public static PasswordFile parse(String source, String text) throws ConfigurationException {
        Map<String, User> users = new HashMap<>();
        List<String> errors = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size() && errors.size() < ERRORS_MAX; i++) {
            String line =
                    i == 0 && lines.get(0).startsWith("\uFEFF") ? lines.get(0).substring(1) : lines.get(i);
            String place = source + ":" + (i + 1) + ": ";
            if (!isSilent(line)) {
                add(users, source, line, i + 1).ifPresent(error -> errors.add(place + error));
            }
        }
        if (!errors.isEmpty()) {
            throw new ConfigurationException(errors);
        }
        return new PasswordFile(source, users);
    }

    /** Whether a line names no user: it is blank or a comment. */
    public static boolean isSilent(String line) {
        return line.isBlank() || line.startsWith("#");
    }

    /** The user of a line that is not silent: what stands before the first colon. Empty when there is no colon. */
    public static Optional<String> user(String line) {
        int colon = line.indexOf(':');
        return colon < 0
                ? Optional.empty()
                : Optional.of(line.substring(0, colon).strip());
    }

    /** Takes the user of a line; else says what is wrong, without the password. */
    private static Optional<String> add(Map<String, User> users, String source, String line, int number) {
        Optional<String> user = user(line);
        if (line.length() > LINE_CHARS_MAX) {
            return Optional.of("the line is longer than " + LINE_CHARS_MAX + " characters: remove it");
        }
        if (user.isEmpty()) {
            return Optional.of("there is no ':' between a user and a hash: remove the line, and let"
                    + " `bellbird passwd " + source + " USER` write it");
        }
        String name = user.get();
        String shown = LogText.sentence(name);
        if (name.isEmpty()) {
            return Optional.of("there is no user before the ':': remove the line");
        }
        User other = users.get(name);
        if (other != null) {
            return Optional.of("user '" + shown + "' has line " + other.line() + " already: remove one of them");
        }
        String hash = line.substring(line.indexOf(':') + 1).strip();
        if (!hash.startsWith("$")) {
            return Optional.of("the password of '" + shown + "' is not hashed: hash all that are not with"
                    + " `bellbird passwd -U " + source + "`");
        }
        try {
            users.put(name, new User(affordable(PasswordHash.parse(hash)), number));
            return Optional.empty();
        } catch (MalformedHashException e) {
            return Optional.of("the hash of '" + shown + "' is not understood, " + e.getMessage()
                    + ": set the password again with `bellbird passwd " + source + " USER`");
        }
    }

    /** What checking a password takes of memory must not endanger the broker. */
    private static PasswordHash affordable(PasswordHash hash) throws MalformedHashException {
        long bytesMax = Runtime.getRuntime().maxMemory() / HEAP_SHARE;
        if (hash.method().memoryBytes() > bytesMax) {
            throw new MalformedHashException("it needs " + (hash.method().memoryBytes() >> 20)
                    + " MiB of memory where a check may take " + (bytesMax >> 20)
                    + ", an eighth of the heap (BELLBIRD_JAVA_OPTS=-Xmx...)");
        }
        return hash;
    }

    /** The hash whose cost most users have; null without users. */
    private static @Nullable PasswordHash usual(Map<String, User> users) {
        Map<HashMethod, Long> counts = users.values().stream()
                .collect(Collectors.groupingBy(user -> user.hash().method(), Collectors.counting()));
        return users.values().stream()
                .map(User::hash)
                .max(Comparator.comparing(hash -> counts.get(hash.method())))
                .orElse(null);
    }

    @Nullable
    User find(String name) {
        return users.get(name);
    }

    /**
     * A hash to check passwords of unknown users with, so that the answer takes as long as for others; null when
     * nobody is known.
     */
    @Nullable
    PasswordHash usual() {
        return usual;
    }

    /**
     * Who is in the file.
     *
     * @param method how the password is hashed
     * @param line where the user stands, 1 for the first
     */
    public record Entry(String name, HashMethod method, int line) {}

    /** Who is in the file, in the order of it. */
    public List<Entry> entries() {
        return users.entrySet().stream()
                .map(user -> new Entry(
                        user.getKey(),
                        user.getValue().hash().method(),
                        user.getValue().line()))
                .sorted(Comparator.comparing(Entry::line))
                .toList();
    }

    /** How many users there are. */
    public int size() {
        return users.size();
    }

    /** The name of the file. */
    @Override
    public String toString() {
        return source;
    }
}
