package io.bellbird.broker.conformance.v3;

import io.bellbird.broker.Spec;
import io.bellbird.broker.conformance.ConformanceSuite;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.conformance.RunsOn;
import io.bellbird.broker.conformance.Setup;
import org.junit.jupiter.api.Test;

/** Who may connect, publish and subscribe (sections 3.1.4, 3.3.5 and 5.4). */
@RunsOn(Setup.GUARDED)
class RightsTest extends ConformanceSuite {

    @Test
    @Spec({"MQTT-3.2.2-5", "MQTT-3.2.2-4", "MQTT-3.1.4-5"})
    void client_that_may_not_connect_is_refused_with_return_code_4() {
        RawClient watcher = client4("watcher").subscribe("~/a", 0);

        open(4).send("10 (<MQTT> 04 C2 003C <~m> <mallory> <secret>)", "30 (<~/a> 'refused')")
                .expectConnack(0x04);
        connect4("10 (<MQTT> 04 C2 003C <~m> <alice> <secret>)").send("30 (<~/a> 'accepted')");

        watcher.expect("30 (<~/a> 'accepted')");
    }

    @Test
    @Spec("MQTT-3.3.5-2")
    void message_to_a_forbidden_topic_is_acknowledged_and_dropped() {
        RawClient subscriber = client4("subscriber").subscribe("~/+", 2);
        RawClient publisher = client4("publisher");

        publisher.send("32 (<~/forbidden> 0001 'x')").expect("40 (0001)");
        publisher.send("34 (<~/forbidden> 0002 'x')").expect("50 (0002)");
        publisher.send("62 (0002)").expect("70 (0002)");
        publisher.send("32 (<~/allowed> 0003 'x')").expect("40 (0003)");

        subscriber.expect("32 (<~/allowed> 0001 'x')");
    }

    @Test
    @Spec({"MQTT-3.8.4-5", "MQTT-3.9.3-2"})
    void forbidden_filter_is_refused_with_0x80() {
        client4("c").send("82 (0001 <~/forbidden> 01 <~/allowed> 01)").expect("90 (0001 80 01)");
    }
}
