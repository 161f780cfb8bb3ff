package io.bellbird.broker.conformance.v5;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Spec;
import io.bellbird.broker.conformance.ConformanceSuite;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.conformance.WirePacket;
import io.bellbird.broker.conformance.WireProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The will: when it is published, when not, and with what (sections 3.1.2.5 and 3.1.3.2). */
class WillTest extends ConformanceSuite {
    private static final String GONE = "30 (<~/will> () 'gone')";
    private static final String WITHOUT_WILL = "10 (<MQTT> 05 00 003C (11 0000003C) <~c>)";

    private RawClient watcher;

    @BeforeEach
    void watch() {
        watcher = client5("watcher").subscribe("~/will", 2);
    }

    private RawClient withWill() {
        return connect5("10 (<MQTT> 05 06 003C () <~c> () <~/will> <gone>)");
    }

    private RawClient withDelayedWill(String delay) {
        return connect5("10 (<MQTT> 05 04 003C (11 0000003C) <~c> (18 " + delay + ") <~/will> <gone>)");
    }

    /** What the watcher receives next came after everything that the connection of {@code ~c} caused. */
    private void expectNoWill() {
        RawClient after = connect5(WITHOUT_WILL);
        after.send("30 (<~/will> () 'no will')");
        watcher.expect("30 (<~/will> () 'no will')");
    }

    @Test
    @Spec({"MQTT-3.1.2-7", "MQTT-3.1.2-8"})
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
    @Spec("MQTT-3.1.2-8")
    void will_is_published_after_a_protocol_error() {
        withWill().send("32 (<~/a> 0000 () 'x')");

        watcher.expect(GONE);
    }

    @Test
    @Spec({"MQTT-3.14.4-3", "MQTT-3.1.2-10", "MQTT-3.1.2-8"})
    void disconnect_with_0x00_discards_the_will() {
        withWill().disconnect();

        expectNoWill();
    }

    @ParameterizedTest
    @ValueSource(strings = {"04", "80", "98"})
    @Spec("MQTT-3.1.2-8")
    void disconnect_with_another_reason_publishes_the_will(String reason) {
        withWill().send("E0 (" + reason + ")").expectClosed();

        watcher.expect(GONE);
    }

    @Test
    @Spec("MQTT-3.1.2-10")
    void will_is_published_once() {
        connect5("10 (<MQTT> 05 04 003C (11 0000003C) <~c> () <~/will> <gone>)").abort();
        watcher.expect(GONE);

        connect5(WITHOUT_WILL).abort();

        expectNoWill();
    }

