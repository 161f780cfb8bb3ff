package io.bellbird.broker.conformance.v3;

import io.bellbird.broker.Spec;
import io.bellbird.broker.conformance.ConformanceSuite;
import io.bellbird.broker.conformance.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SUBSCRIBE and UNSUBSCRIBE (sections 3.8 to 3.11). */
class SubscribeTest extends ConformanceSuite {

    @Test
    @Spec({"MQTT-3.8.4-1", "MQTT-3.8.4-2", "MQTT-2.3.1-7"})
    void subscribe_is_answered_by_suback_with_its_identifier() {
        client4("c").send("82 (ABCD <~/a> 00)").expect("90 (ABCD 00)");
    }

    @Test
    @Spec({"MQTT-3.8.4-4", "MQTT-3.8.4-5", "MQTT-3.9.3-1"})
    void suback_has_one_code_for_each_filter_in_their_order() {
        client4("c").send("82 (0001 <~/a> 02 <~/b> 00 <~/c> 01 <~/a> 00)").expect("90 (0001 02 00 01 00)");
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "0, 2, 0", "1, 0, 0", "1, 1, 1", "1, 2, 1", "2, 0, 0", "2, 1, 1", "2, 2, 2"})
    @Spec("MQTT-3.8.4-6")
    void message_has_the_lower_qos_of_message_and_subscription(int published, int granted, int delivered) {
        RawClient subscriber = client4("subscriber").subscribe("~/a", granted);
        RawClient publisher = client4("publisher");

        publisher.send("%02X (<~/a> %s 'x')".formatted(0x30 | (published << 1), published == 0 ? "" : "0001"));
        if (published == 2) {
            publisher.expect("50 (0001)").send("62 (0001)");
        }

        subscriber.expect("%02X (<~/a> %s 'x')".formatted(0x30 | (delivered << 1), delivered == 0 ? "" : "0001"));
    }

    @Test
    @Spec("MQTT-3.8.4-3")
    void same_filter_again_replaces_the_subscription() {
        RawClient client = client4("c").subscribe("~/a", 0).subscribe("~/a", 1);
        RawClient publisher = client4("publisher");

        publisher.send("32 (<~/a> 0001 'x')").expect("40 (0001)");
        client.expect("32 (<~/a> 0001 'x')").subscribe("~/a", 0);
        publisher.send("32 (<~/a> 0002 'y')", "32 (<~/a> 0003 'z')");

        client.expect("30 (<~/a> 'y')").expect("30 (<~/a> 'z')");
    }

    @Test
    @Spec("MQTT-3.3.5-1")
    void overlapping_subscriptions_deliver_once_with_the_highest_qos() {
        RawClient client =
                client4("c").subscribe("~/a/#", 0).subscribe("~/+/b", 1).subscribe("~/a/b", 0);
        RawClient publisher = client4("publisher");

        publisher.send("32 (<~/a/b> 0001 'x')").expect("40 (0001)");
        publisher.send("30 (<~/a/b> 'next')");

        client.expect("32 (<~/a/b> 0001 'x')").expect("30 (<~/a/b> 'next')");
    }

    @Test
    @Spec({"MQTT-3.8.3-3", "MQTT-4.8.0-1"})
    void subscribe_without_filters_closes() {
        client4("c").send("82 (0001)").expectClosed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{C3 28}", "{ED A0 80}", "{61 00}"})
    @Spec({"MQTT-3.8.3-1", "MQTT-1.5.3-1"})
    void filter_that_is_not_utf8_closes(String filter) {
        client4("c").send("82 (0001 " + filter + " 00)").expectClosed();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    QoS 3                       | 82 (0001 <~/a> 03)
                    reserved bit in the QoS     | 82 (0001 <~/a> 04)
                    retain handling of MQTT 5   | 82 (0001 <~/a> 10)
                    reserved bit 7              | 82 (0001 <~/a> 80)
                    identifier 0                | 82 (0000 <~/a> 00)
                    no QoS                      | 82 (0001 <~/a>)
                    second filter, no QoS       | 82 (0001 <~/a> 00 <~/b>)
                    filter over the end         | 82 (0001 0009 'a' 00)
                    nothing                     | 82 ()
                    UNSUBSCRIBE of identifier 0 | A2 (0000 <~/a>)
                    UNSUBSCRIBE over the end    | A2 (0001 0009 'a')
                    UNSUBSCRIBE of nothing      | A2 ()
                    """)
    @Spec({"MQTT-4.8.0-1", "MQTT-2.3.1-1"})
    void packet_that_breaks_its_format_closes(String name, String subscribe) {
        client4("c").send(subscribe).expectClosed();
    }

    @Test
    @Spec({"MQTT-3.10.4-4", "MQTT-3.10.4-2", "MQTT-3.10.4-1"})
    void unsubscribe_is_answered_by_unsuback_and_messages_stop() {
        RawClient client = client4("c").subscribe("~/a", 0).subscribe("~/b", 0);

        client.send("A2 (ABCD <~/a>)").expect("B0 (ABCD)");

        client4("publisher").send("30 (<~/a> 'x')", "30 (<~/b> 'still')");
        client.expect("30 (<~/b> 'still')");
    }

    @Test
    @Spec({"MQTT-3.10.4-5", "MQTT-3.10.4-1"})
    void unsubscribe_that_matches_nothing_is_answered_and_changes_nothing() {
        RawClient client = client4("c").subscribe("~/a", 0);

        client.send("A2 (0001 <~/+>)").expect("B0 (0001)");
        client.send("A2 (0002 <~/#> <~/A> <~/a/>)").expect("B0 (0002)");

        client.send("30 (<~/a> 'still')").expect("30 (<~/a> 'still')");
    }

    @Test
    @Spec("MQTT-3.10.4-6")
    void unsubscribe_of_many_filters_is_answered_once() {
        RawClient client = client4("c").subscribe("~/a", 0).subscribe("~/b", 0).subscribe("~/c", 0);

        client.send("A2 (0001 <~/a> <~/none> <~/b>)").expect("B0 (0001)");

        client.send("30 (<~/a> 'x')", "30 (<~/b> 'x')", "30 (<~/c> 'x')").expect("30 (<~/c> 'x')");
    }

    @Test
    @Spec("MQTT-3.10.4-3")
    void delivery_that_had_begun_is_completed() {
        RawClient client = client4("c").subscribe("~/a", 2);
        RawClient publisher = client4("publisher");
        publisher.send("34 (<~/a> 0001 'x')").expect("50 (0001)");
        publisher.send("62 (0001)").expect("70 (0001)");
        client.expect("34 (<~/a> 0001 'x')");

        client.send("A2 (0001 <~/a>)").expect("B0 (0001)");

        client.send("50 (0001)").expect("62 (0001)").send("70 (0001)").expectNothing();
    }

    @Test
    @Spec({"MQTT-3.10.3-2", "MQTT-4.8.0-1"})
    void unsubscribe_without_filters_closes() {
        client4("c").send("A2 (0001)").expectClosed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{C3 28}", "{ED A0 80}", "{61 00}"})
    @Spec("MQTT-3.10.3-1")
    void filter_of_unsubscribe_that_is_not_utf8_closes(String filter) {
        client4("c").send("A2 (0001 " + filter + ")").expectClosed();
    }
}
