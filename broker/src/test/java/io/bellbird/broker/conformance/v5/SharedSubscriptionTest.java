package io.bellbird.broker.conformance.v5;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Spec;
import io.bellbird.broker.conformance.ConformanceSuite;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.conformance.WireProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shared subscriptions (section 4.8.2). */
class SharedSubscriptionTest extends ConformanceSuite {
    private static final String FILTER = "$share/~/~/+";

    private RawClient member(String id) {
        return client5(id).subscribe(FILTER, 2);
    }

    /** Its session lives on for a minute. */
    private RawClient stayingMember(String id) {
        return staying(id).subscribe(FILTER, 2);
    }

    private RawClient staying(String id) {
        return connect5("10 (<MQTT> 05 00 003C (11 0000003C) <~%s>)".formatted(id));
    }

    private void publish(int... numbers) {
        RawClient publisher = client5("publisher");
        for (int number : numbers) {
            publisher.send("32 (<~/a> %04X () '%d')".formatted(number, number)).expect("40 (%04X)".formatted(number));
        }
    }

    private void publishQos2(int number) {
        client5("publisher2")
                .send("34 (<~/a> %04X () '%d')".formatted(number, number))
                .expect("50 (%04X)".formatted(number))
                .send("62 (%04X)".formatted(number))
                .expect("70 (%04X)".formatted(number));
    }

    @Test
    void connack_does_not_say_that_shared_subscriptions_are_not_available() {
        RawClient client = client5("c");

        if (client.connack().has(WireProperty.SHARED_SUBSCRIPTION_AVAILABLE)) {
            assertThat(client.connack().number(WireProperty.SHARED_SUBSCRIPTION_AVAILABLE))
                    .isOne();
        }
    }

    @Test
    void each_message_goes_to_one_of_those_who_share() {
        RawClient a = member("a");
        RawClient b = member("b");
        RawClient alone = client5("alone").subscribe("~/+", 1);

        publish(1, 2, 3, 4);

        a.expect("32 (<~/a> 0001 () '1')").expect("32 (<~/a> 0002 () '3')").expectNothing();
        b.expect("32 (<~/a> 0001 () '2')").expect("32 (<~/a> 0002 () '4')").expectNothing();
        alone.receive(4);
    }

    @Test
    void groups_of_different_names_get_a_copy_each() {
        RawClient a = client5("a").subscribe("$share/~one/~/a", 1);
        RawClient b = client5("b").subscribe("$share/~two/~/a", 1);

        publish(1);

        a.expect("32 (<~/a> 0001 () '1')");
        b.expect("32 (<~/a> 0001 () '1')");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$share", "$share/", "$share/~", "$share/~/", "$share//~/a"})
    @Spec("MQTT-4.8.2-1")
    void share_name_and_filter_must_be_there(String filter) {
        client5("c").send("82 (0001 () <" + filter + "> 01)").expectDisconnect(0x82, 0x81, 0x8F);

        client5("d").subscribe("$share/~/a", 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$share/+/~/a", "$share/#", "$share/~+/~/a", "$share/~#/~/a"})
    @Spec("MQTT-4.8.2-2")
    void share_name_must_not_have_wildcards(String filter) {
        client5("c").send("82 (0001 () <" + filter + "> 01)").expectDisconnect(0x82, 0x81, 0x8F);

        client5("d").subscribe("$share/~ $/~/+/#", 1);
    }

    @Test
    @Spec("MQTT-3.8.3-4")
    void no_local_must_not_be_asked_for() {
        client5("c").send("82 (0001 () <" + FILTER + "> 05)").expectDisconnect(0x82);

        client5("d").send("82 (0001 () <~/a> 05)").expect("90 (0001 () 01)");
    }

    @Test
    @Spec("MQTT-4.8.2-3")
    void each_gets_messages_with_the_qos_that_it_was_granted() {
        RawClient low = client5("low").subscribe(FILTER, 0);
        RawClient high = client5("high").subscribe(FILTER, 1);

        publish(1, 2);
        publishQos2(3);
        publishQos2(4);

        low.expect("30 (<~/a> () '1')").expect("30 (<~/a> () '3')").expectNothing();
        high.expect("32 (<~/a> 0001 () '2')").expect("32 (<~/a> 0002 () '4')").expectNothing();
    }

    @Test
    @Spec("MQTT-4.8.2-4")
    void qos2_message_that_was_sent_is_completed_with_the_same_client() {
        RawClient a = stayingMember("a");
        publishQos2(1);
        a.expect("34 (<~/a> 0001 () '1')").disconnect();
        RawClient b = member("b");
        publishQos2(2);

        b.expect("34 (<~/a> 0001 () '2')").expectNothing();
        staying("a")
                .expect("3C (<~/a> 0001 () '1')")
                .send("50 (0001)")
                .expect("62 (0001)")
                .send("70 (0001)")
                .expectNothing();
    }

    @Test
    @Spec("MQTT-4.8.2-5")
    void qos2_message_that_was_sent_goes_to_nobody_else_when_the_session_ends() {
        RawClient a = member("a");
        publishQos2(1);
        publish(2);
        a.expect("34 (<~/a> 0001 () '1')").expect("32 (<~/a> 0002 () '2')");
        RawClient b = member("b");

        a.abort();

        // a message of QoS 1 may go to another, and does
        b.expect("32 (<~/a> 0001 () '2')").expectNothing();
    }

    @Test
    @Spec("MQTT-4.8.2-6")
    void message_that_is_refused_goes_to_nobody_else() {
        RawClient a = member("a");
        publish(1);
        publishQos2(2);
        a.expect("32 (<~/a> 0001 () '1')").expect("34 (<~/a> 0002 () '2')");
        RawClient b = member("b");

        a.send("40 (0001 80)", "50 (0002 83)").expectNothing();
        a.disconnect();

        b.expectNothing();
    }

    @Test
    void retained_messages_are_not_sent() {
        client5("publisher").send("33 (<~/a> 0001 () 'kept')").receive();

        member("a").expectNothing();
    }

    @Test
    void messages_wait_for_a_session_that_will_come_back() {
        stayingMember("a").disconnect();
        publish(1, 2);

        staying("a").expect("32 (<~/a> 0001 () '1')").expect("32 (<~/a> 0002 () '2')");
    }

    @Test
    void who_unsubscribes_gets_no_more() {
        RawClient a = member("a");
        RawClient b = member("b");
        a.send("A2 (0007 () <" + FILTER + ">)").expect("B0 (0007 () 00)");

        publish(1, 2);

        b.expect("32 (<~/a> 0001 () '1')").expect("32 (<~/a> 0002 () '2')");
        a.expectNothing();
    }
}
