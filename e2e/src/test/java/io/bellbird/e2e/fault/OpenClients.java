package io.bellbird.e2e.fault;

import io.bellbird.client.Backoff;
import io.bellbird.client.ClientOptions;
import io.bellbird.client.DisconnectOptions;
import io.bellbird.client.MqttClient;
import io.bellbird.e2e.RealBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The clients, and the networks, of one test; they are closed after it. Confined to the thread of the test. */
final class OpenClients implements AfterEachCallback {
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(5), Duration.ofMillis(50));

    private final List<MqttClient> clients = new ArrayList<>();
    private final List<FaultProxy> networks = new ArrayList<>();

    /** Begins the options of a client that comes back soon. */
    static ClientOptions.Builder options(String... brokers) {
        return ClientOptions.builder(brokers).backoff(BACKOFF).closeTimeout(Duration.ofSeconds(2));
    }

    /** Begins the options of a client of a broker, without a network between that can fail. */
    static ClientOptions.Builder options(RealBroker broker) {
        return options("mqtt://127.0.0.1:" + broker.port());
    }

    /** A network to a broker, which is well. */
    FaultProxy network(RealBroker broker) {
        return network(broker.port());
    }

    /** A network to a listener, which is well. */
    FaultProxy network(int brokerPort) {
        FaultProxy network = new FaultProxy(brokerPort);
        networks.add(network);
        return network;
    }

    /** A client that is not connected yet. */
    MqttClient open(ClientOptions.Builder options) {
        MqttClient client = options.build();
        clients.add(client);
        return client;
    }

    /** A client that is connected. */
    MqttClient connected(ClientOptions.Builder options) {
        MqttClient client = open(options);
        Await.result(client.connect(), "the connection of " + client.clientId());
        return client;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        List<CompletableFuture<Void>> ends = clients.stream()
                .map(client -> client.disconnect(DisconnectOptions.DEFAULT))
                .toList();
        ends.forEach(end -> Await.result(end, "the end of a client"));
        networks.forEach(FaultProxy::close);
    }
}
