package io.bellbird.broker.conformance.v5;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Spec;
import io.bellbird.broker.conformance.ConformanceSuite;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.conformance.RunsOn;
import io.bellbird.broker.conformance.Setup;
import io.bellbird.broker.conformance.WirePacket;
import io.bellbird.broker.conformance.WireProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AUTH and what it is for (sections 3.15 and 4.12), with the method {@code riddle}. */
@RunsOn(Setup.RIDDLE)
class EnhancedAuthenticationTest extends ConformanceSuite {
    private static final String CONNECT = "10 (<MQTT> 05 02 003C (15 <riddle> 16 {'%s'}) <~c>)";
    private static final String CHALLENGE = "F0 (18 (15 <riddle> 16 {'riddle %d'}))";
    private static final String ANSWER = "F0 (18 (15 <riddle> 16 {'%s'}))";
    private static final String AGAIN = "F0 (19 (15 <riddle> 16 {'%s'}))";

    /** A client that was asked one riddle. */
    private RawClient challenged() {
        return open(5).send(CONNECT.formatted("ask")).expect(CHALLENGE.formatted(1));
    }

    private static WirePacket expectAccepted(RawClient client) {
        WirePacket connack = client.receiveType(WirePacket.CONNACK);
        assertThat(connack.reason()).isZero();
        assertThat(connack.string(WireProperty.AUTHENTICATION_METHOD)).isEqualTo("riddle");
        return connack;
    }

    private RawClient accepted() {
        RawClient client = open(5).send(CONNECT.formatted("answer"));
        expectAccepted(client);
        return client;
    }

    // Before CONNACK

    @Test
    @Spec({"MQTT-4.12.0-2", "MQTT-4.12.0-5", "MQTT-3.15.2-1"})
    void broker_that_needs_more_asks_with_auth_0x18_and_names_the_method_in_each_packet() {
        RawClient client = open(5).send(CONNECT.formatted("riddles 2")).expect(CHALLENGE.formatted(1));
        client.send(ANSWER.formatted("answer")).expect(CHALLENGE.formatted(2));

        WirePacket connack = expectAccepted(client.send(ANSWER.formatted("answer")));

        assertThat(connack.all(WireProperty.AUTHENTICATION_DATA)).containsExactly("7269676874");
        client.expectNothing();
    }

    @Test
    void method_that_needs_no_more_accepts_at_once() {
        RawClient client = open(5).send(CONNECT.formatted("answer"));

        assertThat(expectAccepted(client).has(WireProperty.AUTHENTICATION_DATA)).isFalse();
        client.expectNothing();
    }

    @Test
    void connect_may_have_a_method_without_data() {
        open(5).send("10 (<MQTT> 05 02 003C (15 <riddle>) <~c>)").expect(CHALLENGE.formatted(1));
    }

