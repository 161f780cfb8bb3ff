package io.bellbird.e2e.abuse;

import io.bellbird.e2e.wire.Login;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Users with passwords, by their numbers. */
final class Passwords {
    private static final int ITERATIONS = 20_000;
    private static final int HASH_BITS = 512;

    private Passwords() {}

    static Login.User user(int number) {
        return new Login.User("user" + number, "password " + number);
    }

    /** Writes a password file with the users 0..count-1. */
    static Path write(Path file, int count) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(user(i).name() + ":" + hash(user(i).password()));
        }
        return Files.write(file, lines);
    }

    private static String hash(String password) {
        byte[] salt = ("salt of " + password).getBytes(StandardCharsets.UTF_8);
        try {
            byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, HASH_BITS))
                    .getEncoded();
            Base64.Encoder base64 = Base64.getEncoder();
            return "$7$" + ITERATIONS + "$" + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java comes with PBKDF2", e);
        }
    }
}
