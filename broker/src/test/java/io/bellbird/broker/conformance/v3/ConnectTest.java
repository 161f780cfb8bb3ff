package io.bellbird.broker.conformance.v3;

import io.bellbird.broker.Spec;
import io.bellbird.broker.conformance.ConformanceSuite;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.conformance.WirePacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CONNECT and CONNACK (sections 3.1 and 3.2). */
class ConnectTest extends ConformanceSuite {
    private static final String ACCEPTED = "20 02 00 00";

    @Test
    @Spec({"MQTT-3.1.4-4", "MQTT-3.2.0-1", "MQTT-3.2.2-3"})
    void connect_is_answered_by_connack_with_return_code_0() {
        open(4).send("10 (<MQTT> 04 02 003C <~c>)").expect(ACCEPTED).expectNothing();
    }

    @Test
    @Spec("MQTT-3.2.0-1")
    void packets_sent_behind_connect_are_answered_after_connack() {
        RawClient client = open(4).send(
                        "10 (<MQTT> 04 02 003C <~c>)", "82 (0001 <~/a> 01)", "32 (<~/a> 0007 'x')", "C0 00")
                .expect(ACCEPTED);

        client.expectInAnyOrder("90 (0001 01)", "32 (<~/a> 0001 'x')", "40 (0007)", "D0 00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"C0 00", "82 (0001 <a> 00)", "30 (<a> 'x')", "E0 00", "40 (0001)", "20 02 00 00"})
    @Spec("MQTT-3.1.0-1")
    void another_first_packet_than_connect_closes_without_a_byte(String packet) {
        open(4).send(packet).expectClosed();
    }

    @Test
    @Spec("MQTT-3.1.0-2")
    void second_connect_closes() {
        client4("c").send("10 (<MQTT> 04 02 003C <~c>)").expectClosed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MQTU", "mqtt", "MQT", "MQTTT", "MQIsdp"})
    @Spec("MQTT-3.1.2-1")
    void wrong_protocol_name_closes(String name) {
        open(4).send("10 (<" + name + "> 04 02 003C <~c>)").expectUnsupported(0x84);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "01", "02", "06", "7F"})
    @Spec({"MQTT-3.1.2-2", "MQTT-3.2.2-5", "MQTT-3.2.2-4"})
    void unknown_protocol_level_is_refused_with_return_code_1(String level) {
        open(4).send("10 (<MQTT> " + level + " 02 003C <~c>)").expectConnack(0x01);
    }

    @Test
    @Spec("MQTT-3.1.2-3")
    void reserved_connect_flag_closes() {
        open(4).send("10 (<MQTT> 04 03 003C <~c>)").expectClosed();
        open(4).send("10 (<MQTT> 04 02 003C <~c>)").expect(ACCEPTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10 (<MQTT> 04 0A 003C <~c>)", "10 (<MQTT> 04 12 003C <~c>)", "10 (<MQTT> 04 1A 003C <~c>)"})
    @Spec({"MQTT-3.1.2-13", "MQTT-3.1.2-11"})
    void will_qos_without_will_closes(String connect) {
        open(4).send(connect).expectClosed();
    }

    @Test
    @Spec("MQTT-3.1.2-14")
    void will_qos_3_closes() {
        open(4).send("10 (<MQTT> 04 1E 003C <~c> <~/will> <gone>)").expectClosed();
        open(4).send("10 (<MQTT> 04 16 003C <~c> <~/will> <gone>)").expect(ACCEPTED);
    }

    @Test
    @Spec({"MQTT-3.1.2-15", "MQTT-3.1.2-11"})
    void will_retain_without_will_closes() {
        open(4).send("10 (<MQTT> 04 22 003C <~c>)").expectClosed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10 (<MQTT> 04 06 003C <~c>)", "10 (<MQTT> 04 06 003C <~c> <~/will>)"})
    @Spec("MQTT-3.1.2-9")
    void will_flag_without_its_fields_closes(String connect) {
        open(4).send(connect).expectClosed();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    user name that no flag announces | 10 (<MQTT> 04 02 003C <~c> <user>)
                    password that no flag announces  | 10 (<MQTT> 04 82 003C <~c> <user> <secret>)
                    will that no flag announces      | 10 (<MQTT> 04 02 003C <~c> <~/will> <gone>)
                    """)
    @Spec({"MQTT-3.1.2-18", "MQTT-3.1.2-20", "MQTT-3.1.2-11"})
    void field_without_its_flag_closes(String name, String connect) {
        open(4).send(connect).expectClosed();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    user name flag, no user name | 10 (<MQTT> 04 82 003C <~c>)
                    both flags, only a user name | 10 (<MQTT> 04 C2 003C <~c> <user>)
                    """)
    @Spec({"MQTT-3.1.2-19", "MQTT-3.1.2-21"})
    void flag_without_its_field_closes(String name, String connect) {
        open(4).send(connect).expectClosed();
    }

    @Test
    @Spec("MQTT-3.1.2-22")
    void password_without_user_name_closes() {
        open(4).send("10 (<MQTT> 04 42 003C <~c> <secret>)").expectClosed();
        open(4).send("10 (<MQTT> 04 82 003C <~c> <user>)").expect(ACCEPTED);
    }

    @Test
    @Spec("MQTT-3.1.3-1")
    void payload_fields_are_read_in_their_order() {
        RawClient watcher = client4("watcher").subscribe("~/will", 0);

        connect4("10 (<MQTT> 04 C6 003C <~c> <~/will> <gone> <user> {00 FF})").abort();

        watcher.expect("30 (<~/will> 'gone')");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10 (<MQTT> 04 02 003C)", "10 (<MQTT> 04 02 003C 00)", "10 (<MQTT> 04 02 003C 0009 'short')"})
    @Spec("MQTT-3.1.3-3")
    void missing_client_id_closes(String connect) {
        open(4).send(connect).expectClosed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{C3 28}", "{ED A0 80}", "{61 00 62}", "{FF}"})
    @Spec("MQTT-3.1.3-4")
    void client_id_that_is_not_utf8_is_refused(String id) {
        open(4).send("10 (<MQTT> 04 02 003C " + id + ")").expectRefused(0x02);
    }

    @ParameterizedTest
    @ValueSource(strings = {"z", "0123456789abcdefghijklm", "nopqrstuvwxyzABCDEFGHIJ", "KLMNOPQRSTUVWXYZ"})
    @Spec("MQTT-3.1.3-5")
    void client_ids_of_1_to_23_letters_and_digits_are_allowed(String id) {
        connect4("10 (<MQTT> 04 02 003C <" + id + ">)").disconnect();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<~ with spaces, / and #>", "<~äöü漢字😀>", "{'~' 61*65000}"})
    void longer_client_ids_and_other_characters_are_allowed(String id) {
        connect4("10 (<MQTT> 04 02 003C " + id + ")").disconnect();
    }

    @Test
    @Spec({"MQTT-3.1.3-6", "MQTT-3.1.3-7"})
    void clients_with_an_empty_id_do_not_take_each_other_over() {
        RawClient first = connect4("10 (<MQTT> 04 02 003C <>)").subscribe("~/a", 0);
        RawClient second = connect4("10 (<MQTT> 04 02 003C <>)").subscribe("~/a", 0);

        second.send("30 (<~/a> 'x')").expect("30 (<~/a> 'x')");

        first.expect("30 (<~/a> 'x')").expectNothing();
    }

    @Test
    @Spec({"MQTT-3.1.3-8", "MQTT-3.1.3-9", "MQTT-3.2.2-5"})
    void empty_client_id_without_clean_session_is_refused_with_return_code_2() {
        open(4).send("10 (<MQTT> 04 00 003C <>)").expectConnack(0x02);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    no flags                 | 10 (<MQTT> 04)
                    half a keep alive        | 10 (<MQTT> 04 02 00)
                    bytes behind the payload | 10 (<MQTT> 04 02 003C <~c> 00)
                    user name over the end   | 10 (<MQTT> 04 82 003C <~c> 0009 'a')
                    """)
    @Spec({"MQTT-3.1.4-1", "MQTT-3.2.2-6", "MQTT-4.8.0-1"})
    void connect_that_breaks_its_format_closes_without_connack(String name, String connect) {
        open(4).send(connect).expectClosed();
    }

    @Test
    @Spec("MQTT-3.1.4-5")
    void what_follows_a_refused_connect_is_not_processed() {
        RawClient watcher = client4("watcher").subscribe("~/a", 0);

        open(4).send("10 (<MQTT> 04 00 003C <>)", "30 (<~/a> 'refused')").expectConnack(0x02);
        client4("c").send("30 (<~/a> 'accepted')");

        watcher.expect("30 (<~/a> 'accepted')");
    }

    @Test
    @Spec("MQTT-3.1.3-11")
    void user_name_that_is_not_utf8_is_refused() {
        open(4).send("10 (<MQTT> 04 82 003C <~c> {C3 28})").expectRefused(0x04);
        connect4("10 (<MQTT> 04 82 003C <~c> <üser>)").disconnect();
    }

    @Test
    @Spec("MQTT-3.12.4-1")
    void pingreq_is_answered_by_pingresp() {
        client4("c")
                .send("C0 00")
                .expect("D0 00")
                .send("C0 00", "C0 00")
                .expect("D0 00")
                .expect("D0 00");
    }

    @Test
    @Spec("MQTT-7.0.0-2")
    void client_needs_nothing_but_the_standard() {
        open(4).send("10 (<MQTT> 04 02 003C <~c>)")
                .expect(ACCEPTED)
                .subscribe("~/a", 0)
                .send("30 (<~/a> 'x')")
                .expect("30 (<~/a> 'x')")
                .disconnect();
    }

    @Test
    @Spec("MQTT-7.1.1-1")
    void packets_may_arrive_in_any_pieces() {
        RawClient client = open(4);

        client.send("10")
                .send("0D")
                .send("00 04 'MQ'")
                .send("'TT' 04 02 003C 00")
                .send("01 'z' C0");
        client.expect(ACCEPTED).send("00").expect("D0 00");
    }

    @Test
    void empty_client_id_gets_no_property() {
        open(4).send("10 (<MQTT> 04 02 003C <>)").expect(ACCEPTED);
    }

    @Test
    void connect_may_set_the_bridge_bit() {
        RawClient bridge = connect4("10 (<MQTT> 84 02 003C <~b>)").subscribe("~/a", 0);
        RawClient other = client4("other").subscribe("~/a", 0);

        bridge.send("30 (<~/a> 'own')");
        other.expect("30 (<~/a> 'own')").send("31 (<~/a> 'retained')");

        bridge.expect("31 (<~/a> 'retained')");
        other.send("31 (<~/a>)").receiveType(WirePacket.PUBLISH);
    }
}
