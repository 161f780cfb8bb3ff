package io.bellbird.broker.conformance.v5;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Spec;
import io.bellbird.broker.conformance.ConformanceSuite;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.conformance.WirePacket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The delivery protocols of QoS 1 and 2, with the broker as receiver and as sender (section 4.3). */
class DeliveryTest extends ConformanceSuite {
    private RawClient subscriber;
    private RawClient publisher;

    @BeforeEach
    void connect() {
        subscriber = client5("subscriber").subscribe("~/a", 2);
        publisher = client5("publisher");
    }

    /** Publishes at QoS 2; it depends on the broker whether subscribers get it before or after its release. */
    private void publishQos2() {
        publisher.send("34 (<~/a> 0007 () 'x')").expect("50 (0007)");
        publisher.send("62 (0007)").expect("70 (0007)");
    }

    @Test
    @Spec({"MQTT-4.3.2-4", "MQTT-2.2.1-5", "MQTT-3.3.4-1"})
    void qos1_message_is_acknowledged_with_its_identifier() {
        publisher.send("32 (<~/a> 1234 () 'x')").expect("40 (1234 00)");

        subscriber.expect("32 (<~/a> 0001 () 'x')");
    }

    @Test
    @Spec("MQTT-3.4.2-1")
    void qos1_message_without_subscribers_is_acknowledged_with_0x10() {
        publisher.send("32 (<~/none> 0001 () 'x')").expect("40 (0001 10)");
    }

    @Test
    @Spec("MQTT-3.5.2-1")
    void qos2_message_without_subscribers_is_acknowledged_with_0x10() {
        publisher.send("34 (<~/none> 0001 () 'x')").expect("50 (0001 10)");
        publisher.send("62 (0001)").expect("70 (0001 00)");
    }

    @Test
    @Spec("MQTT-4.3.2-5")
    void qos1_message_that_was_acknowledged_is_new_when_it_comes_again() {
        publisher.send("32 (<~/a> 0001 () 'x')").expect("40 (0001)");
        publisher.send("3A (<~/a> 0001 () 'x')").expect("40 (0001)");

        subscriber.expect("32 (<~/a> 0001 () 'x')").expect("32 (<~/a> 0002 () 'x')");
    }

    @Test
    @Spec({"MQTT-4.3.3-8", "MQTT-4.3.3-11", "MQTT-3.7.2-1"})
    void qos2_message_is_received_released_and_completed_with_its_identifier() {
        publisher.send("34 (<~/a> 1234 () 'x')").expect("50 (1234 00)");
        publisher.send("62 (1234)").expect("70 (1234 00)");

        subscriber.expect("34 (<~/a> 0001 () 'x')");
    }

    @Test
    @Spec("MQTT-4.3.3-10")
    void qos2_message_that_comes_again_before_its_release_is_not_delivered_again() {
        publisher.send("34 (<~/a> 0001 () 'x')").expect("50 (0001)");
        publisher.send("3C (<~/a> 0001 () 'x')").receiveType(WirePacket.PUBREC);
        publisher.send("3C (<~/a> 0001 () 'x')").receiveType(WirePacket.PUBREC);
        publisher.send("62 (0001)").expect("70 (0001)");
        publisher.send("30 (<~/a> () 'next')");

        subscriber.expect("34 (<~/a> 0001 () 'x')").expect("30 (<~/a> () 'next')");
    }

    @Test
    @Spec("MQTT-4.3.3-12")
    void identifier_of_a_completed_qos2_message_carries_a_new_one() {
        for (int i = 0; i < 3; i++) {
            publisher.send("34 (<~/a> 0001 () 'x')").expect("50 (0001)");
            publisher.send("62 (0001)").expect("70 (0001)");
        }

        for (int i = 1; i <= 3; i++) {
            subscriber.expect("34 (<~/a> %04X () 'x')".formatted(i));
        }
    }

    @Test
    void pubrel_for_an_unknown_identifier_is_completed_with_0x92() {
        publisher.send("62 (0007)").expect("70 (0007 92)");
    }

    @Test
    void pubrel_that_comes_again_is_completed_again() {
        publisher.send("34 (<~/a> 0001 () 'x')").expect("50 (0001)");
        publisher.send("62 (0001)").expect("70 (0001 00)");
        publisher.send("62 (0001)").expect("70 (0001 92)");
    }

    @Test
    void identifiers_of_both_levels_are_separate_for_publisher_and_broker() {
        publisher.subscribe("~/a", 1);
        publisher.send("32 (<~/a> 0001 () 'own')").expectInAnyOrder("40 (0001)", "32 (<~/a> 0001 () 'own')");
    }

    @Test
    @Spec({"MQTT-4.3.2-1", "MQTT-4.3.2-2", "MQTT-2.2.1-4"})
    void messages_to_a_subscriber_get_identifiers_from_1_and_no_duplicate_flag() {
        for (int i = 1; i <= 3; i++) {
            publisher.send("32 (<~/a> 0009 () 'x')").expect("40 (0009)");
        }

        subscriber
                .expect("32 (<~/a> 0001 () 'x')")
                .expect("32 (<~/a> 0002 () 'x')")
                .expect("32 (<~/a> 0003 () 'x')");
    }

