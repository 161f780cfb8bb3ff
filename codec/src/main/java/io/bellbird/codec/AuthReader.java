package io.bellbird.codec;

/** Reads AUTH (section 3.15), and checks the properties of authentication wherever they are. */
final class AuthReader {
    private AuthReader() {}

    static Auth read(PacketBody body) {
        ReasonSet reasons = body.fromClient() ? ReasonSet.AUTH_FROM_CLIENT : ReasonSet.AUTH_FROM_SERVER;
        ReasonCode reason = body.remaining() == 0 ? reasons.check(0) : reasons.read(body);
        PropertyValues values = PropertyValues.readIfAny(body, PropertySection.AUTH);
        body.mustEnd();
        checkMethod(values);
        if (reason != ReasonCode.SUCCESS && !values.has(Property.AUTHENTICATION_METHOD)) {
            throw PacketBody.protocolError("", "AUTH without an authentication method");
        }
        return new Auth(
                reason,
                values.string(Property.AUTHENTICATION_METHOD),
                values.binary(Property.AUTHENTICATION_DATA),
                values.string(Property.REASON_STRING),
                values.userProperties());
    }

    /**
     * Checks that authentication data comes with a method (section 3.1.2.11.10).
     *
     * @throws ProtocolError PROTOCOL_ERROR
     */
    static void checkMethod(PropertyValues values) {
        if (values.has(Property.AUTHENTICATION_DATA) && !values.has(Property.AUTHENTICATION_METHOD)) {
            throw PacketBody.protocolError("", "authentication data without an authentication method");
        }
    }
}
