package io.bellbird.broker.conformance.v3;

import io.bellbird.broker.conformance.ConformanceSuite;
import io.bellbird.broker.conformance.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of MQTT 3.1.1 may share subscriptions like those of MQTT 5, though their standard does not know of it. */
class SharedSubscriptionTest extends ConformanceSuite {
    private RawClient member(String id) {
        return client4(id).subscribe("$share/~/~/+", 1);
    }

    @Test
    void each_message_goes_to_one_of_those_who_share() {
        RawClient a = member("a");
        RawClient b = member("b");
        RawClient publisher = client4("publisher");

        for (int i = 1; i <= 4; i++) {
            publisher.send("32 (<~/a> %04X '%d')".formatted(i, i)).expect("40 (%04X)".formatted(i));
        }

        a.expect("32 (<~/a> 0001 '1')").expect("32 (<~/a> 0002 '3')").expectNothing();
        b.expect("32 (<~/a> 0001 '2')").expect("32 (<~/a> 0002 '4')").expectNothing();
    }

    @ParameterizedTest
    @ValueSource(strings = {"$share", "$share/~", "$share/~/", "$share//~/a", "$share/+/~/a"})
    void what_is_no_shared_subscription_but_looks_like_one_closes_the_connection(String filter) {
        client4("c").send("82 (0001 <" + filter + "> 01)").expectClosed();
    }
}
