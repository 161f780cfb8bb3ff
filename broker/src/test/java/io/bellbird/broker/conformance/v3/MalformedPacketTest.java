package io.bellbird.broker.conformance.v3;

import io.bellbird.broker.Spec;
import io.bellbird.broker.conformance.ConformanceSuite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fixed header, lengths and DISCONNECT (sections 2.2, 3.14 and 4.8). */
class MalformedPacketTest extends ConformanceSuite {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    PUBACK  | 41 (0001)
                    PUBREC  | 52 (0001)
                    PUBCOMP | 71 (0001)
                    PINGREQ | C1 00
                    """)
    @Spec({"MQTT-2.2.2-1", "MQTT-2.2.2-2"})
    void reserved_flag_closes(String name, String packet) {
        client4("c").send(packet).expectClosed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"60", "61", "63", "6A"})
    @Spec({"MQTT-3.6.1-1", "MQTT-2.2.2-2"})
    void pubrel_has_the_flags_0010(String first) {
        client4("c").send(first + " (0001)").expectClosed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "81", "83", "8A"})
    @Spec({"MQTT-3.8.1-1", "MQTT-2.2.2-2"})
    void subscribe_has_the_flags_0010(String first) {
        client4("c").send(first + " (0001 <~/a> 00)").expectClosed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A0", "A1", "A3", "AA"})
    @Spec({"MQTT-3.10.1-1", "MQTT-2.2.2-2"})
    void unsubscribe_has_the_flags_0010(String first) {
        client4("c").send(first + " (0001 <~/a>)").expectClosed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"E1 00", "E2 00", "EF 00"})
    @Spec({"MQTT-3.14.1-1", "MQTT-2.2.2-2"})
    void disconnect_has_the_flags_0000(String disconnect) {
        var watcher = client4("watcher").subscribe("~/will", 0);

        connect4("10 (<MQTT> 04 06 003C <~c> <~/will> <gone>)").send(disconnect).expectClosed();

        watcher.expect("30 (<~/will> 'gone')");
    }

    @Test
    @Spec("MQTT-2.2.2-2")
    void connect_has_the_flags_0000() {
        open(4).send("11 (<MQTT> 04 02 003C <~c>)").expectClosed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00 00", "0F 00", "F0 00", "F0 (00)"})
    @Spec("MQTT-4.8.0-1")
    void packet_of_a_reserved_type_closes(String packet) {
        client4("c").send(packet).expectClosed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"20 02 00 00", "90 (0001 00)", "B0 (0001)", "D0 00"})
    @Spec("MQTT-4.8.0-1")
    void packet_that_only_a_server_sends_closes(String packet) {
        client4("c").send(packet).expectClosed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"30 FFFFFFFF01", "30 8080808001", "C0 80808080"})
    @Spec("MQTT-4.8.0-1")
    void remaining_length_of_five_bytes_closes(String packet) {
        client4("c").send(packet).expectClosed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"C0 01 00", "E0 01 00", "B0 03 000100"})
    @Spec("MQTT-4.8.0-1")
    void bytes_behind_the_end_close(String packet) {
        client4("c").send(packet).expectClosed();
    }

    @Test
    @Spec({"MQTT-3.14.4-1", "MQTT-3.14.4-2"})
    void disconnect_is_the_last_packet_that_is_processed() {
        var watcher = client4("watcher").subscribe("~/a", 0);

        client4("c").send("30 (<~/a> 'before')", "E0 00", "30 (<~/a> 'behind')").expectClosed();
        client4("c").send("30 (<~/a> 'later')");

        watcher.expect("30 (<~/a> 'before')").expect("30 (<~/a> 'later')");
    }
}
