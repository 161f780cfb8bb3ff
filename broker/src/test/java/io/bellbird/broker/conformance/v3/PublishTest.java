package io.bellbird.broker.conformance.v3;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Spec;
import io.bellbird.broker.conformance.ConformanceSuite;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.conformance.WirePacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PUBLISH and its delivery protocols (sections 3.3 and 4.3). */
class PublishTest extends ConformanceSuite {

    @Test
    @Spec({"MQTT-4.3.1-1", "MQTT-3.3.2-1", "MQTT-2.3.1-5"})
    void qos0_message_reaches_its_subscriber_without_identifier_and_without_answer() {
        RawClient subscriber = client4("subscriber").subscribe("~/a", 2);

        client4("publisher").send("30 (<~/a> 'x')").expectNothing();

        subscriber.expect("30 (<~/a> 'x')").expectNothing();
    }

    @Test
    @Spec("MQTT-2.3.1-5")
    void two_bytes_behind_the_topic_of_a_qos0_message_are_not_an_identifier() {
        client4("c").subscribe("~/a", 0).send("30 (<~/a> 0001)").expect("30 (<~/a> 0001)");
    }

    @Test
    @Spec({"MQTT-4.3.2-2", "MQTT-2.3.1-6", "MQTT-3.3.4-1"})
    void qos1_message_is_acknowledged_with_its_identifier() {
        RawClient subscriber = client4("subscriber").subscribe("~/a", 2);
        RawClient publisher = client4("publisher");

        publisher.send("32 (<~/a> 1234 'x')").expect("40 (1234)");
        publisher.send("3A (<~/a> 1234 'x')").expect("40 (1234)");

        subscriber.expect("32 (<~/a> 0001 'x')").expect("32 (<~/a> 0002 'x')");
    }

    @Test
    @Spec({"MQTT-4.3.3-2", "MQTT-2.3.1-6", "MQTT-3.3.4-1"})
    void qos2_message_is_received_released_and_completed_with_its_identifier() {
        RawClient subscriber = client4("subscriber").subscribe("~/a", 2);
        RawClient publisher = client4("publisher");

        publisher.send("34 (<~/a> 1234 'x')").expect("50 (1234)");
        publisher.send("62 (1234)").expect("70 (1234)");

        subscriber.expect("34 (<~/a> 0001 'x')");
    }

    @Test
    @Spec("MQTT-4.3.3-2")
    void qos2_message_that_comes_again_before_its_release_is_not_delivered_again() {
        RawClient subscriber = client4("subscriber").subscribe("~/a", 2);
        RawClient publisher = client4("publisher");

        publisher.send("34 (<~/a> 0001 'x')").expect("50 (0001)");
        publisher.send("3C (<~/a> 0001 'x')").expect("50 (0001)");
        publisher.send("62 (0001)").expect("70 (0001)");
        publisher.send("34 (<~/a> 0001 'new')").expect("50 (0001)");
        publisher.send("62 (0001)").expect("70 (0001)");

        subscriber.expect("34 (<~/a> 0001 'x')").expect("34 (<~/a> 0002 'new')");
    }

    @Test
    @Spec("MQTT-4.3.3-2")
    void pubrel_is_completed_even_when_nothing_waits_for_it() {
        client4("c").send("62 (0007)").expect("70 (0007)");
    }

    @Test
    @Spec({"MQTT-4.3.2-1", "MQTT-2.3.1-1", "MQTT-2.3.1-4"})
    void messages_to_a_subscriber_get_identifiers_from_1_and_no_duplicate_flag() {
        RawClient subscriber = client4("subscriber").subscribe("~/a", 1);
        RawClient publisher = client4("publisher");

        for (int i = 1; i <= 3; i++) {
            publisher.send("32 (<~/a> 0009 'x')").expect("40 (0009)");
            subscriber.expect("32 (<~/a> %04X 'x')".formatted(i));
        }
    }

