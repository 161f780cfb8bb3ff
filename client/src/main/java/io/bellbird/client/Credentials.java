package io.bellbird.client;

import io.bellbird.codec.Bytes;
import java.util.Optional;

/**
 * Who the client is.
 *
 * @param password up to 65,535 bytes; MQTT 3 needs a user name with it
 */
public record Credentials(Optional<String> username, Optional<Bytes> password) {
    /** Nobody. */
    public static final Credentials NONE = new Credentials(Optional.empty(), Optional.empty());

    private static final int PASSWORD_BYTES_MAX = 65_535;

    public Credentials {
        Texts.check("a user name", username.orElse(null));
        int passwordBytes = password.map(Bytes::length).orElse(0);
        if (passwordBytes > PASSWORD_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a password has at most " + PASSWORD_BYTES_MAX + " bytes, not " + passwordBytes);
        }
    }

    /** A user name and a password. */
    public static Credentials of(String username, String password) {
        return new Credentials(Optional.of(username), Optional.of(Bytes.utf8(password)));
    }

    /** Says whether there are any, and never what they are. */
    @Override
    public String toString() {
        return "Credentials[username=" + username.orElse("none") + ", password="
                + (password.isPresent() ? "***" : "none") + "]";
    }
}
