package io.bellbird.broker.conformance.v3;

import io.bellbird.broker.Spec;
import io.bellbird.broker.conformance.ConformanceSuite;
import io.bellbird.broker.conformance.RawClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Retained messages (section 3.3.1.3). */
class RetainedTest extends ConformanceSuite {
    private RawClient publisher;

    @BeforeEach
    void connect() {
        publisher = client4("publisher");
    }

    private void retain(String topic, String payload) {
        publisher.send("33 (<" + topic + "> 0001 '" + payload + "')").expect("40 (0001)");
    }

    @Test
    @Spec({"MQTT-3.3.1-5", "MQTT-3.3.1-6", "MQTT-3.3.1-8"})
    void last_retained_message_is_sent_to_a_later_subscriber_with_the_retain_flag() {
        retain("~/a", "old");
        retain("~/a", "new");

        client4("late").subscribe("~/a", 0).expect("31 (<~/a> 'new')").expectNothing();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    33 (<~/a> 0001 'x') | 40 (0001) | 2 | 33 (<~/a> 0001 'x')
                    33 (<~/a> 0001 'x') | 40 (0001) | 0 | 31 (<~/a> 'x')
                    35 (<~/a> 0001 'x') | 50 (0001) | 1 | 33 (<~/a> 0001 'x')
                    """)
    @Spec("MQTT-3.3.1-5")
    void retained_message_keeps_its_qos(String publish, String answer, int granted, String message) {
        publisher.send(publish).expect(answer);
        if (answer.startsWith("50")) {
            publisher.send("62 (0001)").expect("70 (0001)");
        }

        client4("late").subscribe("~/a", granted).expect(message);
    }

    @Test
    @Spec("MQTT-3.3.1-7")
    void qos0_message_with_retain_replaces_the_retained_one() {
        retain("~/a", "old");
        publisher.send("31 (<~/a> 'new')").expectNothing();

        client4("late").subscribe("~/a", 1).expect("31 (<~/a> 'new')").expectNothing();
    }

    @Test
    @Spec("MQTT-3.3.1-9")
    void message_for_a_subscription_that_was_there_before_has_no_retain_flag() {
        RawClient subscriber = client4("subscriber").subscribe("~/a", 0);

        retain("~/a", "state");

        subscriber.expect("30 (<~/a> 'state')").expectNothing();
    }

    @Test
    @Spec({"MQTT-3.3.1-10", "MQTT-3.3.1-11"})
    void empty_payload_removes_the_retained_message_and_reaches_subscribers_as_any_other() {
        retain("~/a", "state");
        RawClient subscriber = client4("subscriber").subscribe("~/a", 0).expect("31 (<~/a> 'state')");

        retain("~/a", "");

        subscriber.expect("30 (<~/a>)");
        client4("late").subscribe("~/a", 0).expectNothing();
    }

    @Test
    @Spec("MQTT-3.3.1-12")
    void message_without_retain_leaves_the_retained_one() {
        retain("~/a", "state");

        publisher.send("32 (<~/a> 0001 'event')").expect("40 (0001)");
        publisher.send("32 (<~/a> 0001)").expect("40 (0001)");

        client4("late").subscribe("~/a", 0).expect("31 (<~/a> 'state')").expectNothing();
    }

    @Test
    @Spec({"MQTT-3.3.1-6", "MQTT-3.8.4-3"})
    void subscribing_again_sends_the_retained_message_again() {
        retain("~/a", "state");
        RawClient client = client4("c").subscribe("~/a", 0).expect("31 (<~/a> 'state')");

        client.subscribe("~/a", 0).expect("31 (<~/a> 'state')");
    }

    @Test
    @Spec("MQTT-3.3.1-6")
    void wildcard_subscription_gets_every_retained_message_that_matches() {
        retain("~/a/1", "one");
        retain("~/a/2", "two");
        retain("~/b/1", "other");

        client4("c")
                .subscribe("~/a/+", 0)
                .expectInAnyOrder("31 (<~/a/1> 'one')", "31 (<~/a/2> 'two')")
                .expectNothing();
    }
}
