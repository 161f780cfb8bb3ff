package io.bellbird.codec;

import java.util.List;

/**
 * SUBSCRIBE, client to server (section 3.8).
 *
 * @param packetId 1..65535
 * @param subscriptionIdentifier 1..268,435,455, or 0 when there is none
 * @param requests at least one [MQTT-3.8.3-2]
 */
public record Subscribe(
        int packetId, int subscriptionIdentifier, List<UserProperty> userProperties, List<Request> requests)
        implements Packet {
    public Subscribe {
        userProperties = List.copyOf(userProperties);
        requests = List.copyOf(requests);
    }

    @Override
    public PacketType type() {
        return PacketType.SUBSCRIBE;
    }

    /** One topic filter, as it was sent and not yet checked, with what is wanted of it. */
    public record Request(String filter, SubscriptionOptions options) {}
}
