package io.bellbird.e2e;

/** How MQTT.js reaches the broker: the transport and the version of the protocol. */
enum MqttJsLink {
    TCP_V4("mqtt", "4"),
    TCP_V5("mqtt", "5"),
    WEBSOCKET_V4("ws", "4"),
    WEBSOCKET_V5("ws", "5");

    private final String scheme;
    private final String mqttVersion;

    MqttJsLink(String scheme, String mqttVersion) {
        this.scheme = scheme;
        this.mqttVersion = mqttVersion;
    }

    /** As the tutorials write it: {@code ws://HOST:PORT/mqtt} for WebSocket. */
    String url(BrokerProcess broker) {
        return isWebSocket() ? url(broker, "/mqtt") : scheme + "://127.0.0.1:" + broker.port();
    }

    /** A WebSocket address with any path. */
    String url(BrokerProcess broker, String path) {
        return scheme + "://127.0.0.1:" + broker.webSocketPort() + path;
    }

    /** The protocol level: 4 is MQTT 3.1.1. */
    String mqttVersion() {
        return mqttVersion;
    }

    private boolean isWebSocket() {
        return scheme.equals("ws");
    }
}
