package io.bellbird.app.doctor;

import io.bellbird.app.doctor.PasswordFindings.KnownUser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The passwords that strangers try first, tried against hashes: so many in all and no more, since each takes long. */
final class CommonPasswords {
    /** With 210,000 rounds of PBKDF2 that is less than a minute. */
    static final int HASHES_MAX = 200;

    private static final int HASHES_BETWEEN_LINES = 25;
    private static final List<String> COMMON = List.of(
            "password",
            "123456",
            "admin",
            "mqtt",
            "",
            "public",
            "raspberry",
            "mosquitto",
            "12345678",
            "changeme",
            "secret",
            "guest",
            "test",
            "1234");

    private final Consumer<String> progress;
    private int hashes;

    /** @param progress takes a line now and then */
    CommonPasswords(Consumer<String> progress) {
        this.progress = progress;
    }

    /** The users whose password was found, with it; the likeliest password is tried at all users first. */
    Map<KnownUser, String> guess(Path file, List<KnownUser> users) {
        Map<KnownUser, String> found = new LinkedHashMap<>();
        if (users.isEmpty()) {
            return found;
        }
        progress.accept("trying common passwords on the users of " + file + ", " + HASHES_MAX + " hashes at the most");
        for (int i = 0; i <= COMMON.size(); i++) {
            for (KnownUser user : users) {
                String password = candidate(user, i);
                if (hashes < HASHES_MAX && !found.containsKey(user) && isItsPassword(user, password)) {
                    found.put(user, password);
                }
            }
        }
        return found;
    }

    /** The user's own name, then the list. */
    private static String candidate(KnownUser user, int index) {
        return Stream.concat(Stream.of(user.name()), COMMON.stream())
                .skip(index)
                .findFirst()
                .orElseThrow();
    }

    private boolean isItsPassword(KnownUser user, String password) {
        hashes++;
        if (hashes % HASHES_BETWEEN_LINES == 0) {
            progress.accept("  " + hashes + " hashes tried");
        }
        return user.hash().matches(password.getBytes(StandardCharsets.UTF_8));
    }
}
