package io.bellbird.broker.session;

/**
 * The one way to own a session. On one machine it is granted at once by the home shard; in a cluster the order of
 * claims in a log decides.
 */
public interface SessionClaims {
    /** Grants at once: one machine, where the home shard alone decides. */
    SessionClaims LOCAL = (clientId, granted) -> granted.run();

    /**
     * Asks for the session of a client id.
     *
     * @param granted called on the calling shard, possibly before this returns
     */
    void claim(String clientId, Runnable granted);
}
