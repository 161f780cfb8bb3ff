package io.bellbird.broker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Clients of MQTT 3.1.1 and 5 that talk to each other, or that are the same client. */
class MixedVersionsTest extends ConformanceSuite {

    @Test
    void message_of_mqtt_5_reaches_a_subscriber_of_3_1_1_without_its_properties() {
        RawClient subscriber = client4("subscriber").subscribe("~/a", 1);

        client5("publisher")
                .send("32 (<~/a> 0001 (01 01 02 0000003C 03 <t> 08 <r> 09 {01} 26 <a> <b>) 'x')")
                .expect("40 (0001)");

        subscriber.expect("32 (<~/a> 0001 'x')");
    }

    @Test
    void message_of_3_1_1_reaches_a_subscriber_of_mqtt_5_without_properties() {
        RawClient subscriber = client5("subscriber").subscribe("~/a", 2);
        RawClient publisher = client4("publisher");

        publisher.send("34 (<~/a> 0001 'x')").expect("50 (0001)");
        publisher.send("62 (0001)").expect("70 (0001)");

        subscriber.expect("34 (<~/a> 0001 () 'x')");
    }

    @Test
    void topic_alias_of_a_publisher_is_resolved_for_3_1_1() {
        RawClient subscriber = client4("subscriber").subscribe("~/a", 0);

        client5("publisher").send("30 (<~/a> (23 0001) '1')", "30 (<> (23 0001) '2')");

        subscriber.expect("30 (<~/a> '1')").expect("30 (<~/a> '2')");
    }

    @Test
    void retained_message_passes_between_versions_both_ways() {
        client5("five").send("33 (<~/5> 0001 (03 <t>) 'five')").expect("40 (0001 10)");
        client4("four").send("33 (<~/4> 0001 'four')").expect("40 (0001)");

        client4("a").subscribe("~/5", 0).expect("31 (<~/5> 'five')");
        client5("b").subscribe("~/4", 0).expect("31 (<~/4> () 'four')");
        client5("c").subscribe("~/5", 0).expect("31 (<~/5> (03 <t>) 'five')");
    }

    @Test
    void will_passes_between_versions_both_ways() {
        RawClient four = client4("four").subscribe("~/5", 0);
        RawClient five = client5("five").subscribe("~/4", 0);

        connect5("10 (<MQTT> 05 06 003C () <~a> (03 <t>) <~/5> <gone>)").abort();
        connect4("10 (<MQTT> 04 06 003C <~b> <~/4> <gone>)").abort();

        four.expect("30 (<~/5> 'gone')");
        five.expect("30 (<~/4> () 'gone')");
    }

    @Test
    void expired_message_does_not_reach_a_session_of_3_1_1() {
        connect4("10 (<MQTT> 04 00 003C <~c>)").subscribe("~/a", 1).disconnect();
        RawClient publisher = client5("publisher");
        publisher.send("32 (<~/a> 0001 (02 00000001) 'expires')").expect("40 (0001)");
        publisher.send("32 (<~/a> 0002 () 'stays')").expect("40 (0002)");
        letPass(1_600);

        RawClient resumed = connect4("10 (<MQTT> 04 00 003C <~c>)");

        assertThat(resumed.receiveType(WirePacket.PUBLISH).text()).isEqualTo("stays");
    }

    @Test
    void session_of_3_1_1_is_resumed_by_mqtt_5_and_back() {
        RawClient publisher = client4("publisher");
        RawClient four = connect4("10 (<MQTT> 04 00 003C <~c>)").subscribe("~/a", 1);
        publisher.send("32 (<~/a> 0001 'first')").expect("40 (0001)");
        four.expect("32 (<~/a> 0001 'first')").disconnect();

        RawClient five = connect5("10 (<MQTT> 05 00 003C (11 0000003C) <~c>)");
        assertThat(five.connack().flags()).isEqualTo(1);
        five.expect("3A (<~/a> 0001 () 'first')").send("40 (0001)");
        publisher.send("32 (<~/a> 0002 'second')").expect("40 (0002)");
        five.expect("32 (<~/a> 0002 () 'second')").disconnect();

        RawClient again = connect4("10 (<MQTT> 04 00 003C <~c>)");
        assertThat(again.connack().flags()).isEqualTo(1);
        again.expect("3A (<~/a> 0002 'second')");
    }

    @Test
    void session_of_3_1_1_does_not_expire_with_its_connection() {
        connect4("10 (<MQTT> 04 00 003C <~c>)").subscribe("~/a", 1).abort();
        letPass(1_200);

        assertThat(connect4("10 (<MQTT> 04 00 003C <~c>)").connack().flags()).isEqualTo(1);
    }

    @Test
    void client_of_mqtt_5_takes_one_of_3_1_1_over_and_the_other_way_round() {
        RawClient four = connect4("10 (<MQTT> 04 00 003C <~c>)");
        RawClient five = connect5("10 (<MQTT> 05 00 003C (11 0000003C) <~c>)");
        four.expectClosed();

        connect4("10 (<MQTT> 04 00 003C <~c>)");

        five.expectDisconnect(0x8E);
    }

    @Test
    void acknowledgements_of_3_1_1_have_no_reason_codes() {
        RawClient client = client4("c");

        assertThat(client.send("32 (<~/none> 0001 'x')").receiveHex(4)).isEqualTo("40020001");
        assertThat(client.send("34 (<~/none> 0002 'x')").receiveHex(4)).isEqualTo("50020002");
        assertThat(client.send("62 (0002)").receiveHex(4)).isEqualTo("70020002");
        assertThat(client.send("A2 (0003 <~/none>)").receiveHex(4)).isEqualTo("B0020003");
    }
}
