package io.bellbird.broker.conformance.v5;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Spec;
import io.bellbird.broker.conformance.ConformanceSuite;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.conformance.WirePacket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent again after a reconnect, and only then (section 4.4). */
class RedeliveryTest extends ConformanceSuite {
    private static final String RESUME = "10 (<MQTT> 05 00 003C (11 0000003C) <~c>)";

    private RawClient client;
    private RawClient publisher;

    @BeforeEach
    void connect() {
        client = connect5(RESUME).subscribe("~/#", 2);
        publisher = client5("publisher");
    }

    private void publishQos1(String payload) {
        publisher.send("32 (<~/a> 0001 () '" + payload + "')").expect("40 (0001)");
    }

    private void publishQos2(String payload) {
        publisher.send("34 (<~/b> 0001 () '" + payload + "')").expect("50 (0001)");
        publisher.send("62 (0001)").expect("70 (0001)");
    }

    private RawClient reconnect() {
        client.disconnect();
        client = connect5(RESUME);
        assertThat(client.connack().flags()).isEqualTo(1);
        return client;
    }

    @Test
    @Spec({"MQTT-4.4.0-1", "MQTT-3.3.1-1", "MQTT-4.3.2-3"})
    void unacknowledged_qos1_message_is_sent_again_with_its_identifier_and_duplicate_flag() {
        publishQos1("x");
        client.expect("32 (<~/a> 0001 () 'x')");

        reconnect().expect("3A (<~/a> 0001 () 'x')").send("40 (0001)").expectNothing();
    }

    @Test
    @Spec({"MQTT-4.4.0-1", "MQTT-3.3.1-1", "MQTT-4.3.3-3"})
    void unacknowledged_qos2_message_is_sent_again_with_its_identifier_and_duplicate_flag() {
        publishQos2("x");
        client.expect("34 (<~/b> 0001 () 'x')");

        reconnect()
                .expect("3C (<~/b> 0001 () 'x')")
                .send("50 (0001)")
                .expect("62 (0001)")
                .send("70 (0001)")
                .expectNothing();
    }

    @Test
    @Spec({"MQTT-4.4.0-1", "MQTT-4.3.3-5", "MQTT-4.3.3-6"})
    void pubrel_without_pubcomp_is_sent_again_and_its_publish_is_not() {
        publishQos2("x");
        client.expect("34 (<~/b> 0001 () 'x')").send("50 (0001)").expect("62 (0001)");

        reconnect().expect("62 (0001)").send("70 (0001)").expectNothing();
    }

    @Test
    void what_was_not_acknowledged_is_sent_again_in_its_order() {
        publishQos1("1");
        publishQos2("2");
        publishQos1("3");
        publishQos2("4");
        publishQos1("5");
        client.receive(5);
        client.send("40 (0003)", "50 (0002)").expect("62 (0002)");

        reconnect();

        assertThat(client.receive(4))
                .extracting(packet -> "%02X %d %s".formatted(packet.first(), packet.packetId(), packet.text()))
                .containsExactlyInAnyOrder("3A 1 1", "62 2 ", "3C 4 4", "3A 5 5")
                .containsSubsequence("3A 1 1", "3C 4 4", "3A 5 5");
    }

    @Test
    void resent_messages_come_before_new_ones_which_get_identifiers_that_are_free() {
        publishQos1("old");
        client.expect("32 (<~/a> 0001 () 'old')").disconnect();
        publishQos1("new");

        client = connect5(RESUME);

        client.expect("3A (<~/a> 0001 () 'old')").expect("32 (<~/a> 0002 () 'new')");
    }

    @Test
    @Spec("MQTT-4.4.0-1")
    void nothing_is_sent_again_while_the_connection_lasts() {
        publishQos1("x");
        client.expect("32 (<~/a> 0001 () 'x')");

        letPass(2_000);

        client.expectNothing();
    }

    @Test
    @Spec("MQTT-4.4.0-2")
    void message_refused_by_its_receiver_is_not_sent_again() {
        publishQos1("one");
        publishQos2("two");
        client.receive(2);

        client.send("40 (0001 83)", "50 (0002 83)").expectNothing();

        reconnect().expectNothing();
    }

    @Test
    void acknowledged_message_is_not_sent_again() {
        publishQos1("one");
        publishQos2("two");
        client.receive(2);
        client.send("40 (0001)", "50 (0002)").expect("62 (0002)").send("70 (0002)");

        reconnect().expectNothing();
    }

    @Test
    void message_sent_again_and_again_keeps_its_identifier() {
        publishQos1("x");
        client.expect("32 (<~/a> 0001 () 'x')");

        for (int i = 0; i < 3; i++) {
            reconnect().expect("3A (<~/a> 0001 () 'x')");
        }
    }

    @Test
    @Spec("MQTT-4.3.3-10")
    void qos2_message_that_its_publisher_repeats_after_a_reconnect_is_not_delivered_again() {
        RawClient sender = connect5("10 (<MQTT> 05 00 003C (11 0000003C) <~sender>)");
        sender.send("34 (<~/a> 0007 () 'once')").expect("50 (0007)");
        sender.disconnect();
        RawClient again = connect5("10 (<MQTT> 05 00 003C (11 0000003C) <~sender>)");

        again.send("3C (<~/a> 0007 () 'once')");
        assertThat(again.receiveType(WirePacket.PUBREC).packetId()).isEqualTo(7);
        again.send("62 (0007)").expect("70 (0007 00)");
        again.send("34 (<~/a> 0008 () 'next')");

        client.expect("34 (<~/a> 0001 () 'once')").expect("34 (<~/a> 0002 () 'next')");
    }

    @Test
    @Spec("MQTT-4.3.3-11")
    void pubrel_after_a_reconnect_completes_what_was_received_before() {
        RawClient sender = connect5("10 (<MQTT> 05 00 003C (11 0000003C) <~sender>)");
        sender.send("34 (<~/a> 0007 () 'once')").expect("50 (0007)");
        sender.disconnect();

        connect5("10 (<MQTT> 05 00 003C (11 0000003C) <~sender>)")
                .send("62 (0007)")
                .expect("70 (0007 00)");
    }

    @Test
    void new_session_begins_with_identifier_1_and_nothing_to_send_again() {
        publishQos1("x");
        client.expect("32 (<~/a> 0001 () 'x')").disconnect();

        client = connect5("10 (<MQTT> 05 02 003C () <~c>)").expectNothing().subscribe("~/#", 1);
        publishQos1("y");

        client.expect("32 (<~/a> 0001 () 'y')");
    }
}
