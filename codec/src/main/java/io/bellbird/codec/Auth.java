package io.bellbird.codec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * AUTH, in either direction, MQTT 5 only (section 3.15).
 *
 * @param reason SUCCESS, CONTINUE_AUTHENTICATION or REAUTHENTICATE
 */
public record Auth(
        ReasonCode reason,
        @Nullable String authenticationMethod,
        @Nullable Bytes authenticationData,
        @Nullable String reasonString,
        List<UserProperty> userProperties)
        implements Packet {
    public Auth {
        userProperties = List.copyOf(userProperties);
    }

    @Override
    public PacketType type() {
        return PacketType.AUTH;
    }
}
