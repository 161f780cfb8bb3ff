package io.bellbird.codec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * DISCONNECT, in either direction in MQTT 5 and from the client in MQTT 3 (section 3.14).
 *
 * @param reason NORMAL_DISCONNECTION in MQTT 3
 * @param sessionExpiryIntervalSeconds 0..4,294,967,295, or {@link #ABSENT}: that of CONNECT holds
 */
public record Disconnect(
        ReasonCode reason,
        long sessionExpiryIntervalSeconds,
        @Nullable String reasonString,
        @Nullable String serverReference,
        List<UserProperty> userProperties)
        implements Packet {
    /** The property was not sent. */
    public static final long ABSENT = -1;

    public Disconnect {
        userProperties = List.copyOf(userProperties);
    }

    /** With a reason and, unless null, a reason string. */
    public static Disconnect because(ReasonCode reason, @Nullable String reasonString) {
        return new Disconnect(reason, ABSENT, reasonString, null, List.of());
    }

    @Override
    public PacketType type() {
        return PacketType.DISCONNECT;
    }
}
