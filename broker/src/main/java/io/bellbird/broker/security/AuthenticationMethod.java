package io.bellbird.broker.security;

import io.bellbird.broker.security.Authenticator.Credentials;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.ReasonCode;
import org.jspecify.annotations.Nullable;

/**
 * A method of enhanced authentication (section 4.12): the client and the method exchange data until the method knows
 * who the client is.
 */
public interface AuthenticationMethod {
    /**
     * Begins an exchange: for a CONNECT, or later when the client authenticates once more on the same connection. Must
     * not block.
     *
     * @param credentials what CONNECT said; a user name and password in it prove nothing unless the method checks them
     */
    Exchange begin(Credentials credentials);

    /** One exchange. Called by the thread of the client's home shard, and never before the last answer. */
    interface Exchange {
        /**
         * Takes what the client sent, first with CONNECT or the AUTH that begins again, then with each AUTH that
         * answers a challenge. Must not block.
         *
         * @param data null when the packet had none
         * @param answer one of its methods is called exactly once, on any thread, possibly before this returns
         */
        void onData(@Nullable Bytes data, Answer answer);
    }

    /** What the method says to the client's data. Data is at most 65,535 bytes. */
    interface Answer {
        /** The client is to answer this; it has as long as CONNECT may take, 10 seconds. */
        void challenge(@Nullable Bytes data);

        /**
         * The client is who it says.
         *
         * @param username whom rights are asked for from now on; null for the user name of CONNECT. When a client
         *     authenticates again it must be the same
         * @param data goes to the client with the good news; null for none
         */
        void succeed(@Nullable String username, @Nullable Bytes data);

        /**
         * The client may not connect, or stay.
         *
         * @param reason an error that CONNACK can give. Who authenticates again is told NOT_AUTHORIZED instead of
         *     BAD_USER_NAME_OR_PASSWORD, which DISCONNECT cannot give
         */
        void fail(ReasonCode reason);
    }
}
