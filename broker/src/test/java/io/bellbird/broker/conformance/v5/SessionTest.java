package io.bellbird.broker.conformance.v5;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Spec;
import io.bellbird.broker.conformance.ConformanceSuite;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.conformance.WirePacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions: Clean Start, Session Present, expiry and takeover (sections 3.1.2.4, 3.1.2.11.2, 3.1.4 and 4.1). */
class SessionTest extends ConformanceSuite {
    private static final String RESUME = "10 (<MQTT> 05 00 003C (11 0000003C) <~c>)";
    private static final String CLEAN = "10 (<MQTT> 05 02 003C (11 0000003C) <~c>)";

    @Test
    @Spec({"MQTT-3.1.2-6", "MQTT-3.2.2-3"})
    void resuming_what_is_not_there_begins_a_new_session() {
        assertThat(connect5(RESUME).connack().flags()).isZero();
    }

    @Test
    @Spec({"MQTT-3.1.2-5", "MQTT-3.2.2-3", "MQTT-4.5.0-1"})
    void session_is_resumed_with_its_subscriptions_and_messages() {
        connect5(CLEAN).subscribe("~/a", 1).disconnect();
        RawClient publisher = client5("publisher").send("32 (<~/a> 0001 () 'while away')");
        publisher.expect("40 (0001)");

        RawClient resumed = connect5(RESUME);

        assertThat(resumed.connack().flags()).isEqualTo(1);
        resumed.expect("32 (<~/a> 0001 () 'while away')").send("40 (0001)");
        publisher.send("30 (<~/a> () 'live')");
        resumed.expect("30 (<~/a> () 'live')");
    }

    @Test
    @Spec({"MQTT-3.1.2-4", "MQTT-3.2.2-2", "MQTT-3.1.4-4"})
    void clean_start_discards_the_session() {
        connect5(CLEAN).subscribe("~/a", 1).disconnect();
        RawClient publisher = client5("publisher");
        publisher.send("32 (<~/a> 0001 () 'for the old session')").expect("40 (0001)");

        RawClient client = connect5(CLEAN);

        assertThat(client.connack().flags()).isZero();
        client.expectNothing();
        publisher.send("32 (<~/a> 0002 () 'nobody listens')").expect("40 (0002 10)");
        client.subscribe("~/a", 0);
        publisher.send("30 (<~/a> () 'x')");
        client.expect("30 (<~/a> () 'x')");
    }

    @Test
    @Spec("MQTT-3.1.2-23")
    void session_with_an_expiry_outlives_an_abrupt_end() {
        connect5(CLEAN).abort();

        assertThat(connect5(RESUME).connack().flags()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "11 00000000"})
    @Spec("MQTT-4.1.0-2")
    void session_without_expiry_ends_with_its_connection(String properties) {
        connect5("10 (<MQTT> 05 00 003C (" + properties + ") <~c>)").disconnect();

        assertThat(connect5(RESUME).connack().flags()).isZero();
    }

    @Test
    @Spec("MQTT-4.1.0-2")
    void session_ends_when_its_expiry_has_passed() {
        RawClient watcher = client5("watcher").subscribe("~/will", 0);
        connect5("10 (<MQTT> 05 06 003C (11 00000001) <~c> (18 0000003C) <~/will> <ended>)")
                .abort();
        watcher.expect("30 (<~/will> () 'ended')");

        assertThat(connect5(RESUME).connack().flags()).isZero();
    }

    @Test
    @Spec("MQTT-4.1.0-1")
    void session_lives_as_long_as_its_connection_whatever_its_expiry() {
        RawClient client = connect5("10 (<MQTT> 05 02 003C (11 00000001) <~c>)").subscribe("~/a", 0);

        letPass(1_500);

        client.send("30 (<~/a> () 'still there')").expect("30 (<~/a> () 'still there')");
    }

    @Test
    void reconnect_replaces_the_expiry() {
        connect5("10 (<MQTT> 05 00 003C (11 00000001) <~c>)").disconnect();
        connect5("10 (<MQTT> 05 00 003C (11 0000003C) <~c>)").disconnect();

        letPass(1_500);

        assertThat(connect5(RESUME).connack().flags()).isEqualTo(1);
    }

