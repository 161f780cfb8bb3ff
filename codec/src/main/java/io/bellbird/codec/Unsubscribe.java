package io.bellbird.codec;

import java.util.List;

/**
 * UNSUBSCRIBE, client to server (section 3.10).
 *
 * @param packetId 1..65535
 * @param filters at least one [MQTT-3.10.3-2], as they were sent and not yet checked
 */
public record Unsubscribe(int packetId, List<UserProperty> userProperties, List<String> filters) implements Packet {
    public Unsubscribe {
        userProperties = List.copyOf(userProperties);
        filters = List.copyOf(filters);
    }

    @Override
    public PacketType type() {
        return PacketType.UNSUBSCRIBE;
    }
}
