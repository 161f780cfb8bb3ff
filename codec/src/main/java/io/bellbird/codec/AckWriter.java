package io.bellbird.codec;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the acknowledgements of PUBLISH, SUBSCRIBE and UNSUBSCRIBE (sections 3.4 to 3.7, 3.9 and 3.11). */
final class AckWriter {
    /** What MQTT 3 says of a subscription that was not made. */
    private static final int FAILURE = 0x80;

    private AckWriter() {}

    /**
     * An acknowledgement of PUBLISH, in its shortest form: the reason is left out when it is SUCCESS and no property
     * follows, and the property length when there is none.
     *
     * @param header the first byte
     */
    static void writePublishAck(
            int header, int packetId, ReasonCode reason, AckProperties properties, MqttVersion version, ByteBuf out) {
        boolean withProperties = version.hasProperties() && !isEmpty(properties);
        boolean withReason = version.hasProperties() && (withProperties || reason != ReasonCode.SUCCESS);
        out.writeByte(header);
        int begin = LengthPrefix.begin(out);
        out.writeShort(packetId);
        if (withReason) {
            out.writeByte(reason.code());
        }
        if (withProperties) {
            writeProperties(properties, out);
        }
        LengthPrefix.end(begin, out);
    }

    static void writeSubAck(int header, SubAck subAck, MqttVersion version, ByteBuf out) {
        out.writeByte(header);
        int begin = LengthPrefix.begin(out);
        out.writeShort(subAck.packetId());
        if (version.hasProperties()) {
            writeProperties(subAck.properties(), out);
            writeReasons(subAck.reasons(), out);
        } else {
            for (ReasonCode reason : subAck.reasons()) {
                out.writeByte(reason.isError() ? FAILURE : reason.code());
            }
        }
        LengthPrefix.end(begin, out);
    }

    static void writeUnsubAck(int header, UnsubAck unsubAck, MqttVersion version, ByteBuf out) {
        out.writeByte(header);
        int begin = LengthPrefix.begin(out);
        out.writeShort(unsubAck.packetId());
        if (version.hasProperties()) {
            writeProperties(unsubAck.properties(), out);
            writeReasons(unsubAck.reasons(), out);
        }
        LengthPrefix.end(begin, out);
    }

    private static void writeReasons(List<ReasonCode> reasons, ByteBuf out) {
        for (ReasonCode reason : reasons) {
            out.writeByte(reason.code());
        }
    }

    private static boolean isEmpty(AckProperties properties) {
        return properties.reasonString() == null && properties.userProperties().isEmpty();
    }

    private static void writeProperties(AckProperties properties, ByteBuf out) {
        int begin = LengthPrefix.begin(out);
        writeExplanation(properties.reasonString(), properties.userProperties(), out);
        LengthPrefix.end(begin, out);
    }

    /** The two properties of every answer. */
    static void writeExplanation(@Nullable String reasonString, List<UserProperty> userProperties, ByteBuf out) {
        PropertyWriter.writeString(Property.REASON_STRING, reasonString, out);
        PropertyWriter.writeUserProperties(userProperties, out);
    }
}