    @Test
    @Spec({"MQTT-4.3.2-1", "MQTT-4.3.3-1", "MQTT-2.2.1-4"})
    void identifier_in_use_is_not_assigned_again() {
        publishQos2();
        subscriber.expect("34 (<~/a> 0001 () 'x')").send("50 (0001)").expect("62 (0001)");

        for (int i = 0; i < 300; i++) {
            publisher.send("32 (<~/a> 0002 () 'x')").expect("40 (0002)");
            WirePacket message = subscriber.receiveType(WirePacket.PUBLISH);
            assertThat(message.packetId()).isNotIn(0, 1);
            subscriber.send("40 (%04X)".formatted(message.packetId()));
        }
    }

    @Test
    @Spec({"MQTT-4.3.3-2", "MQTT-4.3.3-4", "MQTT-3.6.2-1"})
    void qos2_message_to_a_subscriber_is_released_when_it_was_received() {
        publishQos2();

        subscriber.expect("34 (<~/a> 0001 () 'x')").send("50 (0001)").expect("62 (0001 00)");

        subscriber.send("70 (0001)").expectNothing();
    }

    @Test
    void second_pubrec_is_answered_by_a_second_pubrel() {
        publishQos2();
        subscriber.expect("34 (<~/a> 0001 () 'x')").send("50 (0001)").expect("62 (0001)");

        subscriber.send("50 (0001)");

        assertThat(subscriber.receiveType(WirePacket.PUBREL).packetId()).isEqualTo(1);
    }

    @Test
    @Spec("MQTT-4.4.0-2")
    void pubrec_with_an_error_ends_the_delivery() {
        publishQos2();

        subscriber.expect("34 (<~/a> 0001 () 'x')").send("50 (0001 97)");

        subscriber.expectNothing();
    }

    @Test
    void pubrec_for_an_unknown_identifier_is_released_with_0x92() {
        subscriber.send("50 (0007)").expect("62 (0007 92)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"40 (0007)", "40 (0007 80)", "70 (0007)", "70 (0007 92)", "50 (0007 80)"})
    void acknowledgement_of_an_unknown_identifier_is_ignored(String acknowledgement) {
        subscriber.send(acknowledgement).expectNothing();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    identifier and no more      | 40 02 0001
                    reason code                 | 40 03 0001 00
                    reason and empty properties | 40 04 0001 00 00
                    reason string               | 40 (0001 00 (1F <fine>))
                    user property               | 40 (0001 00 (26 <a> <b>))
                    no matching subscribers     | 40 (0001 10)
                    an error                    | 40 (0001 83 (1F <not me> 26 <a> <b> 26 <a> <c>))
                    """)
    @Spec({"MQTT-4.3.2-3", "MQTT-4.4.0-2"})
    void puback_of_every_form_completes_the_message(String name, String puback) {
        RawClient one = connect5("10 (<MQTT> 05 02 003C (21 0001) <~one>)").subscribe("~/one", 1);
        publisher.send("32 (<~/one> 0001 () 'first')", "32 (<~/one> 0002 () 'second')");

        one.expect("32 (<~/one> 0001 () 'first')").expectNothing().send(puback);

        assertThat(one.receiveType(WirePacket.PUBLISH).text()).isEqualTo("second");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    PUBACK without identifier       | 40 00
                    PUBACK with half an identifier  | 40 01 00
                    PUBACK with an unknown reason   | 40 03 0001 01
                    PUBACK of a reason of PUBCOMP   | 40 03 0001 92
                    PUBREC with an unknown reason   | 50 03 0001 7F
                    PUBREL with a reason of PUBREC  | 62 03 0001 10
                    PUBCOMP with a reason of PUBREC | 70 03 0001 97
                    PUBACK with a wrong property    | 40 (0001 00 (11 00000001))
                    PUBACK with bytes behind it     | 40 (0001 00 () 00)
                    PUBCOMP with a property cut off | 70 (0001 00 (1F 0005 'a'))
                    """)
    @Spec({"MQTT-3.4.2-1", "MQTT-3.6.2-1", "MQTT-3.7.2-1"})
    void acknowledgement_that_breaks_its_format_ends_the_connection(String name, String acknowledgement) {
        subscriber.send(acknowledgement).expectDisconnect(0x81, 0x82);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"40 (0001 00 (1F <a> 1F <b>))", "50 (0001 00 (1F <a> 1F <b>))", "62 (0001 00 (1F <a> 1F <b>))"})
    void second_reason_string_is_a_protocol_error(String acknowledgement) {
        subscriber.send(acknowledgement).expectDisconnect(0x82);
    }

    @Test
    @Spec("MQTT-4.3.3-3")
    void puback_for_a_qos2_message_does_not_complete_it() {
        String connect = "10 (<MQTT> 05 00 003C (11 0000003C) <~other>)";
        RawClient client = connect5(connect).subscribe("~/a", 2);
        publishQos2();
        client.expect("34 (<~/a> 0001 () 'x')").send("40 (0001)").close();

        connect5(connect).expect("3C (<~/a> 0001 () 'x')").send("50 (0001)").expect("62 (0001)");
    }
}
