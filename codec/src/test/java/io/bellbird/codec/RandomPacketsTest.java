package io.bellbird.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RandomPacketsTest {
    private static final int PACKETS = 3_000;

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void what_is_encoded_is_decoded(MqttVersion version) {
        for (boolean fromClient : new boolean[] {true, false}) {
            Decoder decoder = fromClient ? Decoders.connected(version) : Decoders.client(version);
            for (int seed = 0; seed < PACKETS; seed++) {
                Packet packet = new RandomPackets(seed, version).next(fromClient);
                assertRoundTrip(packet, version, decoder, seed);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void a_connect_that_is_encoded_is_decoded(MqttVersion version) {
        for (int seed = 0; seed < PACKETS; seed++) {
            assertRoundTrip(new RandomPackets(seed, version).connect(), version, Decoders.server(), seed);
        }
    }

    private static void assertRoundTrip(Packet packet, MqttVersion version, Decoder decoder, int seed) {
        ByteBuf wire = Unpooled.buffer();
        Encoder.encode(packet, version, wire);
        assertThat(decoder.decode(wire)).as("seed " + seed).isEqualTo(packet);
        assertThat(wire.isReadable()).as("seed " + seed).isFalse();
    }
}
