package io.bellbird.broker.conformance.v3;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.conformance.ConformanceSuite;
import io.bellbird.broker.conformance.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MQTT 3.1 where it differs from 3.1.1; it has no numbered statements. */
class Mqtt31Test extends ConformanceSuite {
    private RawClient client31(String connect) {
        return open(3).connect(connect);
    }

    @Test
    void protocol_name_and_version_of_3_1_are_accepted() {
        RawClient client = client31("10 (<MQIsdp> 03 02 003C <~c>)").subscribe("~/a", 2);

        RawClient publisher = client31("10 (<MQIsdp> 03 02 003C <~p>)");

        publisher.send("34 (<~/a> 0001 'x')").expect("50 (0001)");
        publisher.send("62 (0001)").expect("70 (0001)");

        client.expect("34 (<~/a> 0001 'x')")
                .send("50 (0001)")
                .expect("62 (0001)")
                .send("70 (0001)")
                .expectNothing()
                .disconnect();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10 (<MQTT> 03 02 003C <~c>)", "10 (<MQIsdp> 04 02 003C <~c>)", "10 (<MQIsdp> 05 02 003C <~c>)"})
    void name_and_version_must_fit_each_other(String connect) {
        open(3).send(connect).expectUnsupported(0x84);
    }

    @Test
    void session_is_resumed_without_session_present_which_3_1_does_not_have() {
        client31("10 (<MQIsdp> 03 00 003C <~c>)").subscribe("~/a", 1).disconnect();
        client4("publisher").send("32 (<~/a> 0001 'x')").expect("40 (0001)");

        RawClient resumed = client31("10 (<MQIsdp> 03 00 003C <~c>)");

        assertThat(resumed.connack().flags()).isZero();
        resumed.expect("32 (<~/a> 0001 'x')");
    }

    @Test
    void will_is_published_when_the_connection_ends_abruptly() {
        RawClient watcher = client4("watcher").subscribe("~/will", 0);

        client31("10 (<MQIsdp> 03 06 003C <~c> <~/will> <gone>)").abort();

        watcher.expect("30 (<~/will> 'gone')");
    }

    @Test
    void empty_client_id_is_refused_with_return_code_2() {
        open(3).send("10 (<MQIsdp> 03 02 003C <>)").expectConnack(0x02);
    }

    @Test
    void bridge_of_3_1_does_not_get_its_own_messages_back() {
        RawClient bridge = client31("10 (<MQIsdp> 83 02 003C <~b>)").subscribe("~/a", 0);
        RawClient other = client4("other").subscribe("~/a", 0);

        bridge.send("30 (<~/a> 'own')");
        other.expect("30 (<~/a> 'own')").send("30 (<~/a> 'another')");

        bridge.expect("30 (<~/a> 'another')");
    }
}