    @Test
    @Spec({"MQTT-4.3.3-1", "MQTT-4.3.2-1", "MQTT-2.3.1-4"})
    void identifier_in_use_is_not_assigned_again() {
        RawClient subscriber = client4("subscriber").subscribe("~/a", 2);
        RawClient publisher = client4("publisher");
        publisher.send("34 (<~/a> 0001 'held')").expect("50 (0001)");
        publisher.send("62 (0001)").expect("70 (0001)");
        subscriber.expect("34 (<~/a> 0001 'held')").send("50 (0001)").expect("62 (0001)");

        for (int i = 0; i < 300; i++) {
            publisher.send("32 (<~/a> 0002 'x')").expect("40 (0002)");
            WirePacket message = subscriber.receiveType(WirePacket.PUBLISH);
            assertThat(message.packetId()).isNotIn(0, 1);
            subscriber.send("40 (%04X)".formatted(message.packetId()));
        }
    }

    @Test
    @Spec({"MQTT-4.3.3-1", "MQTT-2.3.1-6"})
    void qos2_message_to_a_subscriber_is_released_when_it_was_received() {
        RawClient subscriber = client4("subscriber").subscribe("~/a", 2);
        RawClient publisher = client4("publisher");
        publisher.send("34 (<~/a> 0007 'x')").expect("50 (0007)");
        publisher.send("62 (0007)").expect("70 (0007)");

        subscriber.expect("34 (<~/a> 0001 'x')").send("50 (0001)").expect("62 (0001)");

        subscriber.send("70 (0001)").expectNothing();
    }

    @ParameterizedTest
    @ValueSource(strings = {"36", "37", "3E"})
    @Spec("MQTT-3.3.1-4")
    void qos_3_closes(String first) {
        client4("c").send(first + " (<~/a> 0001 'x')").expectClosed();
    }

    @Test
    @Spec("MQTT-3.3.1-2")
    void duplicate_flag_at_qos0_closes() {
        client4("c").send("38 (<~/a> 'x')").expectClosed();
        client4("d").send("3A (<~/a> 0001 'x')").expect("40 (0001)");
    }

