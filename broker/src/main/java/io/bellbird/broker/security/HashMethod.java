package io.bellbird.broker.security;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** How a password becomes a hash, with all that decides what one costs. The three ways of mosquitto_passwd. */
public sealed interface HashMethod {
    /**
     * The hash of a password. Takes long; any thread.
     *
     * @param hashBytes how long it is to be; the ways with SHA-512 know 64 only
     */
    byte[] hash(byte[] password, byte[] salt, int hashBytes);

    /** The memory that one hash needs while it is made, in bytes, when that is much; else 0. */
    default long memoryBytes() {
        return 0;
    }

    /** What it is called for people, as {@code bellbird passwd -H} takes it. */
    String word();

    private static void check(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " " + value + " is not in " + min + ".." + max);
        }
    }

    /** {@code $6$}: SHA-512 once. Cheap to guess; only for files that have it already. */
    record Sha512() implements HashMethod {
        @Override
        public String word() {
            return "sha512";
        }

        @Override
        public byte[] hash(byte[] password, byte[] salt, int hashBytes) {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-512");
                digest.update(password);
                return digest.digest(salt);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("Java comes with SHA-512", e);
            }
        }
    }

    /**
     * {@code $7$}: PBKDF2 with HMAC-SHA512 (RFC 8018).
     *
     * @param iterations how often the password is hashed, 1..{@value #ITERATIONS_MAX}
     */
    record Pbkdf2(int iterations) implements HashMethod {
        /** What new hashes cost unless it is said: a password should not be cheap to guess. */
        public static final Pbkdf2 USUAL = new Pbkdf2(210_000);

        /** More would take minutes. */
        public static final int ITERATIONS_MAX = 10_000_000;

        /** Checks the range. */
        public Pbkdf2 {
            HashMethod.check("iterations", iterations, 1, ITERATIONS_MAX);
        }

        @Override
        public String word() {
            return "sha512-pbkdf2";
        }

        @Override
        public byte[] hash(byte[] password, byte[] salt, int hashBytes) {
            try {
                Mac mac = Mac.getInstance("HmacSHA512");
                // HMAC fills its key up with zeros, so that one zero is the empty key, which Java refuses
                mac.init(new SecretKeySpec(password.length == 0 ? new byte[1] : password, "HmacSHA512"));
                mac.update(salt);
                byte[] round = mac.doFinal(new byte[] {0, 0, 0, 1}); // the first block, which is all of 64 bytes
                byte[] hash = round.clone();
                for (int i = 1; i < iterations; i++) {
                    round = mac.doFinal(round);
                    for (int j = 0; j < hash.length; j++) {
                        hash[j] ^= round[j];
                    }
                }
                return hash;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("Java comes with HMAC-SHA512", e);
            }
        }
    }

    /**
     * {@code $argon2id$}: Argon2id, version 1.3.
     *
     * @param memoryKib memory in KiB, 8 for each lane ..{@value #MEMORY_KIB_MAX}
     * @param passes over the memory, 1..{@value #PASSES_MAX}
     * @param lanes 1..{@value #LANES_MAX}
     */
    record Argon2(int memoryKib, int passes, int lanes) implements HashMethod {
        /** What new hashes cost unless it is said: as Mosquitto 2.1 has it. */
        public static final Argon2 USUAL = new Argon2(47_104, 1, 1);

        /** One GiB. */
        public static final int MEMORY_KIB_MAX = 1 << 20;

        public static final int PASSES_MAX = 1_000;
        public static final int LANES_MAX = 64;

        private static final byte[] NONE = {};

        /** Checks the ranges. */
        public Argon2 {
            HashMethod.check("lanes", lanes, 1, LANES_MAX);
            HashMethod.check("passes", passes, 1, PASSES_MAX);
            HashMethod.check("memoryKib", memoryKib, 8 * lanes, MEMORY_KIB_MAX);
        }

        @Override
        public String word() {
            return "argon2id";
        }

        @Override
        public byte[] hash(byte[] password, byte[] salt, int hashBytes) {
            return new Argon2id(memoryKib, passes, lanes).hash(password, salt, NONE, NONE, hashBytes);
        }

        @Override
        public long memoryBytes() {
            return 1024L * memoryKib;
        }
    }
}
