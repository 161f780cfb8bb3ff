package io.bellbird.broker.security;

import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.ConfigurationFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The lines of a password file, to be changed one by one; comments and what is not understood stay as they are. Used by
 * one thread.
 */
public final class UserLines {
    private static final int NAME_BYTES_MAX = 65_535;

    /** As it was read. */
    private final String before;

    private final List<String> lines;

    private UserLines(String text) {
        this.before = text;
        this.lines = new ArrayList<>(text.lines().toList());
    }

    /** Those of a file that is not there yet. */
    public static UserLines none() {
        return new UserLines("");
    }

    /**
     * Those of a file.
     *
     * @throws IOException when the file cannot be read; the message says why
     */
    public static UserLines read(Path file) throws IOException {
        try {
            return new UserLines(PasswordFile.content(file));
        } catch (NoSuchFileException e) {
            throw new IOException("it is not there, check the path or add -c to make it", e);
        } catch (IOException e) {
            throw new IOException(ConfigurationFile.reason(e), e);
        }
    }

    /** What keeps a name from being that of a user in such a file; empty when nothing does. */
    public static Optional<String> whatIsWrongWith(String user) {
        if (user.isEmpty() || user.startsWith("#") || !user.equals(user.strip())) {
            return Optional.of("the user '" + user + "' is empty, or begins with #, or begins or ends with a blank");
        }
        if (user.contains(":") || user.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("the user '" + user + "' has a ':' or an invisible character in it");
        }
        return user.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES_MAX
                ? Optional.of("the user is longer than " + NAME_BYTES_MAX + " bytes")
                : Optional.empty();
    }

    /**
     * Gives a user a hash, in place of the one that it has.
     *
     * @return whether it is a new one
     */
    public boolean set(String user, PasswordHash hash) {
        String line = user + ":" + hash;
        for (int i = 0; i < lines.size(); i++) {
            if (isOf(user, lines.get(i))) {
                lines.set(i, line);
                return false;
            }
        }
        lines.add(line);
        return true;
    }

    /** Removes a user; whether it was there. */
    public boolean remove(String user) {
        return lines.removeIf(line -> isOf(user, line));
    }

    private static boolean isOf(String user, String line) {
        return !PasswordFile.isSilent(line)
                && PasswordFile.user(line).filter(user::equals).isPresent();
    }

    /** Hashes what is not a hash yet; how many passwords that were. */
    public int hashAll(HashMethod method) {
        int hashed = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            int colon = line.indexOf(':');
            if (!PasswordFile.isSilent(line)
                    && colon > 0
                    && colon + 1 < line.length()
                    && !line.startsWith("$", colon + 1)) {
                byte[] password = line.substring(colon + 1).getBytes(StandardCharsets.UTF_8);
                lines.set(i, line.substring(0, colon + 1) + PasswordHash.of(password, method));
                hashed++;
            }
        }
        return hashed;
    }

    /**
     * Finds what would keep a broker from reading them.
     *
     * @param file whose lines they are
     * @throws ConfigurationException with everything that is wrong
     */
    public void check(Path file) throws ConfigurationException {
        PasswordFile.parse(file.toString(), text());
    }

    /** Writes the file, as {@link WholeFile#write} does. */
    public void write(Path file) throws IOException {
        WholeFile.write(file, text());
    }

    /** As it was read. */
    public String before() {
        return before;
    }

    /** As it is to be written. */
    public String text() {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
