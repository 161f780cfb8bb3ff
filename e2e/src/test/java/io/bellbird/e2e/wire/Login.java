package io.bellbird.e2e.wire;

import java.util.Optional;

/**
 * What a client says in CONNECT. There is no keep-alive.
 *
 * @param persistent Clean Start 0, with a session that is kept; else one that ends with the connection
 * @param sessionSeconds how long a session is kept, 0..4,294,967,295; told to a broker of MQTT 5 only
 * @param receiveMaximum 1..65535; told to a broker of MQTT 5 only
 * @param will published by the broker if the connection ends without DISCONNECT
 * @param user who the client says it is; empty for nobody
 */
public record Login(
        String clientId,
        boolean persistent,
        long sessionSeconds,
        int receiveMaximum,
        Optional<Will> will,
        Optional<User> user) {
    private static final long DAY_SECONDS = 86_400;

    /**
     * What the broker publishes for a client that is gone.
     *
     * @param payload text
     * @param delaySeconds 0 or more; MQTT 5 only
     */
    public record Will(String topic, int qos, String payload, int delaySeconds) {}

    /** A user name and its password. */
    public record User(String name, String password) {}

    /** A client whose session is kept for a day, without a will. */
    public static Login persistent(String clientId) {
        return kept(clientId, DAY_SECONDS);
    }

    /** A client whose session is kept for so long after its connection, if it speaks MQTT 5; without a will. */
    public static Login kept(String clientId, long seconds) {
        return new Login(clientId, true, seconds, 65_535, Optional.empty(), Optional.empty());
    }

    /** A client whose session ends with its connection. */
    public static Login passing(String clientId) {
        return new Login(clientId, false, 0, 65_535, Optional.empty(), Optional.empty());
    }

    public Login with(Will lastWill) {
        return new Login(clientId, persistent, sessionSeconds, receiveMaximum, Optional.of(lastWill), user);
    }

    public Login as(User someone) {
        return new Login(clientId, persistent, sessionSeconds, receiveMaximum, will, Optional.of(someone));
    }

    /**
     * Limits what the broker may send before it is acknowledged.
     *
     * @param messages 1..65535
     */
    public Login receiving(int messages) {
        return new Login(clientId, persistent, sessionSeconds, messages, will, user);
    }
}
