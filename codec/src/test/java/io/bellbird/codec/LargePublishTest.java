package io.bellbird.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A PUBLISH with a large payload is taken off the buffer as it arrives. */
class LargePublishTest {
    private static final int SEEDS = 60;
    private static final int KIBIBYTE = 1024;

    private static Publish publish(Random random, MqttVersion version) {
        Qos qos = Qos.of(random.nextInt(3));
        byte[] payload = new byte[LargePublish.PAYLOAD_MIN - 2 + random.nextInt(500 * KIBIBYTE)];
        random.nextBytes(payload);
        PublishProperties properties = version.hasProperties() && random.nextBoolean()
                ? new RandomPackets(random.nextLong(), version).publishProperties()
                : PublishProperties.NONE;
        return new Publish(
                qos == Qos.AT_MOST_ONCE ? 0 : 1 + random.nextInt(65_535),
                Topic.of("t" + "/x".repeat(random.nextInt(50))),
                qos,
                false,
                random.nextBoolean(),
                Bytes.wrap(payload),
                properties,
                SubscriptionIdentifiers.NONE);
    }

    /** Feeds the bytes in pieces, as a socket does, and returns the packets of which the first must be whole. */
    private static Packet decodeInPieces(Decoder decoder, ByteBuf wire, Random random) {
        ByteBuf held = Unpooled.buffer();
        Packet packet = null;
        while (packet == null) {
            int piece = 1 + random.nextInt(random.nextBoolean() ? 10 : 70 * KIBIBYTE);
            held.writeBytes(wire, Math.min(piece, wire.readableBytes()));
            packet = decoder.decode(held);
        }
        wire.readerIndex(wire.readerIndex() - held.readableBytes());
        return packet;
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void it_is_the_same_packet_however_it_is_cut(MqttVersion version) {
        Decoder decoder = Decoders.connected(version);
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Publish large = publish(random, version);
            ByteBuf wire = Unpooled.buffer();
            Encoder.encode(large, version, wire);
            Encoder.encode(PingReq.INSTANCE, version, wire);

            assertThat(decodeInPieces(decoder, wire, random))
                    .as("seed %d", seed)
                    .isEqualTo(large);
            assertThat(decoder.heldBytes()).as("seed %d", seed).isZero();
            assertThat(decodeInPieces(decoder, wire, random))
                    .as("seed %d", seed)
                    .isEqualTo(PingReq.INSTANCE);
            assertThat(wire.isReadable()).as("seed %d", seed).isFalse();
        }
    }

    @Test
    void who_announces_much_and_sends_little_takes_little_memory() {
        Decoder decoder = Decoder.forClient(MqttVersion.V3_1_1, Decoders.topics(), Integer.MAX_VALUE);
        assertThat(decoder.decode(Wire.buffer("30 FFFFFF7F 0001 61"))).isNull();
        ByteBuf piece = Unpooled.buffer(10 * KIBIBYTE);
        int sent = 0;
        while (sent < 3_000 * KIBIBYTE) {
            sent += 10 * KIBIBYTE;
            piece.clear().writeZero(10 * KIBIBYTE);
            assertThat(decoder.decode(piece)).isNull();
            assertThat(piece.isReadable()).isFalse();
            assertThat(decoder.heldBytes()).isLessThanOrEqualTo(LargePublish.PAYLOAD_MIN + 4 * sent);
        }
    }

    @Test
    void its_head_is_judged_before_its_payload_has_come() {
        Decoder decoder = Decoder.forClient(MqttVersion.V3_1_1, Decoders.topics(), Integer.MAX_VALUE);
        ProtocolError error =
                catchThrowableOfType(ProtocolError.class, () -> decoder.decode(Wire.buffer("30 FFFFFF7F 0001 23")));
        assertThat(error.reason()).isEqualTo(ReasonCode.MALFORMED_PACKET);
    }
}
