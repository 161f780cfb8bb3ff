package io.bellbird.broker.conformance.v5;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Spec;
import io.bellbird.broker.conformance.ConformanceSuite;
import io.bellbird.broker.conformance.RawClient;
import org.junit.jupiter.api.Test;

/** Keep Alive and PINGREQ (sections 3.1.2.10 and 3.12). */
class KeepAliveTest extends ConformanceSuite {

    @Test
    @Spec("MQTT-3.12.4-1")
    void pingreq_is_answered_by_pingresp() {
        client5("c")
                .send("C0 00")
                .expect("D0 00")
                .send("C0 00", "C0 00")
                .expect("D0 00")
                .expect("D0 00");
    }

    @Test
    @Spec({"MQTT-3.1.2-22", "MQTT-3.2.2-22"})
    void silence_of_one_and_a_half_times_the_keep_alive_ends_the_connection_and_publishes_the_will() {
        RawClient watcher = client5("watcher").subscribe("~/will", 0);
        RawClient client = connect5("10 (<MQTT> 05 06 0001 () <~c> () <~/will> <silent>)");
        long start = System.nanoTime();

        client.expectDisconnect(0x8D);

        assertThat(System.nanoTime() - start).isBetween(1_400_000_000L, 4_000_000_000L);
        watcher.expect("30 (<~/will> () 'silent')");
    }

    @Test
    @Spec("MQTT-3.1.2-22")
    void any_packet_keeps_the_connection() {
        RawClient client = connect5("10 (<MQTT> 05 02 0001 () <~c>)");

        letPass(1_000);
        client.send("30 (<~/a> () 'x')");
        letPass(1_000);
        client.send("40 (0009)");
        letPass(1_000);

        client.expectNothing();
    }

    @Test
    void keep_alive_0_permits_silence() {
        RawClient client = connect5("10 (<MQTT> 05 02 0000 () <~c>)");

        letPass(2_000);

        client.expectNothing();
    }
}
