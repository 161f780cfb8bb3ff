package io.bellbird.broker.conformance.v3;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Spec;
import io.bellbird.broker.conformance.ConformanceSuite;
import io.bellbird.broker.conformance.RawClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent again after a reconnect, and only then (section 4.4). */
class RedeliveryTest extends ConformanceSuite {
    private static final String RESUME = "10 (<MQTT> 04 00 003C <~c>)";

    private RawClient client;
    private RawClient publisher;

    @BeforeEach
    void connect() {
        client = connect4(RESUME).subscribe("~/#", 2);
        publisher = client4("publisher");
    }

    private void publishQos1(String payload) {
        publisher.send("32 (<~/a> 0001 '" + payload + "')").expect("40 (0001)");
    }

    private void publishQos2(String payload) {
        publisher.send("34 (<~/b> 0001 '" + payload + "')").expect("50 (0001)");
        publisher.send("62 (0001)").expect("70 (0001)");
    }

    private RawClient reconnect() {
        client.disconnect();
        client = connect4(RESUME);
        assertThat(client.connack().flags()).isEqualTo(1);
        return client;
    }

    @Test
    @Spec({"MQTT-4.4.0-1", "MQTT-3.3.1-1", "MQTT-4.3.2-1"})
    void unacknowledged_qos1_message_is_sent_again_with_its_identifier_and_duplicate_flag() {
        publishQos1("x");
        client.expect("32 (<~/a> 0001 'x')");

        reconnect().expect("3A (<~/a> 0001 'x')").send("40 (0001)").expectNothing();
        reconnect().expectNothing();
    }

    @Test
    @Spec({"MQTT-4.4.0-1", "MQTT-3.3.1-1", "MQTT-4.3.3-1"})
    void unacknowledged_qos2_message_is_sent_again_with_its_identifier_and_duplicate_flag() {
        publishQos2("x");
        client.expect("34 (<~/b> 0001 'x')");

        reconnect().expect("3C (<~/b> 0001 'x')").send("50 (0001)").expect("62 (0001)");
    }

    @Test
    @Spec({"MQTT-4.4.0-1", "MQTT-4.3.3-1"})
    void pubrel_without_pubcomp_is_sent_again_and_its_publish_is_not() {
        publishQos2("x");
        client.expect("34 (<~/b> 0001 'x')").send("50 (0001)").expect("62 (0001)");

        reconnect().expect("62 (0001)").send("70 (0001)").expectNothing();
        reconnect().expectNothing();
    }

    @Test
    @Spec("MQTT-4.4.0-1")
    void messages_are_sent_again_in_their_order_and_before_new_ones() {
        publishQos1("1");
        publishQos2("2");
        publishQos1("3");
        client.receive(3);
        client.disconnect();
        publishQos1("4");

        client = connect4(RESUME);

        client.expect("3A (<~/a> 0001 '1')")
                .expect("3C (<~/b> 0002 '2')")
                .expect("3A (<~/a> 0003 '3')")
                .expect("32 (<~/a> 0004 '4')");
    }

    @Test
    @Spec("MQTT-4.5.0-1")
    void message_waits_for_every_session_that_subscribed() {
        client.disconnect();
        connect4("10 (<MQTT> 04 00 003C <~d>)").subscribe("~/a", 1).disconnect();
        publishQos1("x");

        connect4(RESUME).expect("32 (<~/a> 0001 'x')");
        connect4("10 (<MQTT> 04 00 003C <~d>)").expect("32 (<~/a> 0001 'x')");
    }

    @Test
    @Spec("MQTT-4.3.3-2")
    void qos2_message_that_its_publisher_repeats_after_a_reconnect_is_not_delivered_again() {
        RawClient sender = connect4("10 (<MQTT> 04 00 003C <~sender>)");
        sender.send("34 (<~/a> 0007 'once')").expect("50 (0007)").disconnect();
        RawClient again = connect4("10 (<MQTT> 04 00 003C <~sender>)");

        again.send("3C (<~/a> 0007 'once')").expect("50 (0007)");
        again.send("62 (0007)").expect("70 (0007)");
        again.send("34 (<~/a> 0008 'next')");

        client.expect("34 (<~/a> 0001 'once')").expect("34 (<~/a> 0002 'next')");
    }
}
