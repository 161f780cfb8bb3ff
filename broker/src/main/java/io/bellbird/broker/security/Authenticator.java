package io.bellbird.broker.security;

import io.bellbird.codec.Bytes;
import io.bellbird.codec.ReasonCode;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Decides who may connect. */
public interface Authenticator {
    /** Everybody may, whatever name and password they give. */
    Authenticator EVERYBODY = (credentials, answer) -> answer.accept(ReasonCode.SUCCESS);

    /** Nobody may: what holds while anonymous clients are not allowed and no users are known. */
    Authenticator NOBODY = (credentials, answer) -> answer.accept(ReasonCode.NOT_AUTHORIZED);

    /**
     * Checks a client's credentials. Must not block.
     *
     * @param answer called exactly once, on any thread, possibly before this returns: SUCCESS, or the error that
     *     CONNACK gives
     */
    void authenticate(Credentials credentials, Consumer<ReasonCode> answer);

    /**
     * What a client says of itself in CONNECT.
     *
     * @param clientId never empty
     * @param peer the address that it comes from
     */
    record Credentials(String clientId, @Nullable String username, @Nullable Bytes password, String peer) {}
}
