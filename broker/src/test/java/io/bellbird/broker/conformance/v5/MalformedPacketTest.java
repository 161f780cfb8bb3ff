package io.bellbird.broker.conformance.v5;

import io.bellbird.broker.Spec;
import io.bellbird.broker.conformance.ConformanceSuite;
import io.bellbird.broker.conformance.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fixed header, lengths and what stands behind the end (sections 1.5, 2.1 and 4.13). */
class MalformedPacketTest extends ConformanceSuite {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    PUBACK      | 41 (0001)
                    PUBREC      | 52 (0001)
                    PUBCOMP     | 71 (0001)
                    PINGREQ     | C1 00
                    """)
    @Spec({"MQTT-2.1.3-1", "MQTT-4.13.1-1"})
    void reserved_flag_is_malformed(String name, String packet) {
        client5("c").send(packet).expectDisconnect(0x81);
    }

    @ParameterizedTest
    @ValueSource(strings = {"60", "61", "63", "66", "6A"})
    @Spec("MQTT-3.6.1-1")
    void pubrel_has_the_flags_0010(String first) {
        client5("c").send(first + " (0001)").expectDisconnect(0x81);
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "81", "83", "8A"})
    @Spec("MQTT-3.8.1-1")
    void subscribe_has_the_flags_0010(String first) {
        client5("c").send(first + " (0001 () <~/a> 00)").expectDisconnect(0x81);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A0", "A1", "A3", "AA"})
    @Spec("MQTT-3.10.1-1")
    void unsubscribe_has_the_flags_0010(String first) {
        client5("c").send(first + " (0001 () <~/a>)").expectDisconnect(0x81);
    }

    @Test
    @Spec("MQTT-2.1.3-1")
    void connect_has_the_flags_0000() {
        open(5).send("11 (<MQTT> 05 02 003C () <~c>)").expectUnsupported(0x81, 0x82, 0x84);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00 00", "0F 00", "00 (0001)"})
    void packet_type_0_is_malformed(String packet) {
        client5("c").send(packet).expectDisconnect(0x81, 0x82);
    }

    @ParameterizedTest
    @ValueSource(strings = {"20 (00 00 ())", "90 (0001 () 00)", "B0 (0001 () 00)", "D0 00"})
    void packet_that_only_a_server_sends_is_a_protocol_error(String packet) {
        client5("c").send(packet).expectDisconnect(0x82, 0x81);
    }

    @ParameterizedTest
    @ValueSource(strings = {"30 FFFFFFFF01", "30 8080808001", "C0 80808080", "30 FFFFFFFFFF"})
    void remaining_length_of_five_bytes_is_malformed(String packet) {
        client5("c").send(packet).expectClosedAfterAtMostDisconnect(0x81);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    property length of PUBLISH         | 30 (<~/a> 80 00 'x')
                    property length of SUBSCRIBE       | 82 (0001 80 00 <~/a> 00)
                    subscription identifier            | 82 (0001 (0B 81 00) <~/a> 00)
                    """)
    @Spec("MQTT-1.5.5-1")
    void length_in_more_bytes_than_it_needs_is_malformed(String name, String packet) {
        client5("c").send(packet).expectDisconnect(0x81);
    }

    @ParameterizedTest
    @ValueSource(strings = {"C0 01 00", "62 (0001 00 () 00)"})
    @Spec("MQTT-4.13.1-1")
    void bytes_behind_the_end_are_malformed(String packet) {
        client5("c").send(packet).expectClosedAfterAtMostDisconnect(0x81);
    }

    @Test
    @Spec("MQTT-2.2.2-1")
    void property_length_is_there_when_there_are_no_properties() {
        RawClient client = client5("c");

        client.send("82 (0001 () <~/a> 00)").expect("90 (0001 () 00)");
        client.send("30 (<~/a> () 'x')").expect("30 (<~/a> () 'x')");
        client.send("A2 (0002 () <~/a>)").expect("B0 (0002 () 00)");
    }

    @Test
    @Spec("MQTT-4.2-1")
    void packets_may_arrive_in_any_pieces() {
        RawClient client = client5("c").subscribe("~/a", 0);

        client.send("30");
        client.send("(<~/a> () 00*100000)", "C0");
        client.send("00", "C0 00 C0");
        client.send("00 30 07 0001 'b'");
        client.expectInAnyOrder("D0 00", "D0 00", "D0 00", "30 (<~/a> () 00*100000)");
        client.send("00 'xyz'", "30 (<~/a> () 'x')");

        client.expect("30 (<~/a> () 'x')");
    }

    @Test
    void many_packets_in_one_piece_are_all_answered() {
        RawClient client = client5("c");

        client.send("C0 00 ".repeat(10_000));

        for (int i = 0; i < 10_000; i++) {
            client.expect("D0 00");
        }
    }
}
