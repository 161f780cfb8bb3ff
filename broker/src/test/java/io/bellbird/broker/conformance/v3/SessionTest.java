package io.bellbird.broker.conformance.v3;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Spec;
import io.bellbird.broker.conformance.ConformanceSuite;
import io.bellbird.broker.conformance.RawClient;
import org.junit.jupiter.api.Test;

/** Sessions, takeover and keep alive (sections 3.1.2.4, 3.1.2.10, 3.1.4 and 4.1). */
class SessionTest extends ConformanceSuite {
    private static final String PERSISTENT = "10 (<MQTT> 04 00 003C <~c>)";
    private static final String CLEAN = "10 (<MQTT> 04 02 003C <~c>)";

    @Test
    @Spec({"MQTT-3.1.2-4", "MQTT-3.2.2-3"})
    void resuming_what_is_not_there_begins_a_new_session() {
        assertThat(connect4(PERSISTENT).connack().flags()).isZero();
    }

    @Test
    @Spec({"MQTT-3.1.2-4", "MQTT-3.1.2-5", "MQTT-3.2.2-2"})
    void session_is_resumed_with_its_subscriptions_and_messages_of_qos_1_and_2() {
        connect4(PERSISTENT).subscribe("~/a", 2).disconnect();
        RawClient publisher = client4("publisher");
        publisher.send("32 (<~/a> 0001 'one')").expect("40 (0001)");
        publisher.send("34 (<~/a> 0002 'two')").expect("50 (0002)");
        publisher.send("62 (0002)").expect("70 (0002)");

        RawClient resumed = connect4(PERSISTENT);

        assertThat(resumed.connack().flags()).isEqualTo(1);
        resumed.expect("32 (<~/a> 0001 'one')").expect("34 (<~/a> 0002 'two')").send("40 (0001)", "50 (0002)");
        resumed.expect("62 (0002)").send("70 (0002)");
        publisher.send("30 (<~/a> 'live')");
        resumed.expect("30 (<~/a> 'live')");
    }

    @Test
    @Spec({"MQTT-3.1.2-6", "MQTT-3.2.2-1", "MQTT-3.1.4-3"})
    void clean_session_discards_the_one_before() {
        connect4(PERSISTENT).subscribe("~/a", 1).disconnect();
        client4("publisher").send("32 (<~/a> 0001 'x')").expect("40 (0001)");

        RawClient client = connect4(CLEAN);

        assertThat(client.connack().flags()).isZero();
        client.expectNothing().disconnect();
        assertThat(connect4(PERSISTENT).connack().flags()).isZero();
    }

    @Test
    @Spec("MQTT-3.1.2-6")
    void clean_session_ends_with_its_connection() {
        connect4(CLEAN).subscribe("~/a", 1).disconnect();

        RawClient next = connect4(PERSISTENT);

        assertThat(next.connack().flags()).isZero();
        next.send("32 (<~/a> 0001 'x')").expect("40 (0001)").expectNothing();
    }

    @Test
    @Spec({"MQTT-3.1.2-4", "MQTT-4.1.0-1"})
    void session_outlives_an_abrupt_end() {
        connect4(PERSISTENT).subscribe("~/a", 1).abort();

        RawClient resumed = connect4(PERSISTENT);

        assertThat(resumed.connack().flags()).isEqualTo(1);
        resumed.send("30 (<~/a> 'x')").expect("30 (<~/a> 'x')");
    }

    @Test
    @Spec("MQTT-3.1.2-7")
    void retained_message_outlives_the_session_that_sent_it() {
        RawClient publisher = connect4(CLEAN);
        publisher.send("33 (<~/a> 0001 'state')").expect("40 (0001)").disconnect();

        client4("late").subscribe("~/a", 0).expect("31 (<~/a> 'state')");
    }

    @Test
    @Spec("MQTT-3.1.4-2")
    void client_with_the_same_id_takes_the_session_over() {
        RawClient first = connect4(PERSISTENT).subscribe("~/a", 0);

        RawClient second = connect4(PERSISTENT);

        first.expectClosed();
        assertThat(second.connack().flags()).isEqualTo(1);
        second.send("30 (<~/a> 'x')").expect("30 (<~/a> 'x')");
    }

    @Test
    @Spec("MQTT-3.1.4-2")
    void takeover_may_be_repeated_without_losing_a_message() {
        connect4(PERSISTENT).subscribe("~/a", 1);
        RawClient publisher = client4("publisher");

        for (int i = 1; i <= 20; i++) {
            RawClient next = connect4(PERSISTENT);
            publisher.send("32 (<~/a> 0001 '%d')".formatted(i)).expect("40 (0001)");
            assertThat(next.receive().text()).isEqualTo(String.valueOf(i));
            next.send("40 (%04X)".formatted(i)).expectNothing();
        }
    }

    @Test
    @Spec("MQTT-3.1.3-2")
    void session_belongs_to_its_client_id_alone() {
        connect4(PERSISTENT).disconnect();

        assertThat(connect4("10 (<MQTT> 04 00 003C <~C>)").connack().flags()).isZero();
        assertThat(connect4(PERSISTENT).connack().flags()).isEqualTo(1);
    }

    @Test
    @Spec("MQTT-4.1.0-2")
    void session_lasts_as_long_as_its_connection() {
        RawClient client = connect4(CLEAN).subscribe("~/a", 0);

        letPass(1_000);

        client.send("30 (<~/a> 'x')").expect("30 (<~/a> 'x')");
    }

    @Test
    @Spec("MQTT-3.1.2-24")
    void silence_of_one_and_a_half_times_the_keep_alive_closes_and_publishes_the_will() {
        RawClient watcher = client4("watcher").subscribe("~/will", 0);
        RawClient client = connect4("10 (<MQTT> 04 06 0001 <~c> <~/will> <silent>)");
        long start = System.nanoTime();

        client.expectClosed();

        assertThat(System.nanoTime() - start).isBetween(1_400_000_000L, 4_000_000_000L);
        watcher.expect("30 (<~/will> 'silent')");
    }

    @Test
    @Spec("MQTT-3.1.2-23")
    void pingreq_within_the_keep_alive_keeps_the_connection() {
        RawClient client = connect4("10 (<MQTT> 04 02 0001 <~c>)");

        for (int i = 0; i < 3; i++) {
            letPass(1_000);
            client.expectNothing();
        }
    }
}
