package io.bellbird.e2e;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import io.bellbird.e2e.HiveMqClient.Message;
import java.util.concurrent.CompletableFuture;

/** The HiveMQ client, with its automatic reconnect; it keeps what it is given without a connection. */
final class HiveMqTalker implements Talker {
    private final MqttQos qos;
    private final HiveMqClient client;
    private final Inbox<Throwable> losses = new Inbox<>();

    HiveMqTalker(HiveMqLink link, BrokerProcess broker, int qos) {
        this.qos = MqttQos.fromCode(qos);
        client = link.reconnectingClient(broker, "hivemq-" + link, losses::add);
    }

    @Override
    public void start() {
        client.connectPersistent();
        client.subscribe(TOPIC, qos);
    }

    @Override
    public void awaitDisconnected() {
        losses.next("the loss of the connection of " + this);
    }

    @Override
    public void say(String text) {
        CompletableFuture<?> unused = client.send(Message.of(TOPIC, qos, text)); // the test waits for the text itself
    }

    @Override
    public String hear() {
        try {
            return client.next().text();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for a message", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public String toString() {
        return "the HiveMQ client";
    }
}