    @Test
    void session_of_the_longest_expiry_is_kept() {
        connect5("10 (<MQTT> 05 00 003C (11 FFFFFFFF) <~c>)").disconnect();

        assertThat(connect5(RESUME).connack().flags()).isEqualTo(1);
    }

    @Test
    void disconnect_may_set_another_expiry() {
        connect5(RESUME).send("E0 (00 (11 00000000))").expectClosed();
        assertThat(connect5(RESUME).connack().flags()).isZero();

        connect5("10 (<MQTT> 05 00 003C (11 00000001) <~c>)")
                .send("E0 (00 (11 0000003C))")
                .expectClosed();
        letPass(1_500);
        assertThat(connect5(RESUME).connack().flags()).isEqualTo(1);
    }

    @Test
    void disconnect_cannot_give_an_expiry_to_a_session_that_had_none() {
        client5("c").send("E0 (00 (11 0000003C))").expectDisconnect(0x82);

        assertThat(connect5(RESUME).connack().flags()).isZero();
    }

    @Test
    void disconnect_may_repeat_an_expiry_of_0() {
        client5("c").send("E0 (00 (11 00000000))").expectClosed();
    }

    @Test
    @Spec({"MQTT-3.1.4-3", "MQTT-4.13.2-1"})
    void client_with_the_same_id_takes_the_session_over() {
        RawClient first = connect5(CLEAN).subscribe("~/a", 0);

        RawClient second = connect5(RESUME);

        first.expectDisconnect(0x8E);
        assertThat(second.connack().flags()).isEqualTo(1);
        second.send("30 (<~/a> () 'x')").expect("30 (<~/a> () 'x')");
    }

    @Test
    @Spec("MQTT-3.1.4-3")
    void client_with_the_same_id_and_clean_start_ends_the_first_ones_session() {
        RawClient first = connect5(CLEAN).subscribe("~/a", 0);

        RawClient second = connect5(CLEAN);

        first.expectDisconnect(0x8E);
        assertThat(second.connack().flags()).isZero();
        second.send("32 (<~/a> 0001 () 'x')").expect("40 (0001 10)");
    }

    @Test
    void takeover_passes_on_what_was_in_flight() {
        RawClient first = connect5(CLEAN).subscribe("~/a", 1);
        first.send("32 (<~/a> 0001 () 'x')").expectInAnyOrder("32 (<~/a> 0001 () 'x')", "40 (0001)");

        RawClient second = connect5(RESUME);

        second.expect("3A (<~/a> 0001 () 'x')").send("40 (0001)").expectNothing();
    }

    @Test
    @Spec("MQTT-3.1.3-2")
    void session_belongs_to_its_client_id_alone() {
        connect5(RESUME).disconnect();

        assertThat(connect5("10 (<MQTT> 05 00 003C () <~C>)").connack().flags()).isZero();
        assertThat(connect5("10 (<MQTT> 05 00 003C () <~cc>)").connack().flags())
                .isZero();
        assertThat(connect5(RESUME).connack().flags()).isEqualTo(1);
    }

    @Test
    void qos0_messages_do_not_wait_for_a_client_that_is_away() {
        connect5(CLEAN).subscribe("~/a", 2).disconnect();
        RawClient publisher = client5("publisher");
        publisher.send("30 (<~/a> () 'zero')", "32 (<~/a> 0001 () 'one')").expect("40 (0001)");

        RawClient resumed = connect5(RESUME);

        WirePacket first = resumed.receiveType(WirePacket.PUBLISH);
        assertThat(first.text()).isEqualTo("one");
    }

    @Test
    void messages_of_both_levels_wait_in_their_order() {
        connect5(CLEAN).subscribe("~/#", 2).disconnect();
        RawClient publisher = client5("publisher");
        publisher.send("32 (<~/a> 0001 () 'first')").expect("40 (0001)");
        publisher.send("34 (<~/b> 0002 () 'second')").expect("50 (0002)");
        publisher.send("62 (0002)").expect("70 (0002)");
        publisher.send("32 (<~/a> 0003 () 'third')").expect("40 (0003)");

        connect5(RESUME)
                .expect("32 (<~/a> 0001 () 'first')")
                .expect("34 (<~/b> 0002 () 'second')")
                .expect("32 (<~/a> 0003 () 'third')");
    }
}