    @Test
    @Spec("MQTT-4.12.0-5")
    void connack_that_is_too_large_for_its_client_keeps_the_method() {
        RawClient client = open(5).send("10 (<MQTT> 05 02 003C (15 <riddle> 16 {'answer'} 27 00000010) <~c>)");

        expectAccepted(client).properties().forEach(property -> assertThat(property.id())
                .isEqualTo(WireProperty.AUTHENTICATION_METHOD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"F0 (19 (15 <riddle> 16 {'answer'}))", "F0 (18 (15 <other> 16 {'answer'}))"})
    @Spec("MQTT-4.12.0-3")
    void answer_that_is_not_auth_0x18_with_the_same_method_ends_the_connection(String auth) {
        challenged().send(auth).expectClosed();
        expectAccepted(challenged().send(ANSWER.formatted("answer")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"F0 00", "F0 (00 (15 <riddle>))", "F0 (1A (15 <riddle>))"})
    @Spec("MQTT-3.15.2-1")
    void auth_with_a_reason_that_no_client_may_send_ends_the_connection(String auth) {
        challenged().send(auth).expectClosed();
    }

    @Test
    @Spec("MQTT-4.12.0-4")
    void rejected_client_gets_connack_with_the_reason_at_any_point() {
        open(5).send(CONNECT.formatted("wrong")).expectConnack(0x86);
        challenged().send(ANSWER.formatted("wrong")).expectConnack(0x86);
    }

    @ParameterizedTest
    @ValueSource(strings = {"C0 00", "30 (<~/a> () 'x')", "82 (0001 () <~/a> 00)"})
    @Spec("MQTT-3.1.2-30")
    void packet_before_connack_that_is_neither_auth_nor_disconnect_ends_the_connection(String packet) {
        RawClient watcher = client5("watcher").subscribe("~/a", 0);

        challenged().send(packet).expectClosed();

        watcher.expectNothing();
    }

    @Test
    @Spec("MQTT-3.1.2-30")
    void client_may_give_up_with_disconnect_before_connack() {
        challenged().send("E0 00").expectClosed();
    }

    @Test
    @Spec({"MQTT-3.15.2-2", "MQTT-3.15.2-3"})
    void auth_has_neither_reason_string_nor_user_properties_that_would_make_it_too_large() {
        RawClient client =
                open(5).send("10 (<MQTT> 05 02 003C (15 <riddle> 16 {'ask'} 26 <name> <value> 27 00000018) <~c>)");

        WirePacket challenge = client.receiveType(WirePacket.AUTH);

        assertThat(challenge.has(WireProperty.REASON_STRING)).isFalse();
        assertThat(challenge.has(WireProperty.USER_PROPERTY)).isFalse();
        expectAccepted(client.send("F0 (18 (15 <riddle> 16 {'answer'} 26 <name> <value>))"));
    }

    @Test
    void session_is_taken_over_only_by_a_client_that_was_accepted() {
        RawClient first = client5("c");

        RawClient second = challenged();
        first.expectNothing();
        expectAccepted(second.send(ANSWER.formatted("answer")));

        first.expectDisconnect(0x8E);
    }

    // After CONNACK

    @Test
    @Spec({"MQTT-4.12.1-1", "MQTT-4.12.0-5"})
    void client_authenticates_again_while_messages_flow() {
        RawClient client = accepted().subscribe("~/a", 0);

        client.send(AGAIN.formatted("ask")).expect(CHALLENGE.formatted(1));
        client.send("30 (<~/a> () 'x')").expect("30 (<~/a> () 'x')");
        client.send(ANSWER.formatted("answer")).expect("F0 (00 (15 <riddle> 16 {'right'}))");

        client.expectNothing();
        client.send(AGAIN.formatted("answer")).expect("F0 (00 (15 <riddle>))");
    }

    @Test
    @Spec("MQTT-4.12.1-1")
    void client_that_authenticates_again_with_another_method_is_disconnected() {
        accepted().send("F0 (19 (15 <other> 16 {'answer'}))").expectDisconnect(0x82);
    }

    @Test
    @Spec("MQTT-4.12.1-2")
    void client_that_fails_to_authenticate_again_is_disconnected() {
        accepted().send(AGAIN.formatted("wrong")).expectDisconnect(0x87);
        accepted()
                .send(AGAIN.formatted("ask"))
                .expect(CHALLENGE.formatted(1))
                .send(ANSWER.formatted("wrong"))
                .expectDisconnect(0x87);
    }

    @Test
    void client_that_authenticates_again_as_somebody_else_is_disconnected() {
        RawClient client = open(5).send(CONNECT.formatted("answer as alice"));
        expectAccepted(client);

        client.send(AGAIN.formatted("answer as alice")).expect("F0 (00 (15 <riddle>))");
        client.send(AGAIN.formatted("answer as bob")).expectDisconnect(0x87);
    }

    @Test
    @Spec("MQTT-4.12.0-3")
    void auth_0x18_that_answers_nothing_and_auth_0x19_in_between_are_protocol_errors() {
        accepted().send(ANSWER.formatted("answer")).expectDisconnect(0x82);
        accepted()
                .send(AGAIN.formatted("ask"))
                .expect(CHALLENGE.formatted(1))
                .send(AGAIN.formatted("ask"))
                .expectDisconnect(0x82);
    }
}
