package io.bellbird.broker.conformance.v5;

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
    @Spec({"MQTT-3.1.4-2", "MQTT-3.2.2-7", "MQTT-3.1.4-6"})
    void client_that_may_not_connect_is_refused_and_what_it_sent_is_not_processed() {
        RawClient watcher = client5("watcher").subscribe("~/a", 0);

        open(5).send("10 (<MQTT> 05 C2 003C () <~m> <mallory> <secret>)", "30 (<~/a> () 'refused')")
                .expectConnack(0x86);
        connect5("10 (<MQTT> 05 C2 003C () <~m> <alice> <secret>)").send("30 (<~/a> () 'accepted')");

        watcher.expect("30 (<~/a> () 'accepted')");
    }

    @Test
    void refused_client_does_not_take_the_session_over() {
        RawClient first = client5("c");

        open(5).send("10 (<MQTT> 05 82 003C () <~c> <mallory>)").expectConnack(0x86);

        first.expectNothing();
    }

    @Test
    void message_to_a_forbidden_topic_is_refused_with_0x87_and_dropped() {
        RawClient subscriber = client5("subscriber").subscribe("~/+", 2);
        RawClient publisher = client5("publisher");

        publisher.send("32 (<~/forbidden> 0001 () 'x')").expect("40 (0001 87)");
        publisher.send("34 (<~/forbidden> 0002 () 'x')").expect("50 (0002 87)");
        publisher.send("32 (<~/allowed> 0002 () 'x')").expect("40 (0002 00)");

        subscriber.expect("32 (<~/allowed> 0001 () 'x')");
    }

    @Test
    void forbidden_topic_behind_an_alias_is_refused_too() {
        RawClient publisher = client5("publisher");

        publisher.send("32 (<~/forbidden> 0001 (23 0001) 'x')").expect("40 (0001 87)");
        publisher.send("32 (<> 0002 (23 0001) 'x')").expect("40 (0002 87)");
    }

    @Test
    @Spec({"MQTT-3.8.4-7", "MQTT-3.9.3-2"})
    void forbidden_filter_is_refused_with_0x87() {
        client5("c").send("82 (0001 () <~/forbidden> 01 <~/allowed> 01)").expect("90 (0001 () 87 01)");
    }

    @Test
    void will_on_a_forbidden_topic_is_not_published() {
        RawClient watcher = client5("watcher").subscribe("~/+", 0);

        connect5("10 (<MQTT> 05 06 003C () <~c> () <~/forbidden> <gone>)").abort();
        client5("c").send("30 (<~/allowed> () 'x')");

        watcher.expect("30 (<~/allowed> () 'x')");
    }
}
