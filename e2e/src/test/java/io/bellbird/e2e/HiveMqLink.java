package io.bellbird.e2e;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientBuilder;
import java.util.function.Consumer;

/** How the HiveMQ client reaches the broker: the transport and the version of the protocol. */
enum HiveMqLink {
    TCP_V3(Transport.TCP, 3),
    TCP_V5(Transport.TCP, 5),
    WEBSOCKET_V3(Transport.WEBSOCKET, 3),
    WEBSOCKET_V5(Transport.WEBSOCKET, 5);

    private final Transport transport;
    private final int mqttVersion;

    HiveMqLink(Transport transport, int mqttVersion) {
        this.transport = transport;
        this.mqttVersion = mqttVersion;
    }

    /** A client that is not yet connected. */
    HiveMqClient client(BrokerProcess broker, String clientId) {
        return client(builder(transport, broker, clientId));
    }

    /**
     * A client that comes back by itself when it has lost the connection.
     *
     * @param onLoss takes the causes, in a thread of the client
     */
    HiveMqClient reconnectingClient(BrokerProcess broker, String clientId, Consumer<Throwable> onLoss) {
        return client(reconnecting(builder(transport, broker, clientId))
                .addDisconnectedListener(context -> onLoss.accept(context.getCause())));
    }

    /** What both versions have in common. */
    static MqttClientBuilder builder(Transport transport, BrokerProcess broker, String clientId) {
        MqttClientBuilder builder = MqttClient.builder()
                .identifier(clientId)
                .serverHost("127.0.0.1")
                .serverPort(transport.port(broker));
        return transport == Transport.WEBSOCKET ? builder.webSocketWithDefaultConfig() : builder;
    }

    static MqttClientBuilder reconnecting(MqttClientBuilder builder) {
        return builder.automaticReconnect()
                .initialDelay(500, MILLISECONDS)
                .maxDelay(1000, MILLISECONDS)
                .applyAutomaticReconnect();
    }

    private HiveMqClient client(MqttClientBuilder builder) {
        return mqttVersion == 3
                ? new HiveMqV3Client(builder.useMqttVersion3().buildBlocking())
                : new HiveMqV5Client(builder.useMqttVersion5().buildBlocking());
    }
}
