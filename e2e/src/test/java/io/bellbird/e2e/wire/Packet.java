package io.bellbird.e2e.wire;

/** What a broker sends. Reason codes of MQTT 3.1.1, which has none in acknowledgements, are 0. */
public sealed interface Packet {
    /**
     * The answer to CONNECT.
     *
     * @param receiveMaximum 65535 when the broker says nothing
     */
    record ConnAck(boolean sessionPresent, int reason, int receiveMaximum) implements Packet {}

    /**
     * A message.
     *
     * @param packetId 0 at QoS 0
     */
    record Publish(String topic, int qos, int packetId, boolean duplicate, boolean retain, String payload)
            implements Packet {}

    /** PUBACK, PUBREC, PUBREL or PUBCOMP. */
    record Ack(AckType type, int packetId, int reason) implements Packet {}

    /**
     * The answer to SUBSCRIBE.
     *
     * @param reason of the only filter, or the highest of all filters
     */
    record SubAck(int packetId, int reason) implements Packet {}

    record PingResp() implements Packet {}

    record Disconnect(int reason) implements Packet {}
}
