package io.bellbird.broker.conformance.v5;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Spec;
import io.bellbird.broker.conformance.ConformanceSuite;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.conformance.WirePacket;
import io.bellbird.broker.conformance.WireProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Receive Maximum and Maximum Packet Size, in the direction of the client (sections 3.1.2.11.3, 3.1.2.11.4, 4.9). */
class FlowControlTest extends ConformanceSuite {

    private RawClient subscriberThatTakes(int receiveMaximum) {
        return connect5("10 (<MQTT> 05 02 003C (21 %04X) <~s>)".formatted(receiveMaximum))
                .subscribe("~/+", 2);
    }

    private RawClient subscriberOfPacketsUpTo(int bytes) {
        return connect5("10 (<MQTT> 05 00 003C (11 0000003C 27 %08X) <~s>)".formatted(bytes))
                .subscribe("~/+", 2);
    }

    private void publish(int count) {
        RawClient publisher = client5("publisher");
        for (int i = 1; i <= count; i++) {
            publisher.send("32 (<~/a> %04X () '%d')".formatted(i, i)).expect("40 (%04X)".formatted(i));
        }
    }

    @Test
    @Spec({"MQTT-3.3.4-9", "MQTT-4.9.0-1", "MQTT-4.9.0-2"})
    void no_more_messages_are_under_way_than_the_client_takes() {
        RawClient subscriber = subscriberThatTakes(2);
        publish(5);

        subscriber
                .expect("32 (<~/a> 0001 () '1')")
                .expect("32 (<~/a> 0002 () '2')")
                .expectNothing();
        subscriber.send("40 (0001)").expect("32 (<~/a> 0003 () '3')").expectNothing();
        subscriber
                .send("40 (0002)", "40 (0003)")
                .expect("32 (<~/a> 0004 () '4')")
                .expect("32 (<~/a> 0005 () '5')");
    }

    @Test
    @Spec({"MQTT-3.3.4-9", "MQTT-4.9.0-2"})
    void qos2_message_takes_its_place_until_pubcomp() {
        RawClient subscriber = subscriberThatTakes(1);
        RawClient publisher = client5("publisher");
        publisher.send("34 (<~/a> 0001 () '1')").expect("50 (0001)");
        publisher.send("62 (0001)").expect("70 (0001)");
        publisher.send("32 (<~/a> 0002 () '2')").expect("40 (0002)");

        subscriber
                .expect("34 (<~/a> 0001 () '1')")
                .send("50 (0001)")
                .expect("62 (0001)")
                .expectNothing();

        assertThat(subscriber.send("70 (0001)").receiveType(WirePacket.PUBLISH).text())
                .isEqualTo("2");
    }

    @Test
    @Spec({"MQTT-3.3.4-9", "MQTT-4.4.0-2"})
    void pubrec_with_an_error_frees_its_place() {
        RawClient subscriber = subscriberThatTakes(1);
        RawClient publisher = client5("publisher");
        publisher.send("34 (<~/a> 0001 () '1')").expect("50 (0001)");
        publisher.send("62 (0001)").expect("70 (0001)");
        publisher.send("32 (<~/a> 0002 () '2')").expect("40 (0002)");

        subscriber.expect("34 (<~/a> 0001 () '1')").expectNothing().send("50 (0001 80)");

        assertThat(subscriber.receiveType(WirePacket.PUBLISH).text()).isEqualTo("2");
    }

    @Test
    @Spec({"MQTT-3.3.4-10", "MQTT-4.9.0-3"})
    void other_packets_do_not_wait_for_acknowledgements() {
        RawClient subscriber = subscriberThatTakes(1);
        publish(3);
        subscriber.expect("32 (<~/a> 0001 () '1')");

        subscriber.send("82 (0009 () <~/b/c> 00)").expect("90 (0009 () 00)");
        subscriber.send("A2 (000A () <~/b/c>)").expect("B0 (000A () 00)");
        subscriber.send("34 (<~/b/c> 000B () 'x')").expect("50 (000B 10)");
        subscriber.send("62 (000B)").expect("70 (000B)").expectNothing();
    }

    @Test
    void qos0_messages_do_not_count() {
        RawClient subscriber = subscriberThatTakes(1);
        publish(2);
        subscriber.expect("32 (<~/a> 0001 () '1')");

        client5("other").send("30 (<~/b> () 'a')", "30 (<~/b> () 'b')");

        subscriber.expect("30 (<~/b> () 'a')").expect("30 (<~/b> () 'b')");
    }

    @Test
    @Spec("MQTT-3.3.4-9")
    void receive_maximum_counts_anew_for_the_next_connection() {
        RawClient first =
                connect5("10 (<MQTT> 05 00 003C (11 0000003C 21 0003) <~s>)").subscribe("~/a", 1);
        publish(4);
        first.receive(3);
        first.expectNothing().disconnect();

        RawClient second = connect5("10 (<MQTT> 05 00 003C (11 0000003C 21 0002) <~s>)");

        second.expect("3A (<~/a> 0001 () '1')").expect("3A (<~/a> 0002 () '2')").expectNothing();
        second.send("40 (0001)").expect("3A (<~/a> 0003 () '3')").expectNothing();
    }

