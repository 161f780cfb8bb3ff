package io.bellbird.client;

import io.bellbird.codec.Bytes;
import java.util.Optional;

/**
 * Who the client is.
 *
 * @param password MQTT 3 needs a user name with it
 */
public record Credentials(Optional<String> username, Optional<Bytes> password) {
    /** Nobody. */
    public static final Credentials NONE = new Credentials(Optional.empty(), Optional.empty());

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
