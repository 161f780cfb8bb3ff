package io.bellbird.broker.conformance.v3;

import io.bellbird.broker.Spec;
import io.bellbird.broker.conformance.ConformanceSuite;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.conformance.RunsOn;
import io.bellbird.broker.conformance.Setup;
import org.junit.jupiter.api.Test;

/** A store that takes nothing: the transient error that a client of MQTT 3 can meet (section 4.8). */
@RunsOn(Setup.REFUSING)
class StoreFailureTest extends ConformanceSuite {
    private static final String CONNECT = "10 (<MQTT> 04 02 0000 <~%s>)";

    @Test
    @Spec("MQTT-4.8.0-2")
    void client_whose_message_cannot_be_stored_is_closed_without_an_acknowledgement() {
        RawClient publisher = connect4(CONNECT.formatted("p"));

        publisher.send("32 (<~/a> 0001 'x')").expectClosed();
    }

    @Test
    void client_whose_messages_need_no_store_is_served() {
        RawClient client = connect4(CONNECT.formatted("c")).subscribe("~/a", 1);

        client.send("30 (<~/a> 'x')").expect("30 (<~/a> 'x')");
    }
}
