package io.bellbird.broker.conformance.v3;

import io.bellbird.broker.Spec;
import io.bellbird.broker.conformance.ConformanceSuite;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.conformance.RunsOn;
import io.bellbird.broker.conformance.Setup;
import org.junit.jupiter.api.Test;

/** A broker that is set up to permit less than the standard does. */
@RunsOn(Setup.LIMITED)
class LimitsTest extends ConformanceSuite {

    @Test
    @Spec({"MQTT-3.1.3-9", "MQTT-3.2.2-4"})
    void empty_client_id_is_refused_with_return_code_2() {
        open(4).send("10 (<MQTT> 04 02 003C <>)").expectConnack(0x02);
    }

    private RawClient client(String id) {
        return connect4("10 (<MQTT> 04 02 000A <~" + id + ">)");
    }

    @Test
    void keep_alive_above_the_limit_is_refused_with_return_code_2_as_nothing_else_can_tell() {
        open(4).send("10 (<MQTT> 04 02 000B <~c>)").expectConnack(0x02);
        client("c").expectNothing();
    }

    @Test
    void packet_above_the_maximum_size_closes() {
        client("c").send("30 (<~/a> 00*300)").expectClosed();
        client("d").send("30 (<~/a> 00*200)").expectNothing();
    }

    @Test
    void message_above_the_maximum_qos_closes() {
        client("c").send("34 (<~/a> 0001 'x')").expectClosed();
        client("d").send("32 (<~/a> 0001 'x')").expect("40 (0001)");
    }

    @Test
    void broker_sends_no_more_at_a_time_than_it_is_set_to() {
        RawClient subscriber = client("subscriber").subscribe("~/a", 1);
        RawClient publisher = client("publisher");
        for (int i = 1; i <= 5; i++) {
            publisher.send("32 (<~/a> 0001 '%d')".formatted(i)).expect("40 (0001)");
        }

        subscriber.receive(3);
        subscriber
                .expectNothing()
                .send("40 (0001)")
                .expect("32 (<~/a> 0004 '4')")
                .expectNothing();
    }
}
