package io.bellbird.e2e;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every kind of client hears every other, whatever language, version of MQTT and transport it has. */
@EveryShardCount
final class AcrossClientsTest {
    private static final String TOPIC = "welt/世界/мир";
    private static final String FILTER = "welt/+/мир";
    private static final String RECEIVED = "received " + TOPIC + " qos=1 retain=0 ";

    @RegisterExtension
    final Clients clients = new Clients();

    private final BrokerProcess broker;

    AcrossClientsTest(BrokerProcess broker) {
        this.broker = broker;
    }

    @Test
    void a_message_of_any_client_reaches_all_the_others() {
        // given
        List<ClientProcess> scripts = List.of(
                clients.python(PahoPython.PAHO_1, "subscribe.py", broker, "--mqtt", "3.1", "--qos", "1", FILTER),
                clients.python(PahoPython.PAHO_1, "subscribe.py", broker, "--mqtt", "5", "--qos", "1", FILTER),
                clients.python(PahoPython.PAHO_2, "subscribe.py", broker, "--mqtt", "3.1.1", "--qos", "1", FILTER),
                clients.node("subscribe.mjs", MqttJsLink.TCP_V5, broker, "--qos", "1", FILTER),
                clients.node("subscribe.mjs", MqttJsLink.WEBSOCKET_V4, broker, "--qos", "1", FILTER));
        scripts.forEach(subscriber -> subscriber.awaitLine("subscribed"));
        ClientProcess sub = clients.mosquitto(
                "mosquitto_sub", broker, "-V", "mqttv5", "-d", "-q", "1", "-t", FILTER, "-F", RECEIVED + "%p");
        sub.awaitLine("Subscribed (mid: 1)");
        // when
        for (String version : List.of("mqttv31", "mqttv311", "mqttv5")) {
            publish("Grüße von " + version, version);
        }
        clients.node("publish.mjs", MqttJsLink.WEBSOCKET_V5, broker, "--qos", "1", TOPIC, "Grüße von MQTT.js")
                .awaitSuccess();
        // then
        for (String sender : List.of("mqttv31", "mqttv311", "mqttv5", "MQTT.js")) {
            scripts.forEach(subscriber -> subscriber.awaitLine(RECEIVED + "Grüße von " + sender));
            sub.awaitLine(RECEIVED + "Grüße von " + sender);
        }
    }

    private void publish(String text, String version) {
        clients.mosquitto(
                        "mosquitto_pub",
                        broker,
                        "-V",
                        version,
                        "-q",
                        "1",
                        "-t",
                        TOPIC,
                        "-m",
                        text,
                        "-D",
                        "publish",
                        "content-type",
                        "text/plain")
                .awaitSuccess();
    }
}
