package io.bellbird.broker.conformance.v5;

import io.bellbird.broker.Spec;
import io.bellbird.broker.conformance.ConformanceSuite;
import io.bellbird.broker.conformance.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** UNSUBSCRIBE and UNSUBACK (sections 3.10 and 3.11). */
class UnsubscribeTest extends ConformanceSuite {

    @Test
    @Spec({"MQTT-3.10.4-4", "MQTT-3.10.4-5", "MQTT-2.2.1-6"})
    void unsubscribe_is_answered_by_unsuback_with_its_identifier() {
        client5("c").subscribe("~/a", 0).send("A2 (ABCD () <~/a>)").expect("B0 (ABCD () 00)");
    }

    @Test
    @Spec({"MQTT-3.10.4-1", "MQTT-3.10.4-2"})
    void messages_stop_when_the_subscription_is_gone() {
        RawClient client = client5("c").subscribe("~/a", 0).subscribe("~/b", 0);
        client.send("A2 (0001 () <~/a>)").expect("B0 (0001 () 00)");
        RawClient publisher = client5("publisher");

        publisher.send("32 (<~/a> 0001 () 'x')").expect("40 (0001 10)");
        publisher.send("30 (<~/b> () 'still')");

        client.expect("30 (<~/b> () 'still')");
    }

    @Test
    @Spec({"MQTT-3.11.3-1", "MQTT-3.11.3-2", "MQTT-3.10.4-6"})
    void unsuback_has_one_code_for_each_filter_in_their_order() {
        client5("c")
                .subscribe("~/a", 0)
                .subscribe("~/+", 0)
                .send("A2 (0001 () <~/none> <~/+> <~/a> <~/a>)")
                .expect("B0 (0001 () 11 00 00 11)");
    }

    @Test
    @Spec("MQTT-3.10.4-1")
    void filters_are_compared_by_their_characters() {
        RawClient client = client5("c").subscribe("~/a", 0);

        client.send("A2 (0001 () <~/+> <~/#> <~/A> <~/a/> </~/a>)").expect("B0 (0001 () 11 11 11 11 11)");

        client.send("30 (<~/a> () 'still')").expect("30 (<~/a> () 'still')");
    }

    @Test
    @Spec("MQTT-3.10.4-3")
    void delivery_that_had_begun_is_completed() {
        RawClient client = client5("c").subscribe("~/a", 2);
        RawClient publisher = client5("publisher");
        publisher.send("34 (<~/a> 0001 () 'x')").expect("50 (0001)");
        publisher.send("62 (0001)").expect("70 (0001)");
        client.expect("34 (<~/a> 0001 () 'x')");

        client.send("A2 (0001 () <~/a>)").expect("B0 (0001 () 00)");

        client.send("50 (0001)").expect("62 (0001)").send("70 (0001)").expectNothing();
    }

    @Test
    @Spec("MQTT-3.10.4-3")
    void delivery_that_had_begun_is_completed_after_a_reconnect() {
        RawClient client = connect5("10 (<MQTT> 05 02 003C (11 0000003C) <~c>)").subscribe("~/a", 1);
        client5("publisher").send("32 (<~/a> 0001 () 'x')").expect("40 (0001)");
        client.expect("32 (<~/a> 0001 () 'x')");
        client.send("A2 (0001 () <~/a>)").expect("B0 (0001 () 00)").disconnect();

        connect5("10 (<MQTT> 05 00 003C () <~c>)").expect("3A (<~/a> 0001 () 'x')");
    }

    @Test
    void overlapping_subscription_stays() {
        RawClient client = client5("c").subscribe("~/a", 1).subscribe("~/#", 0);

        client.send("A2 (0001 () <~/a>)").expect("B0 (0001 () 00)");

        client.send("32 (<~/a> 0001 () 'x')").expectInAnyOrder("30 (<~/a> () 'x')", "40 (0001)");
    }

    @Test
    void unsubscribing_is_for_good_in_a_session() {
        RawClient client = connect5("10 (<MQTT> 05 02 003C (11 0000003C) <~c>)").subscribe("~/a", 1);
        client.send("A2 (0001 () <~/a>)").expect("B0 (0001 () 00)").disconnect();

        client5("publisher").send("32 (<~/a> 0001 () 'x')").expect("40 (0001 10)");

        connect5("10 (<MQTT> 05 00 003C () <~c>)").expectNothing();
    }

    @Test
    @Spec("MQTT-3.10.3-2")
    void unsubscribe_without_filters_is_a_protocol_error() {
        client5("c").send("A2 (0001 ())").expectDisconnect(0x82, 0x81);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{C3 28}", "{ED A0 80}", "{61 00}"})
    @Spec("MQTT-3.10.3-1")
    void filter_that_is_not_utf8_is_malformed(String filter) {
        client5("c").send("A2 (0001 () " + filter + ")").expectDisconnect(0x81);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    identifier 0          | A2 (0000 () <~/a>)
                    no properties         | A2 (0001)
                    filter over the end   | A2 (0001 () 0009 'a')
                    half a length         | A2 (0001 () <~/a> 00)
                    nothing               | A2 ()
                    a property of another | A2 (0001 (0B 01) <~/a>)
                    """)
    @Spec("MQTT-4.13.1-1")
    void unsubscribe_that_breaks_its_format_ends_the_connection(String name, String unsubscribe) {
        client5("c").send(unsubscribe).expectDisconnect(0x81, 0x82);
    }
}
