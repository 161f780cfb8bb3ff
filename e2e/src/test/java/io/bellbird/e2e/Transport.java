package io.bellbird.e2e;

/** How a Java client reaches the broker. */
enum Transport {
    TCP,
    WEBSOCKET;

    int port(BrokerProcess broker) {
        return this == TCP ? broker.port() : broker.webSocketPort();
    }
}
