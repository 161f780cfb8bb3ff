package io.bellbird.broker.conformance.v5;

import static io.bellbird.broker.conformance.RawWebSocket.BINARY;
import static io.bellbird.broker.conformance.RawWebSocket.CLOSE;
import static io.bellbird.broker.conformance.RawWebSocket.CONTINUATION;
import static io.bellbird.broker.conformance.RawWebSocket.PING;
import static io.bellbird.broker.conformance.RawWebSocket.PONG;
import static io.bellbird.broker.conformance.RawWebSocket.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Spec;
import io.bellbird.broker.conformance.ConformanceSuite;
import io.bellbird.broker.conformance.RawWebSocket;
import io.bellbird.broker.conformance.RawWebSocket.Frame;
import io.bellbird.broker.conformance.RunsOn;
import io.bellbird.broker.conformance.Setup;
import io.bellbird.broker.conformance.WirePacket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MQTT in WebSocket frames (section 6). */
@RunsOn(Setup.WEBSOCKET)
class WebSocketTest extends ConformanceSuite {
    private static final String CONNECT = "10 (<MQTT> 05 02 003C () <~c>)";

    private RawWebSocket upgraded() {
        RawWebSocket connection = openWebSocket(5);
        assertThat(connection.upgrade("/mqtt", "mqtt")).startsWith("HTTP/1.1 101");
        return connection;
    }

