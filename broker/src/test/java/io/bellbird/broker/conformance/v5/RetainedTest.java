package io.bellbird.broker.conformance.v5;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Spec;
import io.bellbird.broker.conformance.ConformanceSuite;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.conformance.WirePacket;
import io.bellbird.broker.conformance.WireProperty;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Retained messages (sections 3.3.1.3 and 3.8.3.1). */
class RetainedTest extends ConformanceSuite {
    private RawClient publisher;

    @BeforeEach
    void connect() {
        publisher = client5("publisher");
    }

    private void retain(String topic, String payload) {
        publisher.send("33 (<" + topic + "> 0001 () '" + payload + "')").receiveType(WirePacket.PUBACK);
    }

    @Test
    @Spec({"MQTT-3.3.1-5", "MQTT-3.3.1-9"})
    void retained_message_waits_for_a_later_subscriber() {
        retain("~/a", "state");

        client5("late").subscribe("~/a", 0).expect("31 (<~/a> () 'state')").expectNothing();
    }

    @Test
    @Spec("MQTT-3.3.1-5")
    void retained_message_is_replaced_by_the_next() {
        retain("~/a", "old");
        retain("~/a", "new");

        client5("late").subscribe("~/a", 0).expect("31 (<~/a> () 'new')").expectNothing();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    0 | 0 | 31 (<~/a> () 'x')
                    0 | 2 | 31 (<~/a> () 'x')
                    1 | 0 | 31 (<~/a> () 'x')
                    1 | 1 | 33 (<~/a> 0001 () 'x')
                    1 | 2 | 33 (<~/a> 0001 () 'x')
                    2 | 1 | 33 (<~/a> 0001 () 'x')
                    2 | 2 | 35 (<~/a> 0001 () 'x')
                    """)
    @Spec("MQTT-3.8.4-8")
    void retained_message_has_the_lower_qos_of_message_and_subscription(int published, int granted, String message) {
        switch (published) {
            case 0 -> publisher.send("31 (<~/a> () 'x')").expectNothing();
            case 1 -> publisher.send("33 (<~/a> 0001 () 'x')").expect("40 (0001 10)");
            default -> {
                publisher.send("35 (<~/a> 0001 () 'x')").receiveType(WirePacket.PUBREC);
                publisher.send("62 (0001)").expect("70 (0001)");
            }
        }

        client5("late").subscribe("~/a", granted).expect(message);
    }

    @Test
    @Spec({"MQTT-3.3.1-6", "MQTT-3.3.1-7"})
    void empty_payload_removes_the_retained_message_and_reaches_subscribers_as_any_other() {
        retain("~/a", "state");
        RawClient subscriber = client5("subscriber").subscribe("~/a", 0).expect("31 (<~/a> () 'state')");

        retain("~/a", "");

        subscriber.expect("30 (<~/a> ())");
        client5("late").subscribe("~/a", 0).expectNothing();
    }

    @Test
    @Spec("MQTT-3.3.1-8")
    void message_without_retain_leaves_the_retained_one() {
        retain("~/a", "state");

        publisher.send("32 (<~/a> 0001 () 'event')").expect("40 (0001 10)");
        publisher.send("32 (<~/a> 0001 () '')").expect("40 (0001 10)");

        client5("late").subscribe("~/a", 0).expect("31 (<~/a> () 'state')").expectNothing();
        client5("other").subscribe("~/b", 0).expectNothing();
    }

    @Test
    @Spec("MQTT-3.3.1-8")
    void message_without_retain_is_not_retained() {
        publisher.send("32 (<~/a> 0001 () 'event')").expect("40 (0001 10)");

        client5("late").subscribe("~/a", 0).expectNothing();
    }

    @Test
    @Spec("MQTT-3.3.1-9")
    void retain_handling_0_sends_again_for_a_subscription_that_exists() {
        retain("~/a", "state");
        RawClient client = client5("c").subscribe("~/a", 0).expect("31 (<~/a> () 'state')");

        client.subscribe("~/a", 0).expect("31 (<~/a> () 'state')");
    }

    @Test
    @Spec("MQTT-3.3.1-10")
    void retain_handling_1_sends_for_a_new_subscription_only() {
        retain("~/a", "state");

        RawClient client = client5("c").subscribe("~/a", 0x10).expect("31 (<~/a> () 'state')");

        client.subscribe("~/a", 0x10).expectNothing();
        client.send("A2 (0001 () <~/a>)").expect("B0 (0001 () 00)");
        client.subscribe("~/a", 0x10).expect("31 (<~/a> () 'state')");
    }

    @Test
    @Spec("MQTT-3.3.1-10")
    void retain_handling_1_sends_nothing_for_a_subscription_of_a_resumed_session() {
        retain("~/a", "state");
        connect5("10 (<MQTT> 05 02 003C (11 0000003C) <~c>)")
                .subscribe("~/a", 0x10)
                .expect("31 (<~/a> () 'state')")
                .disconnect();

        RawClient resumed = connect5("10 (<MQTT> 05 00 003C () <~c>)");

        resumed.expectNothing().subscribe("~/a", 0x10).expectNothing();
    }

    @Test
    @Spec("MQTT-3.3.1-11")
    void retain_handling_2_sends_nothing() {
        retain("~/a", "state");

        RawClient client = client5("c").subscribe("~/a", 0x20).expectNothing();

        publisher.send("30 (<~/a> () 'live')");
        client.expect("30 (<~/a> () 'live')");
    }

    @Test
    @Spec("MQTT-3.3.1-12")
    void without_retain_as_published_a_live_message_has_no_retain_flag() {
        RawClient subscriber = client5("subscriber").subscribe("~/a", 1);

        publisher.send("33 (<~/a> 0001 () 'r')", "32 (<~/a> 0002 () 'n')");

        subscriber.expect("32 (<~/a> 0001 () 'r')").expect("32 (<~/a> 0002 () 'n')");
    }

    @Test
    @Spec("MQTT-3.3.1-13")
    void with_retain_as_published_a_live_message_keeps_its_retain_flag() {
        RawClient subscriber = client5("subscriber").subscribe("~/a", 0x09);

        publisher.send("33 (<~/a> 0001 () 'r')", "32 (<~/a> 0002 () 'n')", "31 (<~/a> ())");

        subscriber
                .expect("33 (<~/a> 0001 () 'r')")
                .expect("32 (<~/a> 0002 () 'n')")
                .expect("31 (<~/a> ())");
    }

    @Test
    @Spec("MQTT-3.3.1-9")
    void wildcard_subscription_gets_every_retained_message_that_matches() {
        for (int i = 0; i < 50; i++) {
            retain("~/rooms/" + i + "/light", "on");
        }
        retain("~/rooms/1/door", "open");
        retain("~/rooms", "all");

        RawClient client = client5("c").subscribe("~/rooms/+/light", 1);

        assertThat(client.receive(50))
                .allMatch(WirePacket::retain)
                .extracting(WirePacket::topic)
                .containsExactlyInAnyOrder(IntStream.range(0, 50)
                        .mapToObj(i -> prefix() + "/rooms/" + i + "/light")
                        .toArray(String[]::new));
        client.expectNothing();
    }

    @Test
    void overlapping_filters_of_one_subscribe_each_get_the_retained_message() {
        retain("~/a", "state");
        RawClient client = client5("c");

        client.send("82 (0001 () <~/a> 00 <~/+> 00)").expect("90 (0001 () 0000)");

        client.expect("31 (<~/a> () 'state')").expect("31 (<~/a> () 'state')").expectNothing();
    }

    @Test
    void retained_message_carries_the_identifier_of_the_subscription_that_asked() {
        retain("~/a", "state");
        RawClient client = client5("c").subscribe("~/a", 0x20);

        client.send("82 (0001 (0B 07) <~/+> 00)").expect("90 (0001 () 00)");

        client.expect("31 (<~/a> (0B 07) 'state')");
    }

    @Test
    void retained_message_keeps_its_properties() {
        publisher
                .send("33 (<~/a> 0001 (01 01 03 <text> 08 <~/r> 09 {01} 26 <b> <1> 26 <a> <2>) 'x')")
                .expect("40 (0001 10)");

        client5("late")
                .subscribe("~/a", 0)
                .expect("31 (<~/a> (01 01 03 <text> 08 <~/r> 09 {01} 26 <b> <1> 26 <a> <2>) 'x')");
    }

    @Test
    @Spec("MQTT-3.3.2-6")
    void expiry_of_a_retained_message_is_counted_down() {
        publisher.send("33 (<~/a> 0001 (02 0000003C) 'x')").expect("40 (0001 10)");

        letPass(1_200);

        WirePacket message = client5("late").subscribe("~/a", 0).receiveType(WirePacket.PUBLISH);
        assertThat(message.number(WireProperty.MESSAGE_EXPIRY_INTERVAL)).isBetween(50L, 59L);
    }

    @Test
    @Spec("MQTT-3.3.2-5")
    void expired_retained_message_is_gone() {
        publisher.send("33 (<~/a> 0001 (02 00000001) 'x')").expect("40 (0001 10)");
        retain("~/b", "stays");

        letPass(1_600);

        client5("late").subscribe("~/+", 0).expect("31 (<~/b> () 'stays')").expectNothing();
    }

    @Test
    void subscriber_that_was_there_before_gets_a_retained_message_once() {
        RawClient subscriber = client5("subscriber").subscribe("~/a", 0);

        retain("~/a", "state");

        subscriber.expect("30 (<~/a> () 'state')").expectNothing();
    }
}
