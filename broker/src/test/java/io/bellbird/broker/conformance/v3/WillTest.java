package io.bellbird.broker.conformance.v3;

import io.bellbird.broker.Spec;
import io.bellbird.broker.conformance.ConformanceSuite;
import io.bellbird.broker.conformance.RawClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The will: when it is published, when not, and with what (section 3.1.2.5). */
class WillTest extends ConformanceSuite {
    private static final String GONE = "30 (<~/will> 'gone')";

    private RawClient watcher;

    @BeforeEach
    void watch() {
        watcher = client4("watcher").subscribe("~/will", 2);
    }

    private RawClient withWill() {
        return connect4("10 (<MQTT> 04 06 003C <~c> <~/will> <gone>)");
    }

    /** What the watcher receives next came after everything that the connection of {@code ~c} caused. */
    private void expectNoWill() {
        client4("c").send("30 (<~/will> 'no will')");
        watcher.expect("30 (<~/will> 'no will')");
    }

    @Test
    @Spec("MQTT-3.1.2-8")
    void will_is_published_when_the_connection_ends_abruptly() {
        withWill().abort();

        watcher.expect(GONE);
    }

    @Test
    @Spec("MQTT-3.1.2-8")
    void will_is_published_when_the_client_closes_without_disconnect() {
        withWill().close();

        watcher.expect(GONE);
    }

    @Test
    @Spec({"MQTT-3.1.2-8", "MQTT-4.8.0-1"})
    void will_is_published_after_a_protocol_violation() {
        withWill().send("36 (<~/a> 0001 'x')").expectClosed();

        watcher.expect(GONE);
    }

    @Test
    @Spec({"MQTT-3.14.4-3", "MQTT-3.1.2-10"})
    void disconnect_discards_the_will() {
        withWill().disconnect();

        expectNoWill();
    }

    @Test
    @Spec("MQTT-3.1.2-10")
    void will_is_published_once() {
        connect4("10 (<MQTT> 04 04 003C <~c> <~/will> <gone>)").abort();
        watcher.expect(GONE);

        connect4("10 (<MQTT> 04 00 003C <~c>)").abort();

        expectNoWill();
    }

    @Test
    @Spec("MQTT-3.1.2-12")
    void client_without_a_will_has_none() {
        client4("c").abort();

        expectNoWill();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    06 | 30 (<~/will> 'gone')
                    0E | 32 (<~/will> 0001 'gone')
                    16 | 34 (<~/will> 0001 'gone')
                    """)
    @Spec({"MQTT-3.1.2-14", "MQTT-3.1.2-9"})
    void will_has_the_qos_that_connect_says(String flags, String will) {
        connect4("10 (<MQTT> 04 " + flags + " 003C <~c> <~/will> <gone>)").abort();

        watcher.expect(will);
    }

    @Test
    @Spec("MQTT-3.1.2-16")
    void will_without_retain_is_not_retained() {
        withWill().abort();
        watcher.expect(GONE);

        client4("late").subscribe("~/will", 0).expectNothing();
    }

    @Test
    @Spec("MQTT-3.1.2-17")
    void will_with_retain_is_retained() {
        connect4("10 (<MQTT> 04 26 003C <~c> <~/will> <gone>)").abort();
        watcher.expect(GONE);

        client4("late").subscribe("~/will", 0).expect("31 (<~/will> 'gone')");
    }

    @Test
    void takeover_publishes_the_will() {
        RawClient first = withWill();

        client4("c");

        first.expectClosed();
        watcher.expect(GONE);
    }

    @Test
    void empty_will_is_published() {
        connect4("10 (<MQTT> 04 06 003C <~c> <~/will> <>)").abort();

        watcher.expect("30 (<~/will>)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{C3 28}", "{61 00}", "<~/+>", "<~/#>", "<>"})
    @Spec("MQTT-3.1.3-10")
    void will_topic_must_be_a_topic_name(String topic) {
        open(4).send("10 (<MQTT> 04 06 003C <~c> " + topic + " <gone>)").expectClosed();
    }
}
