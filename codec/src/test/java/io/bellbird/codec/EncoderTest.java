package io.bellbird.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncoderTest {
    private static final AckProperties EXPLAINED = AckProperties.explained("because");
    private static final Topic TOPIC = Topic.of("a");
    private static final Bytes HI = Bytes.utf8("hi");
    private static final PublishProperties TEXT =
            new PublishProperties(true, 100, null, null, null, List.of(new UserProperty("k", "v")));

    @Test
    void mqtt_3_has_no_properties() {
        assertThat(encode(new PubAck(7, ReasonCode.QUOTA_EXCEEDED, EXPLAINED), MqttVersion.V3_1_1))
                .isEqualTo("40020007");
        assertThat(encode(new SubAck(7, List.of(ReasonCode.GRANTED_QOS_1), EXPLAINED), MqttVersion.V3_1))
                .isEqualTo("9003000701");
        assertThat(encode(new UnsubAck(7, List.of(ReasonCode.NO_SUBSCRIPTION_EXISTED), EXPLAINED), MqttVersion.V3_1_1))
                .isEqualTo("B0020007");
        assertThat(encode(
                        new Publish(0, TOPIC, Qos.AT_MOST_ONCE, false, false, HI, TEXT, SubscriptionIdentifiers.of(1)),
                        MqttVersion.V3_1_1))
                .isEqualTo("30050001616869");
        assertThat(encode(Disconnect.because(ReasonCode.NORMAL_DISCONNECTION, "bye"), MqttVersion.V3_1_1))
                .isEqualTo("E000");
    }

    @Test
    void every_error_in_suback_is_0x80_in_mqtt_3() {
        for (ReasonCode reason : EnumSet.allOf(ReasonCode.class)) {
            if (reason.isError()) {
                assertThat(encode(new SubAck(7, List.of(reason), AckProperties.NONE), MqttVersion.V3_1_1))
                        .isEqualTo("9003000780");
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "SUCCESS, 0",
        "UNSPECIFIED_ERROR, 3",
        "PROTOCOL_ERROR, 3",
        "UNSUPPORTED_PROTOCOL_VERSION, 1",
        "CLIENT_IDENTIFIER_NOT_VALID, 2",
        "BAD_USER_NAME_OR_PASSWORD, 4",
        "NOT_AUTHORIZED, 5",
        "SERVER_UNAVAILABLE, 3",
        "BANNED, 5",
        "BAD_AUTHENTICATION_METHOD, 4",
        "CONNECTION_RATE_EXCEEDED, 3",
    })
    void connack_has_the_nearest_return_code_in_mqtt_3(ReasonCode reason, int returnCode) {
        assertThat(encode(new ConnAck(false, reason, ConnAck.Properties.DEFAULTS), MqttVersion.V3_1_1))
                .isEqualTo("2002000" + returnCode);
    }

    @Test
    void mqtt_3_1_has_no_session_present() {
        ConnAck connAck = new ConnAck(true, ReasonCode.SUCCESS, ConnAck.Properties.DEFAULTS);
        assertThat(encode(connAck, MqttVersion.V3_1)).isEqualTo("20020000");
    }

    @Test
    void what_a_version_does_not_have_is_refused_and_leaves_the_buffer_as_it_was() {
        refuse(Disconnect.because(ReasonCode.SESSION_TAKEN_OVER, null), MqttVersion.V3_1_1);
        refuse(new Auth(ReasonCode.SUCCESS, null, null, null, List.of()), MqttVersion.V3_1);
        refuse(connect(MqttVersion.V5, null, null), MqttVersion.V3_1_1);
        refuse(connect(MqttVersion.V3_1_1, null, HI), MqttVersion.V3_1_1);
    }

    @Test
    void what_is_too_long_is_refused_and_leaves_the_buffer_as_it_was() {
        String tooLong = "x".repeat(65_536);
        refuse(connect(MqttVersion.V3_1_1, tooLong, null), MqttVersion.V3_1_1);
        refuse(connect(MqttVersion.V5, null, Bytes.utf8(tooLong)), MqttVersion.V5);
        refuse(new PubAck(7, ReasonCode.SUCCESS, AckProperties.explained(tooLong)), MqttVersion.V5);
        PublishProperties properties =
                new PublishProperties(false, PublishProperties.NO_EXPIRY, tooLong, null, null, List.of());
        refuse(
                new Publish(0, TOPIC, Qos.AT_MOST_ONCE, false, false, HI, properties, SubscriptionIdentifiers.NONE),
                MqttVersion.V5);
    }

    @Test
    void a_string_of_65535_bytes_and_long_properties_are_written() {
        String longest = "x".repeat(65_535);
        ByteBuf out = Unpooled.buffer();
        PubAck pubAck = new PubAck(7, ReasonCode.SUCCESS, AckProperties.explained(longest));
        Encoder.encode(pubAck, MqttVersion.V5, out);
        assertThat(Decoders.client(MqttVersion.V5).decode(out)).isEqualTo(pubAck);
    }

    @Test
    void an_alias_replaces_or_accompanies_the_topic() {
        assertThat(publish(null, 3, PublishProperties.NONE, PublishProperties.NO_EXPIRY))
                .isEqualTo("3008" + "0000" + "03230003" + "6869");
        assertThat(publish(TOPIC, 3, PublishProperties.NONE, PublishProperties.NO_EXPIRY))
                .isEqualTo("3009" + "000161" + "03230003" + "6869");
    }

    @Test
    void the_remaining_expiry_overrides_that_of_the_properties() {
        assertThat(publish(TOPIC, 0, TEXT, 7))
                .isEqualTo("3014" + "000161" + "0E" + "0101" + "0200000007" + "2600016B000176" + "6869");
        assertThat(publish(TOPIC, 0, TEXT, PublishProperties.NO_EXPIRY))
                .isEqualTo("300F" + "000161" + "09" + "0101" + "2600016B000176" + "6869");
    }

    @Test
    void a_publish_that_makes_no_sense_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> publish(null, 0, PublishProperties.NONE, PublishProperties.NO_EXPIRY));
        assertThatIllegalArgumentException().isThrownBy(() -> publish(MqttVersion.V3_1_1, TOPIC, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> publish(MqttVersion.V3_1_1, TOPIC, 0, 1));
    }

    @Test
    void the_length_is_known_before_a_publish_is_written() {
        for (int payloadLength : new int[] {0, 1, 120, 127, 128, 16_380, 16_384, 100_000}) {
            for (MqttVersion version : MqttVersion.values()) {
                ByteBuf out = Unpooled.buffer();
                SubscriptionIdentifiers ids = SubscriptionIdentifiers.of(1, 128, SubscriptionIdentifiers.MAX);
                Encoder.encodePublishHead(
                        version, TOPIC, 0, 9, Qos.AT_LEAST_ONCE, false, true, payloadLength, TEXT, 5, ids, out);
                assertThat(Encoder.publishLength(
                                version, TOPIC, 0, 9, Qos.AT_LEAST_ONCE, false, true, payloadLength, TEXT, 5, ids))
                        .isEqualTo(out.readableBytes() + payloadLength);
            }
        }
    }

    private static String encode(Packet packet, MqttVersion version) {
        ByteBuf out = Unpooled.buffer();
        Encoder.encode(packet, version, out);
        return Wire.hex(out);
    }

    private static void refuse(Packet packet, MqttVersion version) {
        ByteBuf out = Unpooled.buffer().writeByte(0xAB);
        assertThatIllegalArgumentException().isThrownBy(() -> Encoder.encode(packet, version, out));
        assertThat(Wire.hex(out)).isEqualTo("AB");
    }

    private static String publish(
            @Nullable Topic topic, int topicAlias, PublishProperties properties, long expirySeconds) {
        ByteBuf out = Unpooled.buffer();
        Encoder.encodePublishHead(
                MqttVersion.V5,
                topic,
                topicAlias,
                0,
                Qos.AT_MOST_ONCE,
                false,
                false,
                HI.length(),
                properties,
                expirySeconds,
                SubscriptionIdentifiers.NONE,
                out);
        out.writeBytes(HI.array());
        return Wire.hex(out);
    }

    private static void publish(MqttVersion version, Topic topic, int topicAlias, int packetId) {
        Encoder.encodePublishHead(
                version,
                topic,
                topicAlias,
                packetId,
                Qos.AT_MOST_ONCE,
                false,
                false,
                HI.length(),
                PublishProperties.NONE,
                PublishProperties.NO_EXPIRY,
                SubscriptionIdentifiers.NONE,
                Unpooled.buffer());
    }

    private static Connect connect(MqttVersion version, @Nullable String username, @Nullable Bytes password) {
        return new Connect(version, false, "c", true, 60, null, username, password, Connect.Properties.DEFAULTS);
    }
}
