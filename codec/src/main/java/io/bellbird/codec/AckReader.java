package io.bellbird.codec;

/** Reads the four acknowledgements of PUBLISH (sections 3.4 to 3.7), which look alike. */
final class AckReader {
    private AckReader() {}

    /** Reads the packet that has these reasons. Left out, as always in MQTT 3, the reason is SUCCESS. */
    static <P extends Packet> P read(PacketBody body, ReasonSet reasons, Constructor<P> constructor) {
        int packetId = body.packetId(body.statement("MQTT-2.2.1-5", "MQTT-2.3.1-6"));
        ReasonCode reason = body.remaining() > 0 ? reasons.read(body) : ReasonCode.SUCCESS;
        PropertyValues values = PropertyValues.readIfAny(body, PropertySection.ACKNOWLEDGEMENT);
        body.mustEnd();
        return constructor.of(packetId, reason, properties(values));
    }

    /** What every acknowledgement may carry. */
    static AckProperties properties(PropertyValues values) {
        return values == PropertyValues.NONE
                ? AckProperties.NONE
                : new AckProperties(values.string(Property.REASON_STRING), values.userProperties());
    }

    /** That of an acknowledgement. */
    interface Constructor<P extends Packet> {
        P of(int packetId, ReasonCode reason, AckProperties properties);
    }
}
