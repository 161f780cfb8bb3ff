package io.bellbird.broker.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.Auth;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.ConnAck;
import io.bellbird.codec.Connect;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.Topic;
import io.bellbird.codec.Unsubscribe;
import io.bellbird.codec.WillMessage;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketTextTest {
    private static final Bytes SECRET = Bytes.utf8("secret");

    @Test
    void connect_tells_of_the_client_and_its_will_but_not_of_its_password() {
        WillMessage will =
                new WillMessage(Topic.of("gone"), Qos.AT_LEAST_ONCE, true, SECRET, 7, PublishProperties.NONE);
        Connect connect = new Connect(
                MqttVersion.V3_1_1, false, "c", false, 30, will, "ann", SECRET, Connect.Properties.DEFAULTS);

        assertThat(PacketText.of(connect, "192.0.2.7:1", "1883"))
                .isEqualTo("CONNECT version=V3_1_1 from=192.0.2.7:1 listener=1883 user=ann clean_start=false"
                        + " session_expiry=0 keepalive=30 will_topic=gone will_qos=1 will_retain=true will_delay=7"
                        + " will_bytes=6");
        assertThat(PacketText.of(connect)).isEqualTo("CONNECT");
    }

    @Test
    void what_authentication_methods_exchange_is_not_told() {
        Auth auth = new Auth(ReasonCode.CONTINUE_AUTHENTICATION, "SCRAM", SECRET, null, List.of());
        ConnAck connAck =
                new ConnAck(false, ReasonCode.SUCCESS, ConnAck.Properties.DEFAULTS.authenticated("SCRAM", SECRET));

        assertThat(PacketText.of(auth)).isEqualTo("AUTH reason=CONTINUE_AUTHENTICATION method=SCRAM");
        assertThat(PacketText.of(connAck)).isEqualTo("CONNACK reason=SUCCESS session_present=false");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 61, 62, 63})
    void a_long_payload_is_cut_between_characters(int letters) {
        int characters = 64;
        String text = "x".repeat(letters) + "\u20ac".repeat(characters);

        String told = PacketText.publish(Topic.of("t"), 0, Qos.AT_MOST_ONCE, false, false, Bytes.utf8(text));

        int whole = (64 - letters) / 3;
        assertThat(told)
                .isEqualTo("PUBLISH topic=t qos=0 retain=false dup=false bytes=" + (letters + 3 * characters)
                        + " payload=\"" + "x".repeat(letters) + "\u20ac".repeat(whole) + "\"...");
    }

    @Test
    void a_long_payload_that_is_no_text_is_cut_as_well() {
        byte[] bytes = new byte[100];
        bytes[0] = (byte) 0xff;

        String told = PacketText.publish(Topic.of("t"), 0, Qos.AT_MOST_ONCE, false, false, Bytes.wrap(bytes));

        assertThat(told).endsWith(" payload=0xff" + "00".repeat(63) + "...");
    }

    @Test
    void a_packet_with_many_filters_tells_of_some() {
        Unsubscribe packet = new Unsubscribe(1, List.of(), Collections.nCopies(1_000, "a b"));

        assertThat(PacketText.of(packet)).isEqualTo("UNSUBSCRIBE id=1" + " filter=a\\u0020b".repeat(20) + " ...");
    }
}
