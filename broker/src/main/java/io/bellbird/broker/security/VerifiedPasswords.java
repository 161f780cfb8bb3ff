package io.bellbird.broker.security;

import io.bellbird.codec.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Passwords that were found right lately, as digests under a key that ends with the process, so that a client that comes
 * back costs microseconds. A digest is of the hash as well, so that it ends with it. Any thread.
 */
final class VerifiedPasswords {
    static final int PASSWORDS_MAX = 10_000;
    private static final String HMAC = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final SecretKeySpec key;
    private final Map<Bytes, Boolean> digests = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Bytes, Boolean> eldest) {
            return size() > PASSWORDS_MAX;
        }
    };

    VerifiedPasswords() {
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        key = new SecretKeySpec(random, HMAC);
    }

    /** What stands for a password and all that it was, or is to be, checked against. */
    Bytes digest(String file, String user, String hash, Bytes password) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            add(mac, file.getBytes(StandardCharsets.UTF_8));
            add(mac, user.getBytes(StandardCharsets.UTF_8));
            add(mac, hash.getBytes(StandardCharsets.UTF_8));
            add(mac, password.array());
            return Bytes.wrap(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java comes with " + HMAC, e);
        }
    }

    /** With its length, so that nothing of one part can be taken for another. */
    private static void add(Mac mac, byte[] part) {
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part.length));
        mac.update(part);
    }

    synchronized void add(Bytes digest) {
        digests.put(digest, true);
    }

    synchronized boolean contains(Bytes digest) {
        return digests.get(digest) != null;
    }

    /** Forgets all. */
    synchronized void clear() {
        digests.clear();
    }
}
