package io.bellbird.broker.conformance.v5;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Spec;
import io.bellbird.broker.conformance.ConformanceSuite;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.conformance.WirePacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PUBLISH: fixed header, topic name and identifier (section 3.3). */
class PublishTest extends ConformanceSuite {

    @Test
    @Spec({"MQTT-4.3.1-1", "MQTT-3.3.2-1", "MQTT-2.2.1-2"})
    void qos0_message_reaches_its_subscriber_without_identifier_and_without_answer() {
        RawClient subscriber = client5("subscriber").subscribe("~/a", 2);
        RawClient publisher = client5("publisher");

        publisher.send("30 (<~/a> () 'x')").expectNothing();

        subscriber.expect("30 (<~/a> () 'x')").expectNothing();
    }

    @Test
    @Spec("MQTT-2.2.1-2")
    void two_bytes_behind_the_topic_of_a_qos0_message_are_not_an_identifier() {
        RawClient client = client5("c").subscribe("~/a", 0);

        client.send("30 (<~/a> () 0001)");

        client.expect("30 (<~/a> () 0001)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"36", "37", "3E", "3F"})
    @Spec("MQTT-3.3.1-4")
    void qos_3_is_malformed(String first) {
        client5("c").send(first + " (<~/a> 0001 () 'x')").expectDisconnect(0x81);
    }

    @Test
    @Spec("MQTT-3.3.1-2")
    void duplicate_flag_at_qos0_is_malformed() {
        client5("c").send("38 (<~/a> () 'x')").expectDisconnect(0x81);
        client5("d").send("3A (<~/a> 0001 () 'x')").expect("40 (0001 10)");
    }

    @Test
    @Spec("MQTT-3.3.1-3")
    void duplicate_flag_of_the_publisher_is_not_passed_on() {
        RawClient subscriber = client5("subscriber").subscribe("~/a", 1);

        client5("publisher").send("3A (<~/a> 0007 () 'x')").expect("40 (0007)");

        subscriber.expect("32 (<~/a> 0001 () 'x')");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<~/+>", "<~/#>", "<+>", "<#>", "<~/a+b>", "<~/#/b>"})
    @Spec({"MQTT-3.3.2-2", "MQTT-4.7.0-1"})
    void wildcard_in_a_topic_name_ends_the_connection(String topic) {
        client5("c").send("30 (" + topic + " () 'x')").expectDisconnect(0x81, 0x82, 0x90);
    }

    @Test
    @Spec("MQTT-4.7.3-1")
    void empty_topic_name_without_alias_is_a_protocol_error() {
        client5("c").send("30 (<> () 'x')").expectDisconnect(0x82);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{C3 28}", "{ED A0 80}", "{ED BF BF}", "{F5 80 80 80}", "{C0 AF}", "{E2 82}"})
    @Spec({"MQTT-1.5.4-1", "MQTT-3.3.2-1"})
    void topic_name_that_is_not_utf8_is_malformed(String topic) {
        client5("c").send("30 (" + topic + " () 'x')").expectDisconnect(0x81);
    }

    @Test
    @Spec({"MQTT-1.5.4-2", "MQTT-4.7.3-2"})
    void null_character_in_a_topic_name_is_malformed() {
        client5("c").send("30 ({'a' 00 'b'} () 'x')").expectDisconnect(0x81);
    }

    @Test
    @Spec("MQTT-1.5.4-3")
    void byte_order_mark_is_a_character_like_any_other() {
        RawClient client = client5("c").subscribe("~/a", 0);
        client.send("82 (0001 () {EFBBBF '~/a'} 00)").expect("90 (0001 () 00)");

        client.send("30 ({EFBBBF '~/a'} () 'with')", "30 (<~/a> () 'without')");

        client.expect("30 ({EFBBBF '~/a'} () 'with')").expect("30 (<~/a> () 'without')");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<~/漢字/ü/😀>", "<~/ leading and trailing >", "</~/>", "<~//>", "{'~' EE8080}"})
    @Spec("MQTT-4.7.3-4")
    void topic_name_is_passed_on_as_it_is(String topic) {
        RawClient client = client5("c");
        client.send("82 (0001 () " + topic + " 00)").expect("90 (0001 () 00)");

        client.send("30 (" + topic + " () 'x')");

        client.expect("30 (" + topic + " () 'x')");
    }

    @Test
    @Spec("MQTT-4.7.3-3")
    void topic_name_of_65535_bytes_is_allowed() {
        RawClient client = client5("c");
        String topic = "{'~' 61*%d}".formatted(65_535 - prefix().length());
        client.send("82 (0001 () " + topic + " 00)").expect("90 (0001 () 00)");

        client.send("30 (" + topic + " () 'x')");

        client.expect("30 (" + topic + " () 'x')");
    }

    @ParameterizedTest
    @ValueSource(strings = {"32 (<~/a> 0000 () 'x')", "34 (<~/a> 0000 () 'x')"})
    @Spec("MQTT-2.2.1-3")
    void identifier_0_ends_the_connection(String publish) {
        client5("c").send(publish).expectDisconnect(0x81, 0x82);
        client5("d").send("32 (<~/a> FFFF () 'x')").expect("40 (FFFF 10)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    nothing                 | 30 ()
                    half a topic length     | 30 (00)
                    topic over the end      | 30 (0005 'a')
                    no properties           | 30 (<a>)
                    no identifier           | 32 (<a>)
                    half an identifier      | 32 (<a> 00)
                    identifier, no more     | 32 (<a> 0001)
                    properties over the end | 30 (<a> 05 01)
                    """)
    @Spec("MQTT-4.13.1-1")
    void publish_that_ends_too_early_is_malformed(String name, String publish) {
        client5("c").send(publish).expectDisconnect(0x81);
    }

    @Test
    void payload_may_be_empty() {
        RawClient client = client5("c").subscribe("~/a", 0);

        client.send("30 (<~/a> ())").expect("30 (<~/a> ())");
    }

    @Test
    void payload_of_a_million_bytes_arrives_whole() {
        RawClient subscriber = client5("subscriber").subscribe("~/a", 1);

        client5("publisher").send("32 (<~/a> 0001 () 00*500000 FF*500000)").expect("40 (0001)");

        subscriber.expect("32 (<~/a> 0001 () 00*500000 FF*500000)");
    }

    @Test
    @Spec({"MQTT-4.6.0-5", "MQTT-4.6.0-6"})
    void messages_of_a_topic_arrive_in_the_order_in_which_they_were_sent() {
        RawClient zero = client5("zero").subscribe("~/+", 0);
        RawClient two = client5("two").subscribe("~/+", 2);
        RawClient publisher = client5("publisher");

        for (int i = 1; i <= 200; i++) {
            publisher.send("32 (<~/a> %04X () %04X)".formatted(i, i));
        }

        for (int i = 1; i <= 200; i++) {
            zero.expect("30 (<~/a> () %04X)".formatted(i));
            two.expect("32 (<~/a> %04X () %04X)".formatted(i, i)).send("40 (%04X)".formatted(i));
        }
    }

    @Test
    @Spec("MQTT-3.3.2-3")
    void topic_name_of_a_message_matches_the_filter_that_asked_for_it() {
        RawClient subscriber = client5("subscriber").subscribe("~/+/b", 0);

        client5("publisher")
                .send("30 (<~/a/c> () '1')", "30 (<~/a/b/c> () '2')", "30 (<~/b> () '3')", "30 (<~/a/b> () '4')");

        subscriber.expect("30 (<~/a/b> () '4')");
    }

    @Test
    void acknowledgements_come_in_the_order_of_the_messages() {
        RawClient publisher = client5("publisher");
        client5("subscriber").subscribe("~/+", 2);

        publisher.send(
                "32 (<~/a> 0003 () 'x')",
                "34 (<~/b> 0002 () 'x')",
                "32 (<~/none/none> 0009 () 'x')",
                "34 (<~/c> 0001 () 'x')",
                "32 (<~/d> 0005 () 'x')");

        assertThat(publisher.receive(5)).extracting(WirePacket::packetId).containsExactly(3, 2, 9, 1, 5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$SYS/~/a", "$share/~/a"})
    void topic_that_belongs_to_the_broker_is_refused_with_0x87(String topic) {
        client5("c").send("32 (<" + topic + "> 0001 () 'x')").expect("40 (0001 87)");
    }
}
