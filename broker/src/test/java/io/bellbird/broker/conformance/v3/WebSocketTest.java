package io.bellbird.broker.conformance.v3;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Spec;
import io.bellbird.broker.conformance.ConformanceSuite;
import io.bellbird.broker.conformance.RawWebSocket;
import io.bellbird.broker.conformance.RunsOn;
import io.bellbird.broker.conformance.Setup;
import org.junit.jupiter.api.Test;

/** MQTT 3 in WebSocket frames (section 6). */
@RunsOn(Setup.WEBSOCKET)
class WebSocketTest extends ConformanceSuite {
    private static final String CONNECT = "10 (<MQTT> 04 02 003C <~c>)";

    private RawWebSocket upgraded(String subprotocol) {
        RawWebSocket connection = openWebSocket(4);
        assertThat(connection.upgrade("/mqtt", subprotocol).lines().map(String::toLowerCase))
                .contains("sec-websocket-protocol: " + subprotocol);
        return connection;
    }

    @Test
    @Spec({"MQTT-6.0.0-4", "MQTT-6.0.0-3"})
    void subprotocol_mqtt_serves_3_1_1() {
        upgraded("mqtt").send(CONNECT).expect("20 02 00 00").send("E0 00").expectClosed();
    }

    @Test
    void subprotocol_mqttv3_1_serves_3_1() {
        upgraded("mqttv3.1").send("10 (<MQIsdp> 03 02 003C <~c>)").expect("20 02 00 00");
    }

    @Test
    @Spec("MQTT-6.0.0-1")
    void text_frame_ends_the_connection() {
        upgraded("mqtt").sendFrame(RawWebSocket.TEXT, true, CONNECT).expectClosed();
    }

    @Test
    @Spec("MQTT-6.0.0-2")
    void frames_split_and_join_packets() {
        RawWebSocket connection = upgraded("mqtt");

        connection
                .send("10 0C 0004 'MQ'")
                .send("'TT' 04 02 003C 0000 C0 00 82")
                .expect("20 02 00 00")
                .expect("D0 00");

        connection.send("(0001 <~/a> 00)").expect("90 (0001 00)");
        connection.send("30 (<~/a> 'x') C0").expect("30 (<~/a> 'x')").send("00").expect("D0 00");
    }

    @Test
    void protocol_violation_ends_the_connection() {
        upgraded("mqtt").send(CONNECT).expect("20 02 00 00").send("82 (0001)").expectClosed();
    }
}