    @Test
    @Spec("MQTT-3.3.4-7")
    void more_messages_than_the_broker_takes_end_the_connection_with_0x93() {
        RawClient publisher = client5("publisher");
        long receiveMaximum = publisher.connack().number(WireProperty.RECEIVE_MAXIMUM);

        for (int i = 1; i <= receiveMaximum; i++) {
            publisher.send("34 (<~/a> %04X () 'x')".formatted(i));
        }
        publisher.receive((int) receiveMaximum);
        publisher.expectNothing().send("34 (<~/a> 7FFF () 'x')");

        publisher.expectDisconnect(0x93);
    }

    @Test
    void completed_messages_do_not_count_against_the_brokers_receive_maximum() {
        RawClient publisher = client5("publisher");

        for (int i = 1; i <= 1_200; i++) {
            publisher.send("32 (<~/a> %04X () 'x')".formatted(i));
            publisher.expect("40 (%04X 10)".formatted(i));
        }
    }

    @Test
    @Spec({"MQTT-3.1.2-24", "MQTT-3.1.2-25"})
    void message_too_large_for_its_receiver_is_left_out_and_counts_as_delivered() {
        RawClient subscriber = subscriberOfPacketsUpTo(100);
        RawClient publisher = client5("publisher");
        publisher.send("32 (<~/a> 0001 () 00*200)").expect("40 (0001)");
        publisher.send("30 (<~/a> () 00*200)", "32 (<~/a> 0002 () 'small')").expect("40 (0002)");

        WirePacket small = subscriber.receiveType(WirePacket.PUBLISH);

        assertThat(small.text()).isEqualTo("small");
        subscriber.send("40 (%04X)".formatted(small.packetId())).disconnect();
        connect5("10 (<MQTT> 05 00 003C () <~s>)").expectNothing();
    }

    @Test
    @Spec("MQTT-3.1.2-24")
    void message_of_exactly_the_size_that_the_receiver_takes_is_sent() {
        RawClient subscriber = subscriberOfPacketsUpTo(100);
        int header = 2 + 2 + prefix().length() + 2 + 1;
        RawClient publisher = client5("publisher");

        publisher.send("30 (<~/a> () 00*%d)".formatted(100 - header + 1));
        publisher.send("30 (<~/a> () 01*%d)".formatted(100 - header));

        subscriber.expect("30 (<~/a> () 01*%d)".formatted(100 - header));
    }

    /** A client that takes packets of at most twelve bytes sends what is answered by a reason that asks for words. */
    private void expectNoProperties(String packet, int answer) {
        RawClient client = connect5("10 (<MQTT> 05 02 003C (27 0000000C) <~c>)");

        assertThat(client.send(packet).receiveType(answer).properties()).isEmpty();
    }

    @Test
    @Spec({"MQTT-3.4.2-2", "MQTT-3.4.2-3"})
    void puback_leaves_out_what_would_not_fit() {
        expectNoProperties("32 (<~/none> 0001 () 'x')", WirePacket.PUBACK);
    }

    @Test
    @Spec({"MQTT-3.5.2-2", "MQTT-3.5.2-3"})
    void pubrec_leaves_out_what_would_not_fit() {
        expectNoProperties("34 (<~/none> 0001 () 'x')", WirePacket.PUBREC);
    }

    @Test
    @Spec({"MQTT-3.6.2-2", "MQTT-3.6.2-3"})
    void pubrel_leaves_out_what_would_not_fit() {
        expectNoProperties("50 (0007)", WirePacket.PUBREL);
    }

    @Test
    @Spec({"MQTT-3.7.2-2", "MQTT-3.7.2-3"})
    void pubcomp_leaves_out_what_would_not_fit() {
        expectNoProperties("62 (0007)", WirePacket.PUBCOMP);
    }

    @Test
    @Spec({"MQTT-3.9.2-1", "MQTT-3.9.2-2"})
    void suback_leaves_out_what_would_not_fit() {
        expectNoProperties("82 (0001 () <$share/g/~/a> 00)", WirePacket.SUBACK);
    }

    @Test
    @Spec({"MQTT-3.11.2-1", "MQTT-3.11.2-2"})
    void unsuback_leaves_out_what_would_not_fit() {
        expectNoProperties("A2 (0001 () <~/none>)", WirePacket.UNSUBACK);
    }

    @Test
    @Spec({"MQTT-3.14.2-3", "MQTT-3.14.2-4"})
    void disconnect_leaves_out_what_would_not_fit() {
        RawClient client = connect5("10 (<MQTT> 05 02 003C (27 0000000C) <~c>)");

        assertThat(client.send("32 (<~/a> 0000 () 'x')")
                        .expectDisconnect(0x81, 0x82)
                        .properties())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"11 00000000 27 0000000A", "27 00000005 15 <none such>"})
    @Spec({"MQTT-3.2.2-19", "MQTT-3.2.2-20"})
    void refusal_leaves_out_what_would_not_fit(String properties) {
        RawClient client = open(5).send("10 (<MQTT> 05 06 003C (" + properties + ") <~c> (01 01) <~/w> {FF})");

        assertThat(client.expectConnack(0x99, 0x8C).properties()).isEmpty();
    }
}
