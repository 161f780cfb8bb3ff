package io.bellbird.codec;

import org.jspecify.annotations.Nullable;

/**
 * The protocol name and level with which CONNECT begins (sections 3.1.2.1 and 3.1.2.2).
 *
 * @param level 0..255, with the bridge bit
 */
record Protocol(String name, int level) {
    private static final int BRIDGE = 0x80;

    /**
     * Reads both.
     *
     * @throws ProtocolError MALFORMED_PACKET when the name is not MQTT's: the sender speaks something else
     */
    static Protocol read(PacketBody body) {
        String name = body.string("the protocol name");
        if (!name.equals(MqttVersion.V3_1.protocolName()) && !name.equals(MqttVersion.V5.protocolName())) {
            throw PacketBody.malformed("MQTT-3.1.2-1", "the protocol name is neither MQTT nor MQIsdp");
        }
        return new Protocol(name, body.unsignedByte("the protocol level"));
    }

    /** The version of the level, whatever the name, so that also a refusal is written for it; null for no version. */
    @Nullable
    MqttVersion version() {
        for (MqttVersion version : MqttVersion.values()) {
            if (version.level() == level || (version.level() == (level & ~BRIDGE) && !version.hasProperties())) {
                return version;
            }
        }
        return null;
    }

    /**
     * The version, whose name it has to be too.
     *
     * @throws ProtocolError UNSUPPORTED_PROTOCOL_VERSION
     */
    MqttVersion supportedVersion() {
        MqttVersion version = version();
        if (version == null || !version.protocolName().equals(name)) {
            throw new ProtocolError(
                    ReasonCode.UNSUPPORTED_PROTOCOL_VERSION,
                    "MQTT-3.1.2-2",
                    "there is no protocol level " + level + " of " + name);
        }
        return version;
    }

    /** Whether the sender says, by the bridge bit, that it is a bridge. */
    boolean isBridge() {
        return (level & BRIDGE) != 0;
    }
}