    private RawWebSocket connected() {
        RawWebSocket connection = upgraded().send(CONNECT);
        assertThat(connection.receive().type()).isEqualTo(WirePacket.CONNACK);
        return connection;
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtt", "mqtt, mqttv3.1", "chat, mqtt", "mqttv3.1,mqtt"})
    @Spec({"MQTT-6.0.0-4", "MQTT-6.0.0-3"})
    void upgrade_selects_the_subprotocol_mqtt(String subprotocols) {
        String head = openWebSocket(5).upgrade("/mqtt", subprotocols);

        assertThat(head).startsWith("HTTP/1.1 101");
        assertThat(head.lines().map(String::toLowerCase))
                .contains("sec-websocket-protocol: mqtt", "sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/mqtt", "/any/other?path"})
    void every_path_is_served(String path) {
        assertThat(openWebSocket(5).upgrade(path, "mqtt")).startsWith("HTTP/1.1 101");
    }

    @Test
    void request_without_upgrade_is_refused_in_http() {
        String head = openWebSocket(5).request("GET /mqtt HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertThat(head).startsWith("HTTP/1.1 4");
    }

    @Test
    @Spec({"MQTT-6.0.0-1", "MQTT-4.2-1"})
    void packets_travel_in_binary_frames() {
        RawWebSocket connection = upgraded().send(CONNECT);

        Frame frame = connection.receiveFrame();

        assertThat(frame.opcode()).isEqualTo(BINARY);
        assertThat(frame.payload()).startsWith("20");
    }

    @ParameterizedTest
    @ValueSource(strings = {CONNECT, "'text'"})
    @Spec("MQTT-6.0.0-1")
    void text_frame_ends_the_connection(String payload) {
        upgraded().sendFrame(TEXT, true, payload).expectClosed();
    }

    @Test
    @Spec("MQTT-6.0.0-1")
    void text_frame_ends_a_connection_of_mqtt_and_publishes_its_will() {
        RawWebSocket watcher = connected();
        watcher.send("82 (0001 () <~/will> 00)").expect("90 (0001 () 00)");
        RawWebSocket connection = upgraded().send("10 (<MQTT> 05 06 003C () <~d> () <~/will> <gone>)");
        assertThat(connection.receive().type()).isEqualTo(WirePacket.CONNACK);

        connection.sendFrame(TEXT, true, "C0 00");

        watcher.expect("30 (<~/will> () 'gone')");
    }

    @Test
    @Spec("MQTT-6.0.0-2")
    void one_frame_may_hold_many_packets() {
        RawWebSocket connection = upgraded().send(CONNECT + "82 (0001 () <~/a> 00) 30 (<~/a> () 'x') C0 00");

        assertThat(connection.receive().type()).isEqualTo(WirePacket.CONNACK);
        connection.expect("90 (0001 () 00)");
        assertThat(List.of(connection.receive().type(), connection.receive().type()))
                .containsExactlyInAnyOrder(WirePacket.PUBLISH, WirePacket.PINGRESP);
    }

    @Test
    @Spec("MQTT-6.0.0-2")
    void one_packet_may_come_in_many_frames() {
        RawWebSocket connection = upgraded();
        connection
                .send("10")
                .send("")
                .send("0D 0004 'MQ'")
                .send("'TT' 05 02 003C 00")
                .send("0000 C0");

        assertThat(connection.receive().type()).isEqualTo(WirePacket.CONNACK);
        connection.send("00").expect("D0 00");
    }

    @Test
    @Spec("MQTT-6.0.0-2")
    void fragments_of_a_message_are_one_stream() {
        RawWebSocket connection = upgraded();
        connection
                .sendFrame(BINARY, false, "10")
                .sendFrame(CONTINUATION, false, "0D 0004 'MQTT' 05 02")
                .sendFrame(PING, true, "'between'")
                .sendFrame(CONTINUATION, true, "003C 00 0000 C0 00");

        assertThat(connection.receiveFrame().opcode()).isEqualTo(PONG);
        assertThat(connection.receive().type()).isEqualTo(WirePacket.CONNACK);
        connection.expect("D0 00");
    }

    @Test
    void packet_of_a_million_bytes_travels_both_ways() {
        RawWebSocket connection = connected();
        connection.send("82 (0001 () <~/a> 00)").expect("90 (0001 () 00)");

        connection.send("30 (<~/a> () 5A*1000000)");

        connection.expect("30 (<~/a> () 5A*1000000)");
    }

    @Test
    void ping_is_answered_by_a_pong_of_the_same_payload() {
        RawWebSocket connection = connected().sendFrame(PING, true, "'hello'");

        Frame pong = connection.receiveFrame();

        assertThat(pong.opcode()).isEqualTo(PONG);
        assertThat(pong.payload()).isEqualTo("68656c6c6f");
    }

    @Test
    void pong_is_ignored() {
        connected().sendFrame(PONG, true, "'unasked'").send("C0 00").expect("D0 00");
    }

    @Test
    void close_frame_is_answered_by_one_and_the_end() {
        RawWebSocket connection = connected().sendFrame(CLOSE, true, "03E8");

        assertThat(connection.receiveFrame().opcode()).isEqualTo(CLOSE);
        connection.expectClosed();
    }

    @Test
    void close_frame_without_disconnect_publishes_the_will() {
        RawWebSocket watcher = connected();
        watcher.send("82 (0001 () <~/will> 00)").expect("90 (0001 () 00)");
        RawWebSocket connection = upgraded().send("10 (<MQTT> 05 06 003C () <~d> () <~/will> <gone>)");
        assertThat(connection.receive().type()).isEqualTo(WirePacket.CONNACK);

        connection.sendFrame(CLOSE, true, "03E8");

        watcher.expect("30 (<~/will> () 'gone')");
    }

    @Test
    void disconnect_ends_the_connection() {
        connected().send("E0 00").expectClosed();
    }

    @Test
    void protocol_error_is_answered_by_disconnect_before_the_end() {
        RawWebSocket connection = connected().send("82 (0001 ())");

        assertThat(connection.receive().reason()).isIn(0x81, 0x82);
        connection.expectClosed();
    }

    @Test
    void frame_without_a_mask_ends_the_connection() {
        connected().sendBytes(new byte[] {(byte) 0x82, 2, (byte) 0xC0, 0}).expectClosed();
    }

    @Test
    void message_passes_between_two_connections() {
        RawWebSocket subscriber = connected();
        subscriber.send("82 (0001 () <~/a> 01)").expect("90 (0001 () 01)");
        RawWebSocket publisher = upgraded().send("10 (<MQTT> 05 02 003C () <~p>)");
        assertThat(publisher.receive().type()).isEqualTo(WirePacket.CONNACK);

        publisher.send("32 (<~/a> 0007 () 'x')").expect("40 (0007)");

        subscriber.expect("32 (<~/a> 0001 () 'x')");
    }
}
