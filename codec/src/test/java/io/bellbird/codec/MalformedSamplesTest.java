package io.bellbird.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MalformedSamplesTest {
    static Stream<Malformed> samples() {
        return Stream.concat(MalformedConnects.all(), MalformedSamples.all());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void a_malformed_packet_is_refused_with_its_reason(Malformed sample) {
        ProtocolError error = refuse(sample.decoder(), Wire.buffer(sample.wire()));
        assertThat(error.reason()).as(error.getMessage()).isEqualTo(sample.reason());
        assertThat(error.statement()).as(error.getMessage()).isEqualTo(sample.statement());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void what_is_refused_whole_is_refused_byte_by_byte(Malformed sample) {
        byte[] bytes = Wire.bytes(sample.wire());
        Decoder decoder = sample.decoder();
        ByteBuf in = Unpooled.buffer(bytes.length);
        for (int received = 0; received < bytes.length - 1; received++) {
            in.writeByte(bytes[received]);
            if (isRefused(decoder, in)) {
                return;
            }
        }
        in.writeByte(bytes[bytes.length - 1]);
        assertThat(isRefused(decoder, in)).isTrue();
    }

    @ParameterizedTest(name = "{0} speaks {1}")
    @CsvSource({
        "10 [ 'MQIsdp' 03 02 ],     V3_1",
        "10 [ 'MQTT' 04 03 003C ],  V3_1_1",
        "10 [ 'MQTT' 05 02 003C ],  V5",
        "10 [ 'MQTT' 03 02 003C ],  V3_1",
        "10 [ 'MQIsdp' 84 02 ],     V3_1_1",
        "10 [ 'MQTT' 06 02 003C ],",
        "10 [ 'MQTT' 85 02 003C ],",
        "10 [ 'MQTU' 04 02 003C ],",
    })
    void a_refused_connect_leaves_the_version_in_which_to_refuse_it(String wire, String version) {
        Decoder decoder = Decoders.server();
        refuse(decoder, Wire.buffer(wire));
        assertThat(decoder.version()).isEqualTo(version == null ? null : MqttVersion.valueOf(version));
    }

    private static ProtocolError refuse(Decoder decoder, ByteBuf in) {
        ProtocolError error = catchThrowableOfType(ProtocolError.class, () -> Decoders.decodeAll(decoder, in));
        assertThat(error).isNotNull();
        return error;
    }

    private static boolean isRefused(Decoder decoder, ByteBuf in) {
        try {
            assertThat(decoder.decode(in)).isNull();
            return false;
        } catch (ProtocolError e) {
            return true;
        }
    }
}
