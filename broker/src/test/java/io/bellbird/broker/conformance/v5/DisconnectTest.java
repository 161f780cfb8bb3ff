package io.bellbird.broker.conformance.v5;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Spec;
import io.bellbird.broker.conformance.ConformanceSuite;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.conformance.WireProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DISCONNECT and AUTH (sections 3.14, 3.15 and 4.12). */
class DisconnectTest extends ConformanceSuite {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    no reason at all      | E0 00
                    normal                | E0 01 00
                    with empty properties | E0 02 00 00
                    with will             | E0 01 04
                    an error              | E0 01 80
                    with every property   | E0 (00 (1F <bye> 26 <a> <b> 26 <a> <c>))
                    """)
    void disconnect_is_answered_by_the_close_alone(String name, String disconnect) {
        client5("c").send(disconnect).expectClosed();
    }

    @Test
    @Spec("MQTT-3.14.4-1")
    void what_a_client_sends_behind_disconnect_is_not_processed() {
        RawClient watcher = client5("watcher").subscribe("~/a", 0);

        client5("c")
                .send("30 (<~/a> () 'before')", "E0 00", "30 (<~/a> () 'behind')")
                .expectClosed();
        client5("c").send("30 (<~/a> () 'later')");

        watcher.expect("30 (<~/a> () 'before')").expect("30 (<~/a> () 'later')");
    }

    @Test
    @Spec({"MQTT-3.14.4-1", "MQTT-3.14.4-2", "MQTT-4.13.2-1"})
    void broker_closes_behind_its_disconnect_and_sends_nothing_more() {
        RawClient client = client5("c").subscribe("~/a", 0);

        client.send("30 (<~/a> () 'x')").expect("30 (<~/a> () 'x')");
        client.send("32 (<~/a> 0000 () 'x')", "30 (<~/a> () 'behind')").expectDisconnect(0x81, 0x82);
    }

    @ParameterizedTest
    @ValueSource(strings = {"E1 00", "E2 01 00", "E8 00", "EF 00"})
    @Spec("MQTT-3.14.1-1")
    void reserved_bits_of_disconnect_are_malformed(String disconnect) {
        client5("c").send(disconnect).expectDisconnect(0x81);
    }

    @ParameterizedTest
    @ValueSource(strings = {"01", "02", "03", "10", "18", "7F", "8E", "FF"})
    @Spec("MQTT-3.14.2-1")
    void reason_that_a_client_may_not_give_ends_the_connection(String reason) {
        RawClient client = client5("c").send("E0 (" + reason + ")");

        client.expectClosedAfterAtMostDisconnect(0x81, 0x82);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    session expiry twice  | E0 (00 (11 00000000 11 00000000))
                    reason string twice   | E0 (00 (1F <a> 1F <b>))
                    a property of another | E0 (00 (21 0001))
                    properties cut off    | E0 (00 05)
                    bytes behind          | E0 (00 () 00)
                    reason not UTF-8      | E0 (00 (1F {C3 28}))
                    """)
    @Spec("MQTT-4.13.1-1")
    void disconnect_that_breaks_its_format_is_answered_by_one(String name, String disconnect) {
        client5("c").send(disconnect).expectDisconnect(0x81, 0x82);
    }

    @Test
    @Spec("MQTT-3.14.2-1")
    void broker_names_a_reason_of_the_standard() {
        assertThat(client5("c").send("C1 00").expectDisconnect(0x81).first()).isEqualTo(0xE0);
    }

    @Test
    @Spec("MQTT-3.14.2-2")
    void broker_names_no_session_expiry() {
        RawClient client = connect5("10 (<MQTT> 05 02 003C (11 0000003C) <~c>)");

        assertThat(client.send("C1 00").expectDisconnect(0x81).has(WireProperty.SESSION_EXPIRY_INTERVAL))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"F0 00", "F0 (18 (15 <PLAIN>))", "F0 (19 (15 <PLAIN>))", "F0 (00)"})
    @Spec("MQTT-4.12.0-7")
    void auth_without_a_method_in_connect_is_a_protocol_error(String auth) {
        client5("c").send(auth).expectDisconnect(0x82);
    }

    @ParameterizedTest
    @ValueSource(strings = {"F1 00", "F2 (19 (15 <PLAIN>))", "FF 00"})
    @Spec("MQTT-3.15.1-1")
    void reserved_bits_of_auth_are_malformed(String auth) {
        client5("c").send(auth).expectDisconnect(0x81, 0x82);
    }
}
