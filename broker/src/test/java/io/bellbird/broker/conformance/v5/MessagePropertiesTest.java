package io.bellbird.broker.conformance.v5;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Spec;
import io.bellbird.broker.conformance.ConformanceSuite;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.conformance.WirePacket;
import io.bellbird.broker.conformance.WireProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The properties that travel with a message (section 3.3.2.3). */
class MessagePropertiesTest extends ConformanceSuite {
    private RawClient subscriber;
    private RawClient publisher;

    @BeforeEach
    void connect() {
        subscriber = client5("subscriber").subscribe("~/a", 2);
        publisher = client5("publisher");
    }

    @Test
    @Spec("MQTT-3.3.2-4")
    void payload_format_indicator_is_passed_on() {
        publisher.send("30 (<~/a> (01 01) 'text')", "30 (<~/a> (01 00) 'bytes')");

        subscriber.expect("30 (<~/a> (01 01) 'text')");
        assertThat(subscriber.receive().all(WireProperty.PAYLOAD_FORMAT_INDICATOR))
                .as("0, which is also what its absence says")
                .isSubsetOf(0L);
    }

    @Test
    @Spec({"MQTT-3.3.2-15", "MQTT-3.3.2-16"})
    void response_topic_and_correlation_data_are_passed_on() {
        publisher.send("30 (<~/a> (08 <~/answers> 09 {00 01 FF}) 'question')");

        subscriber.expect("30 (<~/a> (08 <~/answers> 09 {00 01 FF}) 'question')");
    }

    @Test
    @Spec("MQTT-3.3.2-20")
    void content_type_is_passed_on() {
        publisher.send("30 (<~/a> (03 <application/vnd.ünïcode+json>) '{}')");

        subscriber.expect("30 (<~/a> (03 <application/vnd.ünïcode+json>) '{}')");
    }

    @Test
    @Spec({"MQTT-3.3.2-17", "MQTT-3.3.2-18"})
    void user_properties_are_passed_on_in_their_order() {
        String properties = "26 <b> <1> 26 <a> <2> 26 <b> <3> 26 <> <> 26 <a> <2>";

        publisher.send("30 (<~/a> (" + properties + ") 'x')");

        subscriber.expect("30 (<~/a> (" + properties + ") 'x')");
    }

    @Test
    void all_properties_together_survive_every_qos() {
        String properties = "26 <z> <1> 01 01 03 <t> 26 <a> <2> 08 <~/r> 09 {}";

        publisher.send("32 (<~/a> 0001 (" + properties + ") 'x')").expect("40 (0001)");
        publisher.send("34 (<~/a> 0002 (" + properties + ") 'x')").expect("50 (0002)");
        publisher.send("62 (0002)").expect("70 (0002)");

        subscriber.expect("32 (<~/a> 0001 (" + properties + ") 'x')");
        subscriber.expect("34 (<~/a> 0002 (" + properties + ") 'x')");
    }

    @Test
    void empty_strings_are_values_too() {
        publisher.send("30 (<~/a> (03 <> 09 {}) 'x')");

        subscriber.expect("30 (<~/a> (03 <> 09 {}) 'x')");
    }

    @Test
    void payload_that_is_not_the_text_it_says_is_refused_with_0x99() {
        publisher.send("32 (<~/a> 0001 (01 01) C3 28)").expect("40 (0001 99)");
        publisher.send("34 (<~/a> 0002 (01 01) C3 28)").expect("50 (0002 99)");
        publisher.send("32 (<~/a> 0003 (01 01) 'ü')").expect("40 (0003 00)");
        publisher.send("32 (<~/a> 0004 () C3 28)").expect("40 (0004 00)");

        subscriber.expect("32 (<~/a> 0001 (01 01) 'ü')").expect("32 (<~/a> 0002 () C3 28)");
    }

    @Test
    void qos0_payload_that_is_not_the_text_it_says_ends_the_connection_with_0x99() {
        publisher.send("30 (<~/a> (01 01) FF)").expectDisconnect(0x99);
    }

    @Test
    @Spec("MQTT-4.3.3-9")
    void identifier_of_a_refused_qos2_message_carries_a_new_one() {
        publisher.send("34 (<~/a> 0001 (01 01) FF)").expect("50 (0001 99)");

        publisher.send("34 (<~/a> 0001 (01 01) 'fine')").expect("50 (0001 00)");
        publisher.send("62 (0001)").expect("70 (0001 00)");

        subscriber.expect("34 (<~/a> 0001 (01 01) 'fine')");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    payload format indicator | 01 00 01 00
                    message expiry interval  | 02 00000001 02 00000001
                    content type             | 03 <a> 03 <a>
                    response topic           | 08 <a> 08 <a>
                    correlation data         | 09 {01} 09 {01}
                    """)
    void property_that_stands_twice_is_a_protocol_error(String name, String properties) {
        publisher.send("30 (<~/a> (" + properties + ") 'x')").expectDisconnect(0x82);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    will delay              | 18 00000001
                    session expiry          | 11 00000001
                    receive maximum         | 21 0001
                    reason string           | 1F <a>
                    unknown                 | 7F 01
                    unknown, of two bytes   | FF 01 00
                    half an expiry interval | 02 0000
                    half a user property    | 26 <a>
                    """)
    @Spec("MQTT-4.13.1-1")
    void property_that_has_no_place_in_publish_is_malformed(String name, String properties) {
        publisher.send("30 (<~/a> (" + properties + ") 'x')").expectDisconnect(0x81);
    }

