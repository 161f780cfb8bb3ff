package io.bellbird.broker.conformance.v5;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Spec;
import io.bellbird.broker.conformance.ConformanceSuite;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.conformance.WirePacket;
import io.bellbird.broker.conformance.WireProperty;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Topic aliases in both directions (section 3.3.2.3.4). */
class TopicAliasTest extends ConformanceSuite {

    @Test
    @Spec("MQTT-3.3.2-12")
    void every_alias_up_to_the_maximum_stands_for_its_topic() {
        RawClient subscriber = client5("subscriber").subscribe("~/+", 0);
        RawClient publisher = client5("publisher");
        int maximum = (int) publisher.connack().number(WireProperty.TOPIC_ALIAS_MAXIMUM);

        for (int alias = 1; alias <= maximum; alias++) {
            publisher.send("30 (<~/%d> (23 %04X) 'first')".formatted(alias, alias));
            subscriber.expect("30 (<~/%d> () 'first')".formatted(alias));
        }
        for (int alias = maximum; alias >= 1; alias--) {
            publisher.send("30 (<> (23 %04X) 'again')".formatted(alias));
            subscriber.expect("30 (<~/%d> () 'again')".formatted(alias));
        }
    }

    @Test
    void alias_may_get_another_topic() {
        RawClient subscriber = client5("subscriber").subscribe("~/+", 0);

        client5("publisher")
                .send(
                        "30 (<~/a> (23 0001) '1')",
                        "30 (<~/b> (23 0001) '2')",
                        "30 (<> (23 0001) '3')",
                        "30 (<~/a> () '4')");

        subscriber
                .expect("30 (<~/a> () '1')")
                .expect("30 (<~/b> () '2')")
                .expect("30 (<~/b> () '3')")
                .expect("30 (<~/a> () '4')");
    }

    @Test
    void alias_serves_every_qos() {
        RawClient subscriber = client5("subscriber").subscribe("~/a", 2);
        RawClient publisher = client5("publisher");

        publisher.send("32 (<~/a> 0001 (23 0001) '1')").expect("40 (0001)");
        publisher.send("34 (<> 0002 (23 0001) '2')").expect("50 (0002)");
        publisher.send("62 (0002)").expect("70 (0002)");
        publisher.send("31 (<> (23 0001) '3')");

        subscriber
                .expect("32 (<~/a> 0001 () '1')")
                .expect("34 (<~/a> 0002 () '2')")
                .expect("30 (<~/a> () '3')");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<~/a>", "<>"})
    @Spec("MQTT-3.3.2-8")
    void alias_0_is_invalid(String topic) {
        client5("c").send("30 (" + topic + " (23 0000) 'x')").expectDisconnect(0x94, 0x82, 0x81);
    }

    @Test
    @Spec({"MQTT-3.3.2-9", "MQTT-3.2.2-17"})
    void alias_above_the_maximum_is_invalid() {
        RawClient client = client5("c");
        long maximum = client.connack().number(WireProperty.TOPIC_ALIAS_MAXIMUM);

        client.send("30 (<~/a> (23 %04X) 'x')".formatted(maximum + 1)).expectDisconnect(0x94);
    }

    @Test
    void alias_that_stands_for_nothing_is_a_protocol_error() {
        client5("c").send("30 (<> (23 0001) 'x')").expectDisconnect(0x82, 0x94);
    }

    @Test
    void alias_that_stands_twice_is_a_protocol_error() {
        client5("c").send("30 (<~/a> (23 0001 23 0001) 'x')").expectDisconnect(0x82);
    }

    @Test
    @Spec("MQTT-3.3.2-7")
    void aliases_end_with_their_connection() {
        RawClient first = connect5("10 (<MQTT> 05 00 003C (11 0000003C) <~c>)");
        first.send("32 (<~/a> 0001 (23 0001) 'x')").expect("40 (0001 10)").disconnect();

        RawClient second = connect5("10 (<MQTT> 05 00 003C (11 0000003C) <~c>)");

        second.send("30 (<> (23 0001) 'x')").expectDisconnect(0x82, 0x94);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "22 0000"})
    @Spec("MQTT-3.1.2-27")
    void client_that_takes_no_aliases_gets_none(String properties) {
        RawClient subscriber =
                connect5("10 (<MQTT> 05 02 003C (" + properties + ") <~c>)").subscribe("~/a", 0);
        RawClient publisher = client5("publisher");

        for (int i = 0; i < 20; i++) {
            publisher.send("30 (<~/a> (23 0001) 'x')");
            subscriber.expect("30 (<~/a> () 'x')");
        }
    }

    @Test
    @Spec({"MQTT-3.1.2-26", "MQTT-3.3.2-11"})
    void aliases_of_the_broker_stay_within_what_the_client_takes() {
        RawClient subscriber = connect5("10 (<MQTT> 05 02 003C (22 0003) <~c>)").subscribe("~/+", 0);
        RawClient publisher = client5("publisher");
        Map<Long, String> aliases = new HashMap<>();

        for (int i = 0; i < 40; i++) {
            String topic = prefix() + "/" + i % 8;
            publisher.send("30 (<%s> () 'x')".formatted(topic));

            assertThat(resolved(subscriber.receiveType(WirePacket.PUBLISH), aliases))
                    .isEqualTo(topic);
        }
        assertThat(aliases.keySet()).isSubsetOf(1L, 2L, 3L);
    }

    /** The topic of a message, by its alias if it has no other. */
    private static String resolved(WirePacket message, Map<Long, String> aliases) {
        if (!message.has(WireProperty.TOPIC_ALIAS)) {
            return message.topic();
        }
        long alias = message.number(WireProperty.TOPIC_ALIAS);
        if (!message.topic().isEmpty()) {
            aliases.put(alias, message.topic());
        }
        return aliases.getOrDefault(alias, "unknown alias " + alias);
    }

    @Test
    void aliases_of_the_broker_begin_anew_with_each_connection() {
        String connect = "10 (<MQTT> 05 00 003C (11 0000003C 22 0003) <~c>)";
        RawClient publisher = client5("publisher");
        RawClient subscriber = connect5(connect).subscribe("~/+", 0);
        for (int i = 0; i < 4; i++) {
            publisher.send("30 (<~/a> () 'x')");
            subscriber.receiveType(WirePacket.PUBLISH);
        }
        subscriber.disconnect();

        RawClient again = connect5(connect);
        publisher.send("30 (<~/a> () 'x')");

        assertThat(again.receiveType(WirePacket.PUBLISH).topic()).isEqualTo(prefix() + "/a");
    }
}
