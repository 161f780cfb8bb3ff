package io.bellbird.codec;

/**
 * A packet and its bytes.
 *
 * @param fromClient who sends it
 * @param wire in the notation of {@link Wire}
 */
record Sample(String name, MqttVersion version, boolean fromClient, String wire, Packet packet) {
    byte[] bytes() {
        return Wire.bytes(wire);
    }

    /** A decoder that is about to receive this packet. */
    Decoder decoder() {
        if (!fromClient) {
            return Decoders.client(version);
        }
        return packet.type() == PacketType.CONNECT ? Decoders.server() : Decoders.connected(version);
    }

    @Override
    public String toString() {
        return version + " " + name;
    }
}
