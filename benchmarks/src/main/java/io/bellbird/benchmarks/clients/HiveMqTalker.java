package io.bellbird.benchmarks.clients;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** HiveMQ's client, with the asynchronous API. */
final class HiveMqTalker implements Talker {
    private final Mqtt5AsyncClient client;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    HiveMqTalker(int port, String clientId) {
        client = Mqtt5Client.builder()
                .identifier(clientId)
                .serverHost("127.0.0.1")
                .serverPort(port)
                .buildAsync();
        client.connect().join();
    }

    @Override
    public void subscribe(String filter, int qos, Consumer<byte[]> callback) {
        client.subscribeWith()
                .topicFilter(filter)
                .qos(qos(qos))
                .callback(publish -> callback.accept(publish.getPayloadAsBytes()))
                .send()
                .join();
    }

    @Override
    public void publish(String topic, byte[] payload, int qos) {
        Throwable earlier = failure.get();
        if (earlier != null) {
            throw new IllegalStateException(earlier);
        }
        client.publishWith().topic(topic).qos(qos(qos)).payload(payload).send().whenComplete((published, cause) -> {
            if (cause != null) {
                failure.set(cause);
            }
        });
    }

    @Override
    public void publishAndWait(String topic, byte[] payload, int qos) {
        client.toBlocking()
                .publishWith()
                .topic(topic)
                .qos(qos(qos))
                .payload(payload)
                .send();
    }

    private static MqttQos qos(int qos) {
        return Objects.requireNonNull(MqttQos.fromCode(qos));
    }

    @Override
    public void close() {
        client.disconnect().join();
    }
}
