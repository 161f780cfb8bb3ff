package io.bellbird.codec;

import io.netty.buffer.ByteBuf;

/** Writes DISCONNECT and AUTH (sections 3.14 and 3.15), in their shortest forms. */
final class DisconnectWriter {
    private DisconnectWriter() {}

    static void writeDisconnect(int header, Disconnect disconnect, MqttVersion version, ByteBuf out) {
        out.writeByte(header);
        int begin = LengthPrefix.begin(out);
        if (version.hasProperties()) {
            writeReasonAndProperties(disconnect, out);
        } else if (disconnect.reason() != ReasonCode.NORMAL_DISCONNECTION) {
            throw new IllegalArgumentException("DISCONNECT with " + disconnect.reason() + " in " + version);
        }
        LengthPrefix.end(begin, out);
    }

    private static void writeReasonAndProperties(Disconnect disconnect, ByteBuf out) {
        int start = out.writerIndex();
        out.writeByte(disconnect.reason().code());
        int begin = LengthPrefix.begin(out);
        if (disconnect.sessionExpiryIntervalSeconds() != Disconnect.ABSENT) {
            PropertyWriter.writeFourBytes(
                    Property.SESSION_EXPIRY_INTERVAL, disconnect.sessionExpiryIntervalSeconds(), out);
        }
        AckWriter.writeExplanation(disconnect.reasonString(), disconnect.userProperties(), out);
        PropertyWriter.writeString(Property.SERVER_REFERENCE, disconnect.serverReference(), out);
        endOrShorten(start, begin, disconnect.reason(), out);
    }

    static void writeAuth(int header, Auth auth, MqttVersion version, ByteBuf out) {
        if (!version.hasProperties()) {
            throw new IllegalArgumentException("AUTH in " + version);
        }
        out.writeByte(header);
        int packetBegin = LengthPrefix.begin(out);
        int start = out.writerIndex();
        out.writeByte(auth.reason().code());
        int begin = LengthPrefix.begin(out);
        PropertyWriter.writeString(Property.AUTHENTICATION_METHOD, auth.authenticationMethod(), out);
        PropertyWriter.writeBinary(Property.AUTHENTICATION_DATA, auth.authenticationData(), out);
        AckWriter.writeExplanation(auth.reasonString(), auth.userProperties(), out);
        endOrShorten(start, begin, auth.reason(), out);
        LengthPrefix.end(packetBegin, out);
    }

    /** Ends the properties; without any leaves their length out, and the reason too when it is SUCCESS. */
    private static void endOrShorten(int start, int begin, ReasonCode reason, ByteBuf out) {
        if (out.writerIndex() > begin) {
            LengthPrefix.end(begin, out);
        } else {
            out.writerIndex(reason == ReasonCode.SUCCESS ? start : start + 1);
        }
    }
}
