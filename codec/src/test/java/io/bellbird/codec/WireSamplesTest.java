package io.bellbird.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class WireSamplesTest {
    /** Long samples are not cut at each byte. */
    private static final int CUTS_MAX = 300;

    static Stream<Sample> samples() {
        return Samples.all();
    }

    static Stream<Sample> readableSamples() {
        return Stream.concat(Samples.all(), Samples.readOnly().stream());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readableSamples")
    void a_sample_is_decoded(Sample sample) {
        ByteBuf in = Unpooled.wrappedBuffer(sample.bytes());
        assertThat(sample.decoder().decode(in)).isEqualTo(sample.packet());
        assertThat(in.isReadable()).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void a_sample_is_encoded_after_what_is_there(Sample sample) {
        ByteBuf out = Unpooled.buffer(1);
        out.writeByte(0xAB);
        Encoder.encode(sample.packet(), sample.version(), out);
        assertThat(Wire.hex(out)).isEqualTo("AB" + Wire.hex(sample.bytes()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readableSamples")
    void a_part_of_a_sample_is_left_alone_until_the_rest_comes(Sample sample) {
        byte[] bytes = sample.bytes();
        Decoder decoder = sample.decoder();
        ByteBuf in = Unpooled.buffer(bytes.length);
        for (int received = 0; received < Math.min(bytes.length, CUTS_MAX); received++) {
            in.clear().writeBytes(bytes, 0, received);
            assertThat(decoder.decode(in)).isNull();
            assertThat(in.readerIndex()).isZero();
        }
        in.clear().writeBytes(bytes);
        assertThat(decoder.decode(in)).isEqualTo(sample.packet());
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void samples_in_one_buffer_are_decoded_one_after_another(MqttVersion version) {
        for (boolean fromClient : new boolean[] {true, false}) {
            List<Sample> samples = joinable(version, fromClient);
            Decoder decoder = fromClient ? Decoders.connected(version) : Decoders.client(version);
            assertThat(Decoders.decodeAll(decoder, join(samples)))
                    .containsExactlyElementsOf(
                            samples.stream().map(Sample::packet).toList());
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void samples_are_decoded_whatever_the_chunks(MqttVersion version) {
        for (int chunkLength : new int[] {1, 2, 3, 7, 64, 1_000}) {
            List<Sample> samples = joinable(version, true);
            ByteBuf all = join(samples);
            Decoder decoder = Decoders.connected(version);
            ByteBuf in = Unpooled.buffer();
            List<Packet> packets = new ArrayList<>();
            while (all.isReadable()) {
                in.writeBytes(all, Math.min(chunkLength, all.readableBytes()));
                packets.addAll(Decoders.decodeAll(decoder, in));
                in.discardReadBytes();
            }
            assertThat(packets)
                    .containsExactlyElementsOf(
                            samples.stream().map(Sample::packet).toList());
        }
    }

    @Test
    void every_packet_type_has_a_sample() {
        assertThat(Samples.all().map(sample -> sample.packet().type())).contains(PacketType.values());
    }

    private static List<Sample> joinable(MqttVersion version, boolean fromClient) {
        return readableSamples()
                .filter(sample -> sample.version() == version && sample.fromClient() == fromClient)
                .filter(sample -> sample.packet().type() != PacketType.CONNECT)
                .toList();
    }

    private static ByteBuf join(List<Sample> samples) {
        ByteBuf joined = Unpooled.buffer();
        samples.forEach(sample -> joined.writeBytes(sample.bytes()));
        return joined;
    }
}
