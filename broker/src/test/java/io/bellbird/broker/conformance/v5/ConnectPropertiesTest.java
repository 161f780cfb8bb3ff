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

/** The properties of CONNECT and CONNACK (sections 3.1.2.11 and 3.2.2.3). */
class ConnectPropertiesTest extends ConformanceSuite {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    session expiry twice         | 11 00000001 11 00000001
                    receive maximum twice        | 21 0001 21 0001
                    receive maximum 0            | 21 0000
                    maximum packet size twice    | 27 00001000 27 00001000
                    maximum packet size 0        | 27 00000000
                    topic alias maximum twice    | 22 0001 22 0001
                    request response info twice  | 19 00 19 00
                    request response info 2      | 19 02
                    request problem info twice   | 17 00 17 00
                    request problem info 2       | 17 02
                    authentication data alone    | 16 {01}
                    authentication method twice  | 15 <a> 15 <a>
                    """)
    void property_against_its_rules_is_a_protocol_error(String name, String properties) {
        open(5).send("10 (<MQTT> 05 02 003C (" + properties + ") <~c>)").expectRefused(0x82, 0x81);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    a property of PUBLISH  | 23 0001
                    a property of the will | 18 00000001
                    a property of CONNACK  | 24 01
                    an unknown property    | 7E 00
                    an identifier too long | A1 00 0001
                    half a property        | 11 0000
                    user property half     | 26 <name>
                    """)
    @Spec("MQTT-4.13.1-1")
    void property_that_has_no_place_in_connect_is_malformed(String name, String properties) {
        open(5).send("10 (<MQTT> 05 02 003C (" + properties + ") <~c>)").expectRefused(0x81, 0x82);
    }

    @ParameterizedTest
    @ValueSource(strings = {"26 {C3 28} <v>", "26 <n> {C3 28}", "26 <n> {00}", "26 {ED A0 80} <v>"})
    @Spec({"MQTT-1.5.7-1", "MQTT-1.5.4-1"})
    void both_strings_of_a_user_property_must_be_utf8(String property) {
        open(5).send("10 (<MQTT> 05 02 003C (" + property + ") <~c>)").expectRefused(0x81, 0x82);
    }

    @Test
    void every_property_in_any_order_and_user_properties_again_and_again_are_allowed() {
        connect5("10 (<MQTT> 05 02 003C"
                        + " (26 <a> <1> 22 0005 17 01 26 <a> <1> 27 00010000 19 00 21 0014 11 00000000 26 <> <>) <~c>)")
                .disconnect();
    }

    @Test
    @Spec("MQTT-3.2.2-1")
    void connack_has_only_its_session_present_flag() {
        RawClient client = open(5).send("10 (<MQTT> 05 02 003C () <~c>)");

        assertThat(client.receiveType(WirePacket.CONNACK).flags()).isZero();
        client.disconnect();
        RawClient resumed = connect5("10 (<MQTT> 05 00 003C (11 0000003C) <~c>)");
        resumed.disconnect();
        assertThat(connect5("10 (<MQTT> 05 00 003C () <~c>)").connack().flags()).isEqualTo(1);
    }

    @Test
    @Spec("MQTT-3.2.2-8")
    void connack_says_what_this_broker_can() {
        WirePacket connack = client5("c").connack();

        assertThat(connack.reason()).isZero();
        assertThat(connack.number(WireProperty.RECEIVE_MAXIMUM)).isEqualTo(500);
        assertThat(connack.number(WireProperty.MAXIMUM_PACKET_SIZE)).isEqualTo(16 << 20);
        assertThat(connack.number(WireProperty.TOPIC_ALIAS_MAXIMUM)).isEqualTo(10);
        assertThat(connack.has(WireProperty.SHARED_SUBSCRIPTION_AVAILABLE)).isFalse();
        for (int available : new int[] {
            WireProperty.RETAIN_AVAILABLE,
            WireProperty.WILDCARD_SUBSCRIPTION_AVAILABLE,
            WireProperty.SUBSCRIPTION_IDENTIFIER_AVAILABLE
        }) {
            assertThat(connack.all(available)).isSubsetOf(1L);
        }
        assertThat(connack.has(WireProperty.MAXIMUM_QOS)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "19 00"})
    @Spec("MQTT-3.1.2-28")
    void response_information_is_not_returned_unasked(String properties) {
        RawClient client = connect5("10 (<MQTT> 05 02 003C (" + properties + ") <~c>)");

        assertThat(client.connack().has(WireProperty.RESPONSE_INFORMATION)).isFalse();
    }

    @Test
    @Spec("MQTT-3.1.2-29")
    void without_problem_information_acknowledgements_have_no_reason_string_and_no_user_property() {
        RawClient client = connect5("10 (<MQTT> 05 02 003C (17 00) <~c>)");

        client.send(
                "32 (<~/a> 0001 () 'x')",
                "62 (0005)",
                "50 (0006)",
                "82 (0002 () <$share/g/~/a> 00)",
                "A2 (0003 () <~/none>)");

        for (WirePacket packet : client.receive(5)) {
            assertThat(packet.properties()).as("properties of %s", packet).isEmpty();
        }
    }

    @Test
    void without_problem_information_messages_keep_their_user_properties() {
        RawClient client = connect5("10 (<MQTT> 05 02 003C (17 00) <~c>)").subscribe("~/a", 0);

        client.send("30 (<~/a> (26 <name> <value>) 'x')");

        client.expect("30 (<~/a> (26 <name> <value>) 'x')");
    }

    @Test
    @Spec("MQTT-3.2.2-22")
    void keep_alive_that_the_broker_permits_is_not_replaced() {
        assertThat(client5("c").connack().has(WireProperty.SERVER_KEEP_ALIVE)).isFalse();
    }

    @Test
    @Spec("MQTT-4.12.0-6")
    void connack_has_no_authentication_method_when_connect_had_none() {
        assertThat(client5("c").connack().has(WireProperty.AUTHENTICATION_METHOD))
                .isFalse();
    }

    @Test
    @Spec({"MQTT-4.12.0-1", "MQTT-3.2.2-7", "MQTT-3.2.2-6"})
    void unknown_authentication_method_is_refused_with_0x8c() {
        open(5).send("10 (<MQTT> 05 00 003C (15 <SCRAM-SHA-1> 16 {00}) <~c>)").expectConnack(0x8C);
    }
}
