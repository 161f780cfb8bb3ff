package io.bellbird.codec;

/** Reads DISCONNECT (section 3.14). */
final class DisconnectReader {
    private static final Disconnect NORMAL = Disconnect.because(ReasonCode.NORMAL_DISCONNECTION, null);

    private DisconnectReader() {}

    static Disconnect read(PacketBody body) {
        if (body.remaining() == 0) {
            return NORMAL;
        }
        ReasonSet reasons = body.fromClient() ? ReasonSet.DISCONNECT_FROM_CLIENT : ReasonSet.DISCONNECT_FROM_SERVER;
        ReasonCode reason = reasons.read(body);
        PropertyValues values = PropertyValues.readIfAny(body, PropertySection.DISCONNECT);
        body.mustEnd();
        if (body.fromClient() && values.has(Property.SERVER_REFERENCE)) {
            throw PacketBody.protocolError("", "a server reference from a client");
        }
        if (!body.fromClient() && values.has(Property.SESSION_EXPIRY_INTERVAL)) {
            throw PacketBody.protocolError("MQTT-3.14.2-2", "a session expiry interval from the server");
        }
        return new Disconnect(
                reason,
                values.number(Property.SESSION_EXPIRY_INTERVAL, Disconnect.ABSENT),
                values.string(Property.REASON_STRING),
                values.string(Property.SERVER_REFERENCE),
                values.userProperties());
    }
}