    @Test
    @Spec("MQTT-3.3.1-3")
    void duplicate_flag_of_the_publisher_is_not_passed_on() {
        RawClient subscriber = client4("subscriber").subscribe("~/a", 1);

        client4("publisher").send("3A (<~/a> 0007 'x')").expect("40 (0007)");

        subscriber.expect("32 (<~/a> 0001 'x')");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<~/+>", "<~/#>", "<+>", "<#>", "<~/a+b>"})
    @Spec({"MQTT-3.3.2-2", "MQTT-4.7.1-1"})
    void wildcard_in_a_topic_name_closes(String topic) {
        client4("c").send("30 (" + topic + " 'x')").expectClosed();
    }

    @Test
    @Spec("MQTT-4.7.3-1")
    void empty_topic_name_closes() {
        client4("c").send("30 (<> 'x')").expectClosed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{C3 28}", "{ED A0 80}", "{ED BF BF}", "{F5 80 80 80}", "{C0 AF}", "{E2 82}"})
    @Spec({"MQTT-1.5.3-1", "MQTT-3.3.2-1"})
    void topic_name_that_is_not_utf8_closes(String topic) {
        client4("c").send("30 (" + topic + " 'x')").expectClosed();
    }

    @Test
    @Spec({"MQTT-1.5.3-2", "MQTT-4.7.3-2"})
    void null_character_in_a_topic_name_closes() {
        client4("c").send("30 ({'a' 00 'b'} 'x')").expectClosed();
    }

    @Test
    @Spec("MQTT-1.5.3-3")
    void byte_order_mark_is_a_character_like_any_other() {
        RawClient client = client4("c").subscribe("~/a", 0);
        client.send("82 (0001 {EFBBBF '~/a'} 00)").expect("90 (0001 00)");

        client.send("30 ({EFBBBF '~/a'} 'with')", "30 (<~/a> 'without')");

        client.expect("30 ({EFBBBF '~/a'} 'with')").expect("30 (<~/a> 'without')");
    }

    @Test
    @Spec("MQTT-4.7.3-3")
    void topic_name_of_65535_bytes_is_allowed() {
        RawClient client = client4("c");
        String topic = "{'~' 61*%d}".formatted(65_535 - prefix().length());
        client.send("82 (0001 " + topic + " 00)").expect("90 (0001 00)");

        client.send("30 (" + topic + " 'x')").expect("30 (" + topic + " 'x')");
    }

    @ParameterizedTest
    @ValueSource(strings = {"32 (<~/a> 0000 'x')", "34 (<~/a> 0000 'x')"})
    @Spec({"MQTT-2.3.1-1", "MQTT-4.8.0-1"})
    void identifier_0_closes(String publish) {
        client4("c").send(publish).expectClosed();
        client4("d").send("32 (<~/a> FFFF 'x')").expect("40 (FFFF)");
    }

    @Test
    @Spec({"MQTT-4.6.0-5", "MQTT-4.6.0-6"})
    void messages_of_a_topic_arrive_in_the_order_in_which_they_were_sent() {
        RawClient zero = client4("zero").subscribe("~/+", 0);
        RawClient two = client4("two").subscribe("~/+", 2);
        RawClient publisher = client4("publisher");

        for (int i = 1; i <= 200; i++) {
            publisher.send("32 (<~/a> %04X %04X)".formatted(i, i));
        }

        for (int i = 1; i <= 200; i++) {
            zero.expect("30 (<~/a> %04X)".formatted(i));
            two.expect("32 (<~/a> %04X %04X)".formatted(i, i)).send("40 (%04X)".formatted(i));
            publisher.expect("40 (%04X)".formatted(i));
        }
    }

    @Test
    @Spec("MQTT-3.3.2-3")
    void topic_name_of_a_message_matches_the_filter_that_asked_for_it() {
        RawClient subscriber = client4("subscriber").subscribe("~/+/b", 0);

        client4("publisher").send("30 (<~/a/c> '1')", "30 (<~/a/b/c> '2')", "30 (<~/b> '3')", "30 (<~/a/b> '4')");

        subscriber.expect("30 (<~/a/b> '4')");
    }

    @Test
    @Spec("MQTT-3.3.5-2")
    void message_that_is_not_permitted_is_acknowledged_and_dropped() {
        RawClient subscriber = client4("subscriber").subscribe("$SYS/~/a", 0).subscribe("~/a", 0);
        RawClient publisher = client4("publisher");

        publisher.send("32 (<$SYS/~/a> 0001 'x')").expect("40 (0001)");
        publisher.send("30 (<~/a> 'permitted')");

        subscriber.expect("30 (<~/a> 'permitted')");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    PUBLISH of nothing              | 30 ()
                    PUBLISH with half a topic       | 30 (0005 'a')
                    PUBLISH without identifier      | 32 (<a>)
                    PUBLISH with half an identifier | 32 (<a> 00)
                    PUBACK without identifier       | 40 00
                    PUBACK with half an identifier  | 40 01 00
                    PUBACK of three bytes           | 40 03 0001 00
                    PUBREC of three bytes           | 50 03 0001 00
                    PUBREL of three bytes           | 62 03 0001 00
                    PUBCOMP of three bytes          | 70 03 0001 00
                    """)
    @Spec("MQTT-4.8.0-1")
    void packet_that_breaks_its_format_closes(String name, String packet) {
        client4("c").send(packet).expectClosed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"40 (0007)", "70 (0007)"})
    void acknowledgement_of_an_unknown_identifier_is_ignored(String acknowledgement) {
        client4("c").send(acknowledgement).expectNothing();
    }
}