    @ParameterizedTest
    @ValueSource(strings = {"01 02", "01 FF"})
    void payload_format_indicator_is_0_or_1(String property) {
        publisher.send("30 (<~/a> (" + property + ") 'x')").expectDisconnect(0x81, 0x82);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0B 01", "0B 01 0B 02"})
    @Spec("MQTT-3.3.4-6")
    void subscription_identifier_from_a_client_is_a_protocol_error(String property) {
        publisher.send("30 (<~/a> (" + property + ") 'x')").expectDisconnect(0x82);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{C3 28}", "{00}", "{ED A0 80}"})
    @Spec("MQTT-3.3.2-13")
    void response_topic_that_is_not_utf8_is_malformed(String topic) {
        publisher.send("30 (<~/a> (08 " + topic + ") 'x')").expectDisconnect(0x81);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<a/+>", "<#>"})
    @Spec("MQTT-3.3.2-14")
    void wildcard_in_a_response_topic_ends_the_connection(String topic) {
        publisher.send("30 (<~/a> (08 " + topic + ") 'x')").expectDisconnect(0x81, 0x82, 0x90);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{C3 28}", "{61 00}", "{F8 88 80 80 80}"})
    @Spec("MQTT-3.3.2-19")
    void content_type_that_is_not_utf8_is_malformed(String type) {
        publisher.send("30 (<~/a> (03 " + type + ") 'x')").expectDisconnect(0x81);
    }

    @ParameterizedTest
    @ValueSource(strings = {"26 {C3 28} <v>", "26 <n> {FF}", "26 <n> {00}"})
    @Spec("MQTT-1.5.7-1")
    void user_property_that_is_not_utf8_is_malformed(String property) {
        publisher.send("30 (<~/a> (" + property + ") 'x')").expectDisconnect(0x81);
    }

    @Test
    @Spec("MQTT-3.3.2-6")
    void expiry_is_counted_down_while_a_message_waits() {
        connect5("10 (<MQTT> 05 02 003C (11 0000003C) <~c>)")
                .subscribe("~/b", 1)
                .disconnect();
        publisher.send("32 (<~/b> 0001 (02 00000064) 'x')").expect("40 (0001)");
        letPass(1_200);

        WirePacket message = connect5("10 (<MQTT> 05 00 003C () <~c>)").receiveType(WirePacket.PUBLISH);

        assertThat(message.number(WireProperty.MESSAGE_EXPIRY_INTERVAL)).isBetween(90L, 99L);
    }

    @Test
    void expiry_of_a_message_that_did_not_wait_is_as_it_came() {
        publisher.send("30 (<~/a> (02 00000064) 'x')", "30 (<~/a> (02 FFFFFFFF) 'y')");

        assertThat(subscriber.receive().number(WireProperty.MESSAGE_EXPIRY_INTERVAL))
                .isBetween(99L, 100L);
        assertThat(subscriber.receive().number(WireProperty.MESSAGE_EXPIRY_INTERVAL))
                .isBetween(0xFFFF_FFFEL, 0xFFFF_FFFFL);
    }

    @Test
    @Spec("MQTT-3.3.2-5")
    void expired_message_is_not_delivered() {
        connect5("10 (<MQTT> 05 02 003C (11 0000003C) <~c>)")
                .subscribe("~/b", 2)
                .disconnect();
        publisher.send("32 (<~/b> 0001 (02 00000001) 'expires')").expect("40 (0001)");
        publisher.send("32 (<~/b> 0002 () 'stays')").expect("40 (0002)");
        letPass(1_600);

        RawClient resumed = connect5("10 (<MQTT> 05 00 003C () <~c>)");

        assertThat(resumed.receiveType(WirePacket.PUBLISH).text()).isEqualTo("stays");
    }

    @Test
    void expired_message_is_not_delivered_when_its_turn_comes_on_a_connection() {
        RawClient slow = connect5("10 (<MQTT> 05 02 003C (21 0001) <~c>)").subscribe("~/b", 1);
        publisher.send("32 (<~/b> 0001 () 'first')", "32 (<~/b> 0002 (02 00000001) 'expires')");
        publisher.send("32 (<~/b> 0003 () 'stays')");
        slow.expect("32 (<~/b> 0001 () 'first')");
        letPass(1_600);

        slow.send("40 (0001)");

        assertThat(slow.receiveType(WirePacket.PUBLISH).text()).isEqualTo("stays");
    }

    @Test
    @Spec("MQTT-4.3.3-7")
    void expiry_does_not_touch_a_message_that_was_sent() {
        RawClient client = connect5("10 (<MQTT> 05 02 003C (11 0000003C) <~c>)").subscribe("~/b", 2);
        publisher.send("34 (<~/b> 0001 (02 00000001) 'x')").expect("50 (0001)");
        publisher.send("62 (0001)").expect("70 (0001)");
        assertThat(client.receiveType(WirePacket.PUBLISH).packetId()).isEqualTo(1);
        client.disconnect();
        letPass(1_600);

        RawClient resumed = connect5("10 (<MQTT> 05 00 003C () <~c>)");

        assertThat(resumed.receiveType(WirePacket.PUBLISH).duplicate()).isTrue();
        resumed.send("50 (0001)").expect("62 (0001)");
    }

    @Test
    @Spec("MQTT-4.3.3-13")
    void expiry_does_not_end_the_acknowledgements_of_a_qos2_message() {
        publisher.send("34 (<~/none> 0001 (02 00000001) 'x')").receiveType(WirePacket.PUBREC);
        letPass(1_600);

        publisher.send("62 (0001)").expect("70 (0001 00)");
    }
}