    @Test
    void next_connect_replaces_the_will() {
        connect5("10 (<MQTT> 05 04 003C (11 0000003C) <~c> () <~/will> <first>)")
                .disconnect();

        connect5("10 (<MQTT> 05 04 003C (11 0000003C) <~c> () <~/will> <second>)")
                .abort();

        watcher.expect("30 (<~/will> () 'second')");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    06 | 30 (<~/will> () 'gone')
                    0E | 32 (<~/will> 0001 () 'gone')
                    16 | 34 (<~/will> 0001 () 'gone')
                    """,
            quoteCharacter = '"')
    @Spec("MQTT-3.1.2-12")
    void will_has_the_qos_that_connect_says(String flags, String will) {
        connect5("10 (<MQTT> 05 " + flags + " 003C () <~c> () <~/will> <gone>)").abort();

        watcher.expect(will);
    }

    @Test
    @Spec("MQTT-3.1.2-14")
    void will_without_retain_is_not_retained() {
        withWill().abort();
        watcher.expect(GONE);

        RawClient late = client5("late").subscribe("~/will", 0);

        late.send("30 (<~/will> () 'live')").expect("30 (<~/will> () 'live')");
    }

    @Test
    @Spec("MQTT-3.1.2-15")
    void will_with_retain_is_retained() {
        connect5("10 (<MQTT> 05 26 003C () <~c> () <~/will> <gone>)").abort();
        watcher.expect(GONE);

        client5("late").subscribe("~/will", 0).expect("31 (<~/will> () 'gone')");
    }

    @Test
    @Spec("MQTT-3.1.3-10")
    void will_has_the_properties_that_connect_gave_it() {
        connect5("10 (<MQTT> 05 06 003C () <~c>"
                        + " (01 01 02 0000003C 03 <text/plain> 08 <~/answers> 09 {00 FF} 26 <b> <2> 26 <a> <1> 26 <b> <2>)"
                        + " <~/will> <gone>)")
                .abort();

        WirePacket will = watcher.receiveType(WirePacket.PUBLISH);

        assertThat(will.number(WireProperty.PAYLOAD_FORMAT_INDICATOR)).isEqualTo(1);
        assertThat(will.number(WireProperty.MESSAGE_EXPIRY_INTERVAL)).isBetween(55L, 60L);
        assertThat(will.string(WireProperty.CONTENT_TYPE)).isEqualTo("text/plain");
        assertThat(will.string(WireProperty.RESPONSE_TOPIC)).isEqualTo(prefix() + "/answers");
        assertThat(will.string(WireProperty.CORRELATION_DATA)).isEqualTo("00ff");
        assertThat(will.all(WireProperty.USER_PROPERTY)).containsExactly("b=2", "a=1", "b=2");
        assertThat(will.text()).isEqualTo("gone");
    }

    @Test
    void empty_will_is_published() {
        connect5("10 (<MQTT> 05 06 003C () <~c> () <~/will> <>)").abort();

        watcher.expect("30 (<~/will> ())");
    }

    @Test
    @Spec({"MQTT-3.1.3-9", "MQTT-3.1.2-8"})
    void reconnect_before_the_delay_has_passed_cancels_the_will() {
        withDelayedWill("00000001").abort();

        connect5(WITHOUT_WILL);
        letPass(1_500);

        expectNoWill();
    }

    @Test
    @Spec("MQTT-3.1.2-8")
    void will_is_published_when_its_delay_has_passed() {
        withDelayedWill("00000001").send("E0 (04)").expectClosed();
        long closed = System.nanoTime();

        watcher.expect(GONE);

        assertThat(System.nanoTime() - closed).isGreaterThan(800_000_000L);
    }

    @Test
    @Spec("MQTT-3.1.2-8")
    void will_is_published_when_the_session_ends_before_its_delay() {
        connect5("10 (<MQTT> 05 04 003C (11 00000001) <~c> (18 0000003C) <~/will> <gone>)")
                .abort();

        watcher.expect(GONE);
    }

    @Test
    void delay_does_not_hold_the_will_of_a_session_that_ends_with_its_connection() {
        connect5("10 (<MQTT> 05 06 003C () <~c> (18 0000003C) <~/will> <gone>)").abort();

        watcher.expect(GONE);
    }

    @Test
    void clean_start_ends_the_session_and_so_publishes_a_delayed_will() {
        withDelayedWill("0000003C").send("E0 (04)").expectClosed();

        connect5("10 (<MQTT> 05 02 003C () <~c>)");

        watcher.expect(GONE);
    }

    @Test
    @Spec("MQTT-3.1.2-8")
    void takeover_publishes_a_will_without_delay() {
        connect5("10 (<MQTT> 05 04 003C (11 0000003C) <~c> () <~/will> <gone>)");

        connect5(WITHOUT_WILL);

        watcher.expect(GONE);
    }

    @Test
    @Spec("MQTT-3.1.3-9")
    void takeover_that_resumes_the_session_cancels_a_delayed_will() {
        RawClient first = withDelayedWill("00000001");

        connect5(WITHOUT_WILL);

        first.expectDisconnect(0x8E);
        letPass(1_500);
        expectNoWill();
    }

    @Test
    void takeover_with_clean_start_publishes_even_a_delayed_will() {
        withDelayedWill("0000003C");

        connect5("10 (<MQTT> 05 02 003C () <~c>)");

        watcher.expect(GONE);
    }

    @Test
    void disconnect_may_shorten_the_expiry_and_so_the_delay() {
        withDelayedWill("0000003C").send("E0 (04 (11 00000000))").expectClosed();

        watcher.expect(GONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{C3 28}", "{61 00}", "<~/+>", "<~/#>", "<>"})
    @Spec("MQTT-3.1.3-11")
    void will_topic_must_be_a_topic_name(String topic) {
        open(5).send("10 (<MQTT> 05 06 003C () <~c> () " + topic + " <gone>)").expectRefused(0x81, 0x82, 0x90);
    }

    @ParameterizedTest
    @ValueSource(strings = {"18 00000001 18 00000001", "01 02", "01 00 01 00", "23 0001", "11 00000001", "08 <a/#>"})
    @Spec("MQTT-4.13.1-1")
    void property_that_has_no_place_in_a_will_refuses_the_client(String properties) {
        open(5).send("10 (<MQTT> 05 06 003C () <~c> (" + properties + ") <~/will> <gone>)")
                .expectRefused(0x81, 0x82, 0x90);
    }

    @Test
    void will_that_is_not_the_text_it_says_is_refused() {
        open(5).send("10 (<MQTT> 05 06 003C () <~c> (01 01) <~/will> {C3 28})").expectRefused(0x99);
        connect5("10 (<MQTT> 05 06 003C () <~c> (01 00) <~/will> {C3 28})").disconnect();
    }
}
