package io.bellbird.broker.conformance.v5;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Spec;
import io.bellbird.broker.conformance.ConformanceSuite;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.conformance.WirePacket;
import io.bellbird.broker.conformance.WireProperty;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CONNECT: its variable header, flags and payload (section 3.1). */
class ConnectTest extends ConformanceSuite {
    private static final int[] MALFORMED = {0x81, 0x82};

    @Test
    @Spec({"MQTT-3.1.4-5", "MQTT-3.2.0-1", "MQTT-3.2.0-2"})
    void connect_is_answered_by_one_connack_with_success() {
        RawClient client = client5("c");

        assertThat(client.connack().first()).isEqualTo(0x20);
        client.expectNothing();
    }

    @Test
    @Spec("MQTT-3.2.0-1")
    void packets_sent_behind_connect_are_answered_after_connack() {
        RawClient client = open(5).send(
                        "10 (<MQTT> 05 02 003C () <~c>)", "82 (0001 () <~/a> 01)", "32 (<~/a> 0007 () 'x')", "C0 00");

        assertThat(client.receive().type()).isEqualTo(WirePacket.CONNACK);
        client.expectInAnyOrder("90 (0001 () 01)", "32 (<~/a> 0001 () 'x')", "40 (0007)", "D0 00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"C0 00", "82 (0001 () <a> 00)", "30 (<a> () 'x')", "E0 00", "F0 00", "40 (0001)", "00 00"})
    @Spec({"MQTT-3.1.0-1", "MQTT-3.14.0-1"})
    void another_first_packet_than_connect_closes_without_a_byte(String packet) {
        open(5).send(packet).expectClosed();
    }

    @Test
    @Spec("MQTT-3.1.0-2")
    void second_connect_is_a_protocol_error() {
        RawClient client = client5("c");

        client.send("10 (<MQTT> 05 02 003C () <~c>)").expectClosedAfterAtMostDisconnect(0x82);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MQTU", "mqtt", "MQT", "MQTTT", "HTTP/1.1"})
    @Spec("MQTT-3.1.2-1")
    void wrong_protocol_name_closes(String name) {
        open(5).send("10 (<" + name + "> 05 02 003C () <~c>)").expectUnsupported(0x84);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "01", "02", "06", "7F", "FF"})
    @Spec("MQTT-3.1.2-2")
    void unknown_protocol_version_closes(String version) {
        open(5).send("10 (<MQTT> " + version + " 02 003C () <~c>)").expectUnsupported(0x84);
    }

    @Test
    @Spec("MQTT-3.1.2-3")
    void reserved_connect_flag_is_malformed() {
        open(5).send("10 (<MQTT> 05 03 003C () <~c>)").expectRefused(MALFORMED);
        connect5("10 (<MQTT> 05 02 003C () <~c>)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    will QoS 1 without will | 10 (<MQTT> 05 0A 003C () <~c>)
                    will QoS 2 without will | 10 (<MQTT> 05 12 003C () <~c>)
                    will QoS 3 without will | 10 (<MQTT> 05 1A 003C () <~c>)
                    """)
    @Spec("MQTT-3.1.2-11")
    void will_qos_without_will_is_malformed(String name, String connect) {
        open(5).send(connect).expectRefused(MALFORMED);
    }

    @Test
    @Spec("MQTT-3.1.2-12")
    void will_qos_3_is_malformed() {
        open(5).send("10 (<MQTT> 05 1E 003C () <~c> () <~/will> <gone>)").expectRefused(MALFORMED);
        connect5("10 (<MQTT> 05 16 003C () <~c> () <~/will> <gone>)").disconnect();
    }

    @Test
    @Spec("MQTT-3.1.2-13")
    void will_retain_without_will_is_malformed() {
        open(5).send("10 (<MQTT> 05 22 003C () <~c>)").expectRefused(MALFORMED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    no will at all     | 10 (<MQTT> 05 06 003C () <~c>)
                    no will topic      | 10 (<MQTT> 05 06 003C () <~c> ())
                    no will payload    | 10 (<MQTT> 05 06 003C () <~c> () <~/will>)
                    no will properties | 10 (<MQTT> 05 06 003C () <~c> <~/will> <gone>)
                    """)
    @Spec("MQTT-3.1.2-9")
    void will_flag_without_its_fields_is_malformed(String name, String connect) {
        open(5).send(connect).expectRefused(MALFORMED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    user name that no flag announces | 10 (<MQTT> 05 02 003C () <~c> <user>)
                    password that no flag announces  | 10 (<MQTT> 05 82 003C () <~c> <user> <secret>)
                    will that no flag announces      | 10 (<MQTT> 05 02 003C () <~c> () <~/will> <gone>)
                    """)
    @Spec({"MQTT-3.1.2-16", "MQTT-3.1.2-18"})
    void field_without_its_flag_is_malformed(String name, String connect) {
        open(5).send(connect).expectRefused(MALFORMED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    user name flag, no user name | 10 (<MQTT> 05 82 003C () <~c>)
                    password flag, no password   | 10 (<MQTT> 05 42 003C () <~c>)
                    both flags, only a user name | 10 (<MQTT> 05 C2 003C () <~c> <user>)
                    """)
    @Spec({"MQTT-3.1.2-17", "MQTT-3.1.2-19"})
    void flag_without_its_field_is_malformed(String name, String connect) {
        open(5).send(connect).expectRefused(MALFORMED);
    }

    @Test
    @Spec("MQTT-3.1.3-1")
    void payload_fields_are_read_in_their_order() {
        RawClient watcher = client5("watcher").subscribe("~/will", 0);
        RawClient client = connect5("10 (<MQTT> 05 C6 003C () <~c> (03 <text/plain>) <~/will> <gone> <user> <secret>)");

        client.abort();

        watcher.expect("30 (<~/will> (03 <text/plain>) 'gone')");
    }

    @Test
    void password_without_user_name_is_allowed() {
        connect5("10 (<MQTT> 05 42 003C () <~c> <secret>)").expectNothing();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10 (<MQTT> 05 02 003C ())",
                "10 (<MQTT> 05 02 003C () 00)",
                "10 (<MQTT> 05 02 003C () 0009 'short')"
            })
    @Spec("MQTT-3.1.3-3")
    void missing_client_id_is_malformed(String connect) {
        open(5).send(connect).expectRefused(MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{C3 28}", "{ED A0 80}", "{61 00 62}", "{FF}", "{C0 80}", "{F4 90 80 80}"})
    @Spec("MQTT-3.1.3-4")
    void client_id_that_is_not_utf8_is_malformed(String id) {
        open(5).send("10 (<MQTT> 05 02 003C () " + id + ")").expectRefused(0x81, 0x82, 0x85);
    }

    @ParameterizedTest
    @ValueSource(strings = {"z", "0123456789abcdefghijklm", "nopqrstuvwxyzABCDEFGHIJ", "KLMNOPQRSTUVWXYZ"})
    @Spec("MQTT-3.1.3-5")
    void client_ids_of_1_to_23_letters_and_digits_are_allowed(String id) {
        connect5("10 (<MQTT> 05 02 003C () <" + id + ">)").disconnect();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<~ with spaces, / and #>", "<~äöü漢字😀>", "{'~' 61*65000}", "{'~' 61*65000 62}"})
    void longer_client_ids_and_other_characters_are_allowed(String id) {
        connect5("10 (<MQTT> 05 02 003C () " + id + ")").disconnect();
    }

    @Test
    @Spec({"MQTT-3.1.3-6", "MQTT-3.1.3-7", "MQTT-3.2.2-16"})
    void empty_client_id_gets_a_new_one_that_counts_as_the_clients_own() {
        RawClient first = connect5("10 (<MQTT> 05 00 003C (11 0000003C) <>)");
        RawClient second = connect5("10 (<MQTT> 05 02 003C () <>)");
        String assigned = first.connack().string(WireProperty.ASSIGNED_CLIENT_IDENTIFIER);
        assertThat(first.connack().flags()).isZero();
        assertThat(second.connack().string(WireProperty.ASSIGNED_CLIENT_IDENTIFIER))
                .isNotEmpty()
                .isNotEqualTo(assigned);

        RawClient again = connect5("10 (<MQTT> 05 00 003C () <" + assigned + ">)");

        first.expectDisconnect(0x8E);
        assertThat(again.connack().flags()).isEqualTo(1);
    }

    @Test
    void client_id_of_the_clients_own_is_not_returned() {
        assertThat(client5("c").connack().has(WireProperty.ASSIGNED_CLIENT_IDENTIFIER))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    nothing                  | 10 ()
                    only a protocol name     | 10 (<MQTT>)
                    no flags                 | 10 (<MQTT> 05)
                    half a keep alive        | 10 (<MQTT> 05 02 00)
                    no properties            | 10 (<MQTT> 05 02 003C)
                    properties cut short     | 10 (<MQTT> 05 02 003C 05 11)
                    properties over the end  | 10 (<MQTT> 05 02 003C 7F <~c>)
                    bytes behind the payload | 10 (<MQTT> 05 02 003C () <~c> 00)
                    """)
    @Spec("MQTT-3.1.4-1")
    void connect_that_breaks_its_format_closes(String name, String connect) {
        open(5).send(connect).expectUnsupported(0x81, 0x82, 0x84);
    }

    @Test
    @Spec("MQTT-3.1.4-6")
    void what_follows_a_refused_connect_is_not_processed() {
        RawClient watcher = client5("watcher").subscribe("~/a", 0);

        open(5).send("10 (<MQTT> 05 02 003C (15 <none such>) <~c>)", "30 (<~/a> () 'refused')")
                .expectRefused(0x8C);
        client5("c").send("30 (<~/a> () 'accepted')");

        watcher.expect("30 (<~/a> () 'accepted')");
    }

    @Test
    @Spec("MQTT-3.1.3-12")
    void user_name_that_is_not_utf8_is_malformed() {
        open(5).send("10 (<MQTT> 05 82 003C () <~c> {C3 28})").expectRefused(0x81, 0x82, 0x86);
        connect5("10 (<MQTT> 05 82 003C () <~c> <üser>)").disconnect();
    }

    @Test
    void password_may_hold_any_bytes() {
        connect5("10 (<MQTT> 05 C2 003C () <~c> <user> {00 FF C3 28})").disconnect();
    }

    @Test
    void connect_may_arrive_byte_by_byte() {
        RawClient client = open(5);
        for (String piece : List.of("10", "10", "00", "04", "'MQ'", "'TT'", "05", "02", "00", "3C", "00", "00")) {
            client.send(piece);
        }
        client.send("03 'abc'");

        assertThat(client.receiveType(WirePacket.CONNACK).reason()).isZero();
    }
}
