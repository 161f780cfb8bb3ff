package io.bellbird.codec;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** Decoders in the states that tests need. They take packets up to the size that MQTT allows and 10 topic aliases. */
final class Decoders {
    private static final int ANY_SIZE = Integer.MAX_VALUE;
    private static final int ALIASES = 10;

    private Decoders() {}

    /** Of a server, before CONNECT. */
    static Decoder server() {
        return accepting(Decoder.forServer(topics(), ANY_SIZE));
    }

    /** Of a server, after a CONNECT; in MQTT 5 with the authentication method {@code m}. */
    static Decoder connected(MqttVersion version) {
        Decoder decoder = server();
        decoder.decode(Wire.buffer(
                switch (version) {
                    case V3_1 -> "10 [ 'MQIsdp' 03 02 003C 'c' ]";
                    case V3_1_1 -> "10 [ 'MQTT' 04 02 003C 'c' ]";
                    case V5 -> "10 [ 'MQTT' 05 02 003C [ 15 'm' ] 'c' ]";
                }));
        return decoder;
    }

    /** Of a client. */
    static Decoder client(MqttVersion version) {
        return accepting(Decoder.forClient(version, topics(), ANY_SIZE));
    }

    static TopicCache topics() {
        return new TopicCache(64);
    }

    /** All packets that a buffer holds. */
    static List<Packet> decodeAll(Decoder decoder, ByteBuf in) {
        List<Packet> packets = new ArrayList<>();
        for (Packet packet = decoder.decode(in); packet != null; packet = decoder.decode(in)) {
            packets.add(packet);
        }
        return packets;
    }

    private static Decoder accepting(Decoder decoder) {
        decoder.acceptTopicAliases(ALIASES);
        return decoder;
    }
}
