package io.bellbird.codec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CONNECT, client to server (section 3.1).
 *
 * @param bridge the sender is a bridge: bit 0x80 of the protocol level, as Mosquitto's bridges set it
 * @param clientId may be empty: the server assigns one
 * @param cleanStart Clean Start in MQTT 5, Clean Session in MQTT 3
 * @param keepAliveSeconds 0..65535; 0 means none
 * @param will or null
 * @param username or null
 * @param password or null
 */
public record Connect(
        MqttVersion version,
        boolean bridge,
        String clientId,
        boolean cleanStart,
        int keepAliveSeconds,
        @Nullable WillMessage will,
        @Nullable String username,
        @Nullable Bytes password,
        Properties properties)
        implements Packet {

    @Override
    public PacketType type() {
        return PacketType.CONNECT;
    }

    /**
     * The properties of CONNECT (section 3.1.2.11); what was absent has its default, or says that it was.
     *
     * @param sessionExpiryIntervalSeconds 0..4,294,967,295; {@link #NEVER_EXPIRES} means never
     * @param receiveMaximum 1..65535
     * @param maximumPacketSize in bytes, 1..4,294,967,295; {@link #NO_LIMIT} when absent
     * @param topicAliasMaximum 0..65535
     * @param authenticationMethod or null
     * @param authenticationData or null; never without a method
     */
    public record Properties(
            long sessionExpiryIntervalSeconds,
            int receiveMaximum,
            long maximumPacketSize,
            int topicAliasMaximum,
            boolean requestResponseInformation,
            ProblemInformation problemInformation,
            @Nullable String authenticationMethod,
            @Nullable Bytes authenticationData,
            List<UserProperty> userProperties) {
        /** Session Expiry Interval of a session that never expires. */
        public static final long NEVER_EXPIRES = 0xFFFF_FFFFL;
        /** No Maximum Packet Size. */
        public static final long NO_LIMIT = Long.MAX_VALUE;
        /** All absent: also what MQTT 3 has. */
        public static final Properties DEFAULTS =
                new Properties(0, 65_535, NO_LIMIT, 0, false, ProblemInformation.UNSPECIFIED, null, null, List.of());

        public Properties {
            userProperties = List.copyOf(userProperties);
        }
    }
}
