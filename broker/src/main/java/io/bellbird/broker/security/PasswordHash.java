package io.bellbird.broker.security;

import io.bellbird.broker.security.HashMethod.Argon2;
import io.bellbird.broker.security.HashMethod.Pbkdf2;
import io.bellbird.broker.security.HashMethod.Sha512;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The hash of a password with its salt, as it stands in a file of mosquitto_passwd. Immutable. */
public final class PasswordHash {
    private static final int SHA512_BYTES = 64;
    /** Mosquitto 2.0 takes no other length for {@code $6$} and {@code $7$}. */
    private static final int SALT_BYTES = 12;

    private static final int ARGON2_SALT_BYTES = 16;
    private static final int SALT_BYTES_MAX = 128;
    private static final int ARGON2_BYTES_MIN = 16;
    private static final int ARGON2_BYTES_MAX = 128;
    private static final Pattern ARGON2 = Pattern.compile("v=19\\$m=(\\d{1,9}),t=(\\d{1,9}),p=(\\d{1,9})");

    private final HashMethod method;
    private final byte[] salt;
    private final byte[] hash;

    private PasswordHash(HashMethod method, byte[] salt, byte[] hash) {
        this.method = method;
        this.salt = salt;
        this.hash = hash;
    }

    /** Hashes a password with a new salt. Takes long; any thread. */
    public static PasswordHash of(byte[] password, HashMethod method) {
        byte[] salt = new byte[method instanceof Argon2 ? ARGON2_SALT_BYTES : SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return new PasswordHash(method, salt, method.hash(password, salt, SHA512_BYTES));
    }

    /**
     * Reads what stands behind the name of a user.
     *
     * @throws MalformedHashException when it is none of the hashes of mosquitto_passwd
     */
    public static PasswordHash parse(String text) throws MalformedHashException {
        if (text.startsWith("$6$")) {
            return sha512(new Sha512(), text.substring("$6$".length()));
        }
        if (text.startsWith("$7$")) {
            String[] parts = text.substring("$7$".length()).split("\\$", 2);
            int iterations = number(parts[0], 1, Pbkdf2.ITERATIONS_MAX, "iterations");
            return sha512(new Pbkdf2(iterations), parts.length == 2 ? parts[1] : "");
        }
        if (text.startsWith("$argon2id$")) {
            return argon2(text.substring("$argon2id$".length()));
        }
        throw new MalformedHashException("it begins with none of $6$, $7$ and $argon2id$");
    }

    private static PasswordHash sha512(HashMethod method, String text) throws MalformedHashException {
        String[] parts = text.split("\\$", -1);
        if (parts.length != 2) {
            throw new MalformedHashException("it does not have one salt and one hash");
        }
        byte[] salt = bytes(parts[0], 1, SALT_BYTES_MAX, "salt");
        return new PasswordHash(method, salt, bytes(parts[1], SHA512_BYTES, SHA512_BYTES, "hash"));
    }

    private static PasswordHash argon2(String text) throws MalformedHashException {
        int saltAt = text.lastIndexOf('$', text.lastIndexOf('$') - 1);
        Matcher costs = ARGON2.matcher(saltAt < 0 ? "" : text.substring(0, saltAt));
        if (!costs.matches()) {
            throw new MalformedHashException("it is not written as $argon2id$v=19$m=MEMORY,t=PASSES,p=LANES$SALT$HASH");
        }
        int lanes = number(costs.group(3), 1, Argon2.LANES_MAX, "lanes");
        int passes = number(costs.group(2), 1, Argon2.PASSES_MAX, "passes");
        int memoryKib = number(costs.group(1), 8 * lanes, Argon2.MEMORY_KIB_MAX, "KiB of memory");
        String[] parts = text.substring(saltAt + 1).split("\\$", -1);
        return new PasswordHash(
                new Argon2(memoryKib, passes, lanes),
                bytes(parts[0], 8, SALT_BYTES_MAX, "salt"),
                bytes(parts[1], ARGON2_BYTES_MIN, ARGON2_BYTES_MAX, "hash"));
    }

    private static int number(String text, int min, int max, String noun) throws MalformedHashException {
        if (text.matches("\\d{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw new MalformedHashException("its number of " + noun + " is not from " + min + " to " + max);
    }

    private static byte[] bytes(String text, int min, int max, String noun) throws MalformedHashException {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedHashException("its " + noun + " is not in Base64");
        }
        if (bytes.length < min || bytes.length > max) {
            throw new MalformedHashException("its " + noun + " has " + bytes.length + " bytes instead of "
                    + (min == max ? Integer.toString(min) : min + " to " + max));
        }
        return bytes;
    }

    /** Whether it is the hash of this password. Takes long, and as long whatever the answer is; any thread. */
    public boolean matches(byte[] password) {
        return MessageDigest.isEqual(hash, method.hash(password, salt, hash.length));
    }

    /** Whether the other is the same, salt and all. */
    boolean isSame(@Nullable PasswordHash other) {
        return other != null && toString().equals(other.toString());
    }

    /** How it was made. */
    public HashMethod method() {
        return method;
    }

    /** As it is written in the file. */
    @Override
    public String toString() {
        Base64.Encoder base64 = Base64.getEncoder();
        if (method instanceof Pbkdf2 pbkdf2) {
            return "$7$" + pbkdf2.iterations() + "$" + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
        }
        if (method instanceof Argon2 argon2) {
            Base64.Encoder unpadded = base64.withoutPadding();
            return "$argon2id$v=19$m=" + argon2.memoryKib() + ",t=" + argon2.passes() + ",p=" + argon2.lanes() + "$"
                    + unpadded.encodeToString(salt) + "$" + unpadded.encodeToString(hash);
        }
        return "$6$" + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }
}
