package io.bellbird.broker.conformance.v5;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Spec;
import io.bellbird.broker.conformance.ConformanceSuite;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.conformance.RunsOn;
import io.bellbird.broker.conformance.Setup;
import io.bellbird.broker.conformance.WirePacket;
import io.bellbird.broker.conformance.WireProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker that is set up to permit less than the standard does. */
@RunsOn(Setup.LIMITED)
class LimitsTest extends ConformanceSuite {

    @Test
    @Spec("MQTT-3.2.2-9")
    void connack_says_what_is_not_permitted() {
        WirePacket connack = client5("c").connack();

        assertThat(connack.number(WireProperty.MAXIMUM_QOS)).isEqualTo(1);
        assertThat(connack.number(WireProperty.RETAIN_AVAILABLE)).isZero();
        assertThat(connack.number(WireProperty.MAXIMUM_PACKET_SIZE)).isEqualTo(256);
        assertThat(connack.number(WireProperty.RECEIVE_MAXIMUM)).isEqualTo(3);
    }

    @Test
    @Spec("MQTT-3.2.2-11")
    void message_above_the_maximum_qos_ends_the_connection_with_0x9b() {
        client5("c").send("34 (<~/a> 0001 () 'x')").expectDisconnect(0x9B);
        client5("d").send("32 (<~/a> 0001 () 'x')").expect("40 (0001 10)");
    }

    @Test
    @Spec("MQTT-3.2.2-10")
    void subscription_above_the_maximum_qos_is_accepted() {
        RawClient client = client5("c");
        client.send("82 (0001 () <~/a> 02)");
        WirePacket suback = client.receiveType(WirePacket.SUBACK);
        assertThat(suback.reason()).isIn(1, 2);

        client.send("32 (<~/a> 0001 () 'x')").expectInAnyOrder("32 (<~/a> 0001 () 'x')", "40 (0001)");
    }

    @Test
    @Spec("MQTT-3.2.2-12")
    void will_above_the_maximum_qos_is_refused_with_0x9b() {
        open(5).send("10 (<MQTT> 05 16 003C () <~c> () <~/will> <gone>)").expectConnack(0x9B);
        connect5("10 (<MQTT> 05 0E 003C () <~c> () <~/will> <gone>)").disconnect();
    }

    @Test
    @Spec("MQTT-3.2.2-13")
    void will_to_be_retained_is_refused_with_0x9a() {
        open(5).send("10 (<MQTT> 05 26 003C () <~c> () <~/will> <gone>)").expectConnack(0x9A);
    }

    @Test
    @Spec("MQTT-3.2.2-14")
    void message_to_be_retained_ends_the_connection_with_0x9a() {
        client5("c").send("31 (<~/a> () 'x')").expectDisconnect(0x9A);
    }

    @ParameterizedTest
    @ValueSource(strings = {"30 (<~/a> () 00*300)", "82 (0001 () <~/a> 00 {61*300} 00)", "30 80808001 00"})
    @Spec("MQTT-3.2.2-15")
    void packet_above_the_maximum_size_ends_the_connection_with_0x95(String packet) {
        client5("c").send(packet).expectDisconnect(0x95);
    }

    @Test
    void packet_of_exactly_the_maximum_size_is_permitted() {
        int header = 3 + 2 + prefix().length() + 2 + 1;
        RawClient client = client5("c").subscribe("~/a", 0);

        client.send("30 (<~/a> () 00*%d)".formatted(256 - header));
        client.expect("30 (<~/a> () 00*%d)".formatted(256 - header));

        client.send("30 (<~/a> () 00*%d)".formatted(256 - header + 1)).expectDisconnect(0x95);
    }

    @ParameterizedTest
    @ValueSource(strings = {"003C", "FFFF", "000B", "0000"})
    @Spec("MQTT-3.2.2-21")
    void keep_alive_above_the_limit_is_replaced(String keepAlive) {
        RawClient client = connect5("10 (<MQTT> 05 02 " + keepAlive + " () <~c>)");

        assertThat(client.connack().number(WireProperty.SERVER_KEEP_ALIVE)).isEqualTo(10);
    }

    @Test
    @Spec("MQTT-3.1.2-21")
    void keep_alive_within_the_limit_is_the_clients_own() {
        RawClient client = connect5("10 (<MQTT> 05 02 000A () <~c>)");

        assertThat(client.connack().has(WireProperty.SERVER_KEEP_ALIVE)).isFalse();
    }

    @Test
    @Spec("MQTT-3.1.3-8")
    void empty_client_id_is_refused_with_0x85() {
        open(5).send("10 (<MQTT> 05 02 003C () <>)").expectConnack(0x85);
    }

    @Test
    @Spec("MQTT-4.9.0-1")
    void broker_sends_no_more_at_a_time_than_it_is_set_to() {
        RawClient subscriber = client5("subscriber").subscribe("~/a", 1);
        RawClient publisher = client5("publisher");
        for (int i = 1; i <= 5; i++) {
            publisher.send("32 (<~/a> 0001 () '%d')".formatted(i)).expect("40 (0001)");
        }

        subscriber.receive(3);
        subscriber
                .expectNothing()
                .send("40 (0001)")
                .expect("32 (<~/a> 0004 () '4')")
                .expectNothing();
    }

    @Test
    @Spec("MQTT-3.2.2-18")
    void alias_where_none_are_taken_ends_the_connection_with_0x94() {
        RawClient client = client5("c");
        assertThat(client.connack().all(WireProperty.TOPIC_ALIAS_MAXIMUM)).isSubsetOf(0L);

        client.send("30 (<~/a> (23 0001) 'x')").expectDisconnect(0x94);
    }
}
