package io.bellbird.broker.security;

import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.ReasonCode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides who may connect. */
public interface Authenticator {
    /** Everybody may, whatever name and password they give. */
    Authenticator EVERYBODY = (credentials, answer) -> answer.accept(ReasonCode.SUCCESS);

    /**
     * What holds while no users are known: where anonymous clients are allowed everybody may, elsewhere whom a certificate
     * names.
     */
    Authenticator WITHOUT_USERS = (credentials, answer) -> {
        if (credentials.anonymousAllowed() || credentials.certified()) {
            answer.accept(ReasonCode.SUCCESS);
        } else {
            answer.accept(ReasonCode.NOT_AUTHORIZED, "there are no users, and anonymous clients are not allowed");
        }
    };

    /**
     * Checks a client's credentials. Must not block.
     *
     * @param answer called exactly once, on any thread, possibly before this returns
     */
    void authenticate(Credentials credentials, Reply answer);

    /** Takes what was decided. */
    interface Reply {
        /**
         * Takes it.
         *
         * @param reason SUCCESS, or the error that CONNACK gives
         * @param why for the log, which has the client and its user name: what is not right, and where that stands. The
         *     client is not told, and no password is in it
         */
        void accept(ReasonCode reason, String why);

        /** Takes what needs no explanation. */
        default void accept(ReasonCode reason) {
            accept(reason, "");
        }
    }

    /**
     * Whether a client that is connected may stay, after the configuration was read again. Any thread; must not block.
     */
    default boolean mayStay(Client client) {
        return true;
    }

    /** The addresses that may not connect at the moment, because of logins that failed. Any thread. */
    default List<LoginBan> bans() {
        return List.of();
    }

    /**
     * Lets an address connect again. Any thread.
     *
     * @param address as in {@link LoginBan#address}, or one of a banned network
     * @return the ban that has ended; empty when there was none
     */
    default Optional<LoginBan> liftBan(String address) {
        return Optional.empty();
    }

    /**
     * The method of enhanced authentication that a client asks for by name, which then decides in place of {@link
     * #authenticate}. There are none unless this says so.
     *
     * @param name Authentication Method in CONNECT
     * @return null when there is no such method: the client is refused with 0x8C [MQTT-4.12.0-1]
     */
    default @Nullable AuthenticationMethod method(String name) {
        return null;
    }

    /**
     * What a client says of itself in CONNECT, and where.
     *
     * @param clientId never empty
     * @param certified the user name is that of its certificate, which was checked: no password is asked for
     * @param peer the address that it comes from
     * @param listener that it came to
     * @param anonymousAllowed the listener allows clients without a user name
     */
    record Credentials(
            String clientId,
            @Nullable String username,
            @Nullable Bytes password,
            boolean certified,
            String peer,
            ListenerConfig listener,
            boolean anonymousAllowed) {}
}
