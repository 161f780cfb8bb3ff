package io.bellbird.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecoderTest {
    private static final int ANY_SIZE = 1_000;

    @Test
    void the_version_is_known_from_connect_on() {
        Decoder decoder = Decoders.server();
        assertThat(decoder.version()).isNull();
        decoder.decode(Wire.buffer("10 [ 'MQTT' 05 02 003C [ ] 'c' ]"));
        assertThat(decoder.version()).isEqualTo(MqttVersion.V5);
    }

    @Test
    void a_packet_of_the_largest_size_is_decoded() {
        Decoder decoder = Decoder.forClient(MqttVersion.V3_1_1, Decoders.topics(), 7);
        assertThat(decoder.decode(Wire.buffer("30 [ 'a' <hi> ]"))).isInstanceOf(Publish.class);
    }

    @Test
    void a_larger_packet_is_refused_as_soon_as_its_header_says_so() {
        Decoder decoder = Decoder.forClient(MqttVersion.V5, Decoders.topics(), 7);
        assertThat(decoder.decode(Wire.buffer("30 05"))).isNull();
        ProtocolError error = refuse(decoder, "30 06");
        assertThat(error.reason()).isEqualTo(ReasonCode.PACKET_TOO_LARGE);
        assertThat(error.statement()).isEqualTo("MQTT-3.1.2-24");
    }

    @Test
    void the_size_limit_can_be_raised_after_connect() {
        Decoder decoder = Decoder.forServer(Decoders.topics(), 20);
        decoder.decode(Wire.buffer("10 [ 'MQTT' 05 02 003C [ ] 'c' ]"));
        decoder.limitPackets(200);
        assertThat(decoder.decode(Wire.buffer("C0 00"))).isEqualTo(PingReq.INSTANCE);
        assertThat(decoder.decode(Wire.buffer("30 8001"))).isNull();
        assertThat(refuse(decoder, "30 FF7F").statement()).isEqualTo("MQTT-3.2.2-15");
    }

    @Test
    void the_largest_remaining_length_does_not_overflow() {
        Decoder decoder = Decoder.forClient(MqttVersion.V3_1_1, Decoders.topics(), Integer.MAX_VALUE);
        assertThat(decoder.decode(Wire.buffer("30 FFFFFF7F 00"))).isNull();
    }

    @Test
    void an_alias_stands_for_the_topic_that_came_with_it_last() {
        Decoder decoder = Decoders.connected(MqttVersion.V5);
        assertThat(topics(decoder, "30 [ 'a' [ 23 0001 ] ] 30 [ 'b' [ 23 000A ] ] 30 [ '' [ 23 0001 ] ]"))
                .containsExactly("a", "b", "a");
        assertThat(topics(decoder, "30 [ 'c' [ 23 0001 ] ] 30 [ '' [ 23 0001 ] ] 30 [ '' [ 23 000A ] ]"))
                .containsExactly("c", "c", "b");
    }

    @Test
    void no_alias_is_accepted_unless_it_was_announced() {
        Decoder decoder = Decoder.forServer(Decoders.topics(), ANY_SIZE);
        decoder.decode(Wire.buffer("10 [ 'MQTT' 05 02 003C [ ] 'c' ]"));
        assertThat(refuse(decoder, "30 [ 'a' [ 23 0001 ] ]").reason()).isEqualTo(ReasonCode.TOPIC_ALIAS_INVALID);
    }

    @Test
    void the_highest_alias_may_be_the_first() {
        Decoder decoder = Decoders.connected(MqttVersion.V5);
        decoder.acceptTopicAliases(65_535);
        assertThat(topics(decoder, "30 [ 'a' [ 23 FFFF ] ] 30 [ '' [ 23 FFFF ] ]"))
                .containsExactly("a", "a");
    }

    @Test
    void auth_is_refused_when_connect_named_no_method() {
        Decoder decoder = Decoders.server();
        decoder.decode(Wire.buffer("10 [ 'MQTT' 05 02 003C [ ] 'c' ]"));
        ProtocolError error = refuse(decoder, "F0 00");
        assertThat(error.reason()).isEqualTo(ReasonCode.PROTOCOL_ERROR);
        assertThat(error.statement()).isEqualTo("MQTT-4.12.0-7");
    }

    @Test
    void auth_with_flags_is_malformed_also_when_connect_named_no_method() {
        Decoder decoder = Decoders.server();
        decoder.decode(Wire.buffer("10 [ 'MQTT' 05 02 003C [ ] 'c' ]"));
        ProtocolError error = refuse(decoder, "F1 00");
        assertThat(error.reason()).isEqualTo(ReasonCode.MALFORMED_PACKET);
        assertThat(error.statement()).isEqualTo("MQTT-3.15.1-1");
    }

    @Test
    void equal_topics_are_the_same_object_also_for_connections_that_share_a_cache() {
        TopicCache topics = Decoders.topics();
        Decoder first = Decoder.forClient(MqttVersion.V3_1_1, topics, ANY_SIZE);
        Decoder second = Decoder.forClient(MqttVersion.V5, Decoders.topics(), ANY_SIZE);
        second.useTopics(topics);
        assertThat(publish(second, "30 [ 'a/b' [ ] ]").topic())
                .isSameAs(publish(first, "30 [ 'a/b' ]").topic());
    }

    @Test
    void an_empty_property_section_costs_nothing() {
        Publish publish = publish(Decoders.client(MqttVersion.V5), "30 [ 'a' [ ] ]");
        assertThat(publish.properties()).isSameAs(PublishProperties.NONE);
        assertThat(publish.subscriptionIdentifiers()).isSameAs(SubscriptionIdentifiers.NONE);
        assertThat(publish.payload()).isSameAs(Bytes.EMPTY);
    }

    @Test
    void a_payload_is_a_copy_on_the_heap() {
        ByteBuf in = PooledByteBufAllocator.DEFAULT.directBuffer();
        try {
            in.writeBytes(Wire.bytes("FF 30 [ 'a' <hello> ]")).skipBytes(1);
            Publish publish = (Publish) Decoders.client(MqttVersion.V3_1_1).decode(in);
            in.setZero(0, in.writerIndex());
            assertThat(publish).isNotNull();
            assertThat(publish.payload()).isEqualTo(Bytes.utf8("hello"));
        } finally {
            in.release();
        }
    }

    @Test
    void a_packet_in_several_buffers_is_decoded() {
        ByteBuf in = Unpooled.wrappedBuffer(
                Wire.bytes("30"), Wire.bytes("07 00"), Wire.bytes("0361"), Wire.bytes("2F62 6869"));
        assertThat(Decoders.client(MqttVersion.V3_1_1).decode(in))
                .extracting(packet -> ((Publish) packet).topic())
                .isEqualTo(Topic.of("a/b"));
    }

    @Test
    void a_topic_of_65535_bytes_is_decoded() {
        String name = "t".repeat(Topic.BYTES_MAX);
        Publish publish = publish(Decoders.client(MqttVersion.V3_1_1), "30 [ '" + name + "' ]");
        assertThat(publish.topic()).isEqualTo(Topic.of(name));
    }

    @Test
    void ten_thousand_filters_are_decoded() {
        Decoder decoder = Decoders.connected(MqttVersion.V3_1_1);
        String filters = "'a' 00".repeat(PacketBody.ENTRIES_MAX);
        assertThatNoException().isThrownBy(() -> decoder.decode(Wire.buffer("82 [ 0007 " + filters + " ]")));
    }

    private static List<String> topics(Decoder decoder, String wire) {
        return Decoders.decodeAll(decoder, Wire.buffer(wire)).stream()
                .map(packet -> ((Publish) packet).topic().text())
                .toList();
    }

    private static Publish publish(Decoder decoder, String wire) {
        return (Publish) Decoders.decodeAll(decoder, Wire.buffer(wire)).get(0);
    }

    private static ProtocolError refuse(Decoder decoder, String wire) {
        ProtocolError error = catchThrowableOfType(ProtocolError.class, () -> decoder.decode(Wire.buffer(wire)));
        assertThat(error).isNotNull();
        return error;
    }
}
