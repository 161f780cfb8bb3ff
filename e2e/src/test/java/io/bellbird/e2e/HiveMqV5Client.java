package io.bellbird.e2e;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient.Mqtt5Publishes;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The HiveMQ client with MQTT 5. */
final class HiveMqV5Client implements HiveMqClient {
    private final Mqtt5BlockingClient client;
    private final Mqtt5Publishes arriving;

    HiveMqV5Client(Mqtt5BlockingClient client) {
        this.client = client;
        arriving = client.publishes(MqttGlobalPublishFilter.ALL, true);
    }

    @Override
    public void connect() {
        client.connect();
    }

    @Override
    public boolean connectPersistent() {
        return client.connectWith()
                .cleanStart(false)
                .sessionExpiryInterval(3600)
                .send()
                .isSessionPresent();
    }

    @Override
    public boolean isConnected() {
        return client.getState().isConnected();
    }

    @Override
    public void subscribe(String filter, MqttQos qos) {
        client.subscribeWith().topicFilter(filter).qos(qos).send();
    }

    @Override
    public CompletableFuture<?> send(Message message) {
        return client.toAsync()
                .publishWith()
                .topic(message.topic())
                .qos(message.qos())
                .retain(message.retain())
                .payload(message.payload())
                .send();
    }

    @Override
    public Optional<Arrived> poll(long timeout, TimeUnit unit) throws InterruptedException {
        return arriving.receive(timeout, unit).map(HiveMqV5Client::arrived);
    }

    private static Arrived arrived(Mqtt5Publish publish) {
        Message message = new Message(
                publish.getTopic().toString(),
                publish.getQos(),
                publish.isRetain(),
                publish.getPayload().orElse(ByteBuffer.allocate(0)));
        return new Arrived(message, publish::acknowledge);
    }

    @Override
    public void disconnect() {
        client.disconnect();
    }
}
