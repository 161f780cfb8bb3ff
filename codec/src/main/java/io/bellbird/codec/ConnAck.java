package io.bellbird.codec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CONNACK, server to client (section 3.2).
 *
 * @param sessionPresent false unless {@code reason} is SUCCESS [MQTT-3.2.2-6]
 * @param reason encoded for MQTT 3 as the return code that comes nearest: 0x84 as 1, 0x85 as 2, 0x86 and 0x8C as 4,
 *     0x87 and 0x8A as 5, every other error as 3
 */
public record ConnAck(boolean sessionPresent, ReasonCode reason, Properties properties) implements Packet {
    public ConnAck {
        if (sessionPresent && reason != ReasonCode.SUCCESS) {
            throw new IllegalArgumentException("session present with " + reason);
        }
    }

    @Override
    public PacketType type() {
        return PacketType.CONNACK;
    }

    /**
     * The properties of CONNACK (section 3.2.2.3). One with a default in the standard is written only when it differs
     * from it.
     *
     * @param sessionExpiryIntervalSeconds 0..4,294,967,295, or {@link #ABSENT}: what the client asked for
     * @param receiveMaximum 1..65535
     * @param maximumPacketSize in bytes, 1..4,294,967,295, or {@link Connect.Properties#NO_LIMIT}
     * @param assignedClientId or null
     * @param topicAliasMaximum 0..65535
     * @param serverKeepAliveSeconds 0..65535, or {@link #ABSENT}
     */
    public record Properties(
            long sessionExpiryIntervalSeconds,
            int receiveMaximum,
            Qos maximumQos,
            boolean retainAvailable,
            long maximumPacketSize,
            @Nullable String assignedClientId,
            int topicAliasMaximum,
            @Nullable String reasonString,
            List<UserProperty> userProperties,
            boolean wildcardSubscriptionAvailable,
            boolean subscriptionIdentifiersAvailable,
            boolean sharedSubscriptionAvailable,
            int serverKeepAliveSeconds,
            @Nullable String responseInformation,
            @Nullable String serverReference,
            @Nullable String authenticationMethod,
            @Nullable Bytes authenticationData) {
        /** The property was not sent. */
        public static final int ABSENT = -1;
        /** All absent: also what MQTT 3 has. */
        public static final Properties DEFAULTS = explained(null);

        public Properties {
            userProperties = List.copyOf(userProperties);
        }

        /** The defaults with a reason string. */
        public static Properties explained(@Nullable String reasonString) {
            return new Properties(
                    ABSENT,
                    65_535,
                    Qos.EXACTLY_ONCE,
                    true,
                    Connect.Properties.NO_LIMIT,
                    null,
                    0,
                    reasonString,
                    List.of(),
                    true,
                    true,
                    true,
                    ABSENT,
                    null,
                    null,
                    null,
                    null);
        }

        /** The same with what a method of enhanced authentication adds. */
        public Properties authenticated(String method, @Nullable Bytes data) {
            return new Properties(
                    sessionExpiryIntervalSeconds,
                    receiveMaximum,
                    maximumQos,
                    retainAvailable,
                    maximumPacketSize,
                    assignedClientId,
                    topicAliasMaximum,
                    reasonString,
                    userProperties,
                    wildcardSubscriptionAvailable,
                    subscriptionIdentifiersAvailable,
                    sharedSubscriptionAvailable,
                    serverKeepAliveSeconds,
                    responseInformation,
                    serverReference,
                    method,
                    data);
        }
    }
}
