package io.bellbird.broker.conformance.v5;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Spec;
import io.bellbird.broker.conformance.ConformanceSuite;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.conformance.WirePacket;
import io.bellbird.broker.conformance.WireProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SUBSCRIBE and SUBACK, and what subscriptions make of messages (sections 3.8, 3.9 and 3.3.4). */
class SubscribeTest extends ConformanceSuite {

    @Test
    @Spec({"MQTT-3.8.4-1", "MQTT-3.8.4-2", "MQTT-2.2.1-6"})
    void subscribe_is_answered_by_suback_with_its_identifier() {
        client5("c").send("82 (ABCD () <~/a> 00)").expect("90 (ABCD () 00)");
    }

    @Test
    @Spec({"MQTT-3.8.4-6", "MQTT-3.9.3-1", "MQTT-3.8.4-5"})
    void suback_has_one_code_for_each_filter_in_their_order() {
        client5("c")
                .send("82 (0001 () <~/a> 02 <~/b> 00 <$share/g/~/c> 01 <~/d> 01 <~/a> 00)")
                .expect("90 (0001 () 02 00 01 01 00)");
    }

    @Test
    @Spec({"MQTT-3.8.4-7", "MQTT-3.9.3-2"})
    void suback_grants_what_was_asked() {
        client5("c").subscribe("~/a", 0).subscribe("~/b", 1).subscribe("~/c", 2);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0", "0, 1, 0", "0, 2, 0", "1, 0, 0", "1, 1, 1", "1, 2, 1", "2, 0, 0", "2, 1, 1", "2, 2, 2",
    })
    @Spec({"MQTT-3.8.4-8", "MQTT-3.3.4-2"})
    void message_has_the_lower_qos_of_message_and_subscription(int published, int granted, int delivered) {
        RawClient subscriber = client5("subscriber").subscribe("~/a", granted);
        RawClient publisher = client5("publisher");

        publisher.send("%02X (<~/a> %s () 'x')".formatted(0x30 | (published << 1), published == 0 ? "" : "0001"));
        if (published == 2) {
            publisher.expect("50 (0001)").send("62 (0001)");
        }

        subscriber.expect("%02X (<~/a> %s () 'x')".formatted(0x30 | (delivered << 1), delivered == 0 ? "" : "0001"));
    }

    @Test
    @Spec("MQTT-3.8.4-3")
    void same_filter_again_replaces_the_subscription() {
        RawClient client = client5("c").subscribe("~/a", 0);
        client.send("82 (0001 (0B 05) <~/a> 01)").expect("90 (0001 () 01)");
        RawClient publisher = client5("publisher");

        publisher.send("32 (<~/a> 0001 () 'x')").expect("40 (0001)");
        client.expect("32 (<~/a> 0001 (0B 05) 'x')");
        client.subscribe("~/a", 0);
        publisher.send("32 (<~/a> 0002 () 'y')", "32 (<~/a> 0003 () 'z')");

        client.expect("30 (<~/a> () 'y')").expect("30 (<~/a> () 'z')");
    }

    @Test
    @Spec("MQTT-3.8.4-4")
    void replacing_a_subscription_loses_no_message_and_sends_the_retained_one_again() {
        RawClient publisher = client5("publisher");
        publisher.send("33 (<~/a> 0001 () 'retained')").expect("40 (0001 10)");
        RawClient client = client5("c").subscribe("~/a", 1).expect("33 (<~/a> 0001 () 'retained')");

        client.send("40 (0001)").subscribe("~/a", 1);

        assertThat(client.receiveType(WirePacket.PUBLISH).text()).isEqualTo("retained");
        publisher.send("32 (<~/a> 0002 () 'live')").expect("40 (0002)");
        assertThat(client.receiveType(WirePacket.PUBLISH).text()).isEqualTo("live");
    }

    @Test
    @Spec({"MQTT-3.3.4-2", "MQTT-3.3.4-4"})
    void overlapping_subscriptions_deliver_once_with_the_highest_qos() {
        RawClient client =
                client5("c").subscribe("~/a/#", 0).subscribe("~/+/b", 2).subscribe("~/a/b", 1);
        RawClient publisher = client5("publisher");

        publisher.send("34 (<~/a/b> 0001 () 'x')").expect("50 (0001)");
        publisher.send("62 (0001)").expect("70 (0001)");
        publisher.send("30 (<~/a/b> () 'next')");

        client.expect("34 (<~/a/b> 0001 () 'x')").expect("30 (<~/a/b> () 'next')");
    }

    @Test
    @Spec({"MQTT-3.3.4-3", "MQTT-3.3.4-4"})
    void overlapping_subscriptions_deliver_once_with_all_their_identifiers() {
        RawClient client = client5("c");
        client.send("82 (0001 (0B 01) <~/a/#> 00)").expect("90 (0001 () 00)");
        client.send("82 (0002 (0B FFFFFF7F) <~/+/b> 00)").expect("90 (0002 () 00)");
        client.send("82 (0003 () <~/a/+> 00)").expect("90 (0003 () 00)");
        client.send("82 (0004 (0B 01) <~/a/b> 00)").expect("90 (0004 () 00)");

        client5("publisher").send("30 (<~/a/b> () 'x')", "30 (<~/a/b/c> () 'y')");

        WirePacket both = client.receiveType(WirePacket.PUBLISH);
        assertThat(both.all(WireProperty.SUBSCRIPTION_IDENTIFIER)).contains(1L, 268_435_455L);
        assertThat(both.all(WireProperty.SUBSCRIPTION_IDENTIFIER)).containsOnly(1L, 268_435_455L);
        client.expect("30 (<~/a/b/c> (0B 01) 'y')");
    }

    @Test
    void identifier_belongs_to_every_filter_of_its_subscribe() {
        RawClient client = client5("c");
        client.send("82 (0001 (0B 07) <~/a> 00 <~/b> 00)").expect("90 (0001 () 0000)");

        client5("publisher").send("30 (<~/a> () 'x')", "30 (<~/b> () 'x')");

        client.expect("30 (<~/a> (0B 07) 'x')").expect("30 (<~/b> (0B 07) 'x')");
    }

    @Test
    @Spec("MQTT-3.3.4-3")
    void identifiers_survive_in_the_session() {
        RawClient client = connect5("10 (<MQTT> 05 02 003C (11 0000003C) <~c>)");
        client.send("82 (0001 (0B 8001) <~/a> 01)").expect("90 (0001 () 01)").disconnect();
        client5("publisher").send("32 (<~/a> 0001 () 'x')").expect("40 (0001)");

        connect5("10 (<MQTT> 05 00 003C () <~c>)").expect("32 (<~/a> 0001 (0B 8001) 'x')");
    }

    @Test
    @Spec("MQTT-3.8.3-3")
    void no_local_keeps_a_clients_own_messages_from_it() {
        RawClient client = client5("c").subscribe("~/a", 0x04);
        RawClient other = client5("other").subscribe("~/a", 0);

        client.send("30 (<~/a> () 'own')").expectNothing();
        other.expect("30 (<~/a> () 'own')").send("30 (<~/a> () 'another')");

        client.expect("30 (<~/a> () 'another')");
    }

    @Test
    void no_local_of_one_filter_does_not_silence_another() {
        RawClient client = client5("c").subscribe("~/a", 0x05).subscribe("~/+", 0);

        client.send("30 (<~/a> () 'own')").expect("30 (<~/a> () 'own')").expectNothing();
    }

    @ParameterizedTest
    @ValueSource(strings = {"40", "80", "C0", "42"})
    @Spec("MQTT-3.8.3-5")
    void reserved_bit_in_the_options_is_malformed(String options) {
        client5("c").send("82 (0001 () <~/a> " + options + ")").expectDisconnect(0x81);
    }

    @ParameterizedTest
    @CsvSource({"QoS 3, 03", "retain handling 3, 30", "both, 33"})
    void option_of_value_3_is_a_protocol_error(String name, String options) {
        client5("c").send("82 (0001 () <~/a> " + options + ")").expectDisconnect(0x82, 0x81);
    }

    @Test
    void all_other_options_together_are_allowed() {
        client5("c").send("82 (0001 () <~/a> 2E)").expect("90 (0001 () 02)");
    }

    @Test
    @Spec("MQTT-3.8.3-2")
    void subscribe_without_filters_is_a_protocol_error() {
        client5("c").send("82 (0001 ())").expectDisconnect(0x82, 0x81);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{C3 28}", "{ED A0 80}", "{61 00}", "{FE}"})
    @Spec("MQTT-3.8.3-1")
    void filter_that_is_not_utf8_is_malformed(String filter) {
        client5("c").send("82 (0001 () " + filter + " 00)").expectDisconnect(0x81);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    identifier 0             | 82 (0000 () <~/a> 00)
                    no properties            | 82 (0001)
                    no options               | 82 (0001 () <~/a>)
                    second filter, no options| 82 (0001 () <~/a> 00 <~/b>)
                    filter over the end      | 82 (0001 () 0009 'a' 00)
                    nothing                  | 82 ()
                    subscription identifier 0| 82 (0001 (0B 00) <~/a> 00)
                    two identifiers          | 82 (0001 (0B 01 0B 02) <~/a> 00)
                    identifier of five bytes | 82 (0001 (0B FFFFFFFF7F) <~/a> 00)
                    a property of PUBLISH    | 82 (0001 (01 00) <~/a> 00)
                    """)
    @Spec("MQTT-4.13.1-1")
    void subscribe_that_breaks_its_format_ends_the_connection(String name, String subscribe) {
        client5("c").send(subscribe).expectDisconnect(0x81, 0x82);
    }

    @Test
    void user_properties_of_subscribe_are_allowed() {
        client5("c").send("82 (0001 (26 <a> <b> 0B 01 26 <a> <c>) <~/a> 00)").expect("90 (0001 () 00)");
    }

    @Test
    void subscribe_of_a_thousand_filters_is_allowed() {
        StringBuilder filters = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            filters.append("<~/%d> 01 ".formatted(i));
        }
        RawClient client = client5("c");

        client.send("82 (0001 () " + filters + ")").expect("90 (0001 () 01*1000)");

        client5("publisher").send("30 (<~/999> () 'x')");
        client.expect("30 (<~/999> () 'x')");
    }
}
