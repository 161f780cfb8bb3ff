package io.bellbird.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.eclipse.paho.client.mqttv3.DisconnectedBufferOptions;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** Paho for Java, with its automatic reconnect and its buffer for messages without a connection. */
final class PahoJavaTalker implements Talker {
    private final int qos;
    private final MqttAsyncClient client;
    private final Inbox<String> heard = new Inbox<>();
    private final Inbox<Throwable> losses = new Inbox<>();

    PahoJavaTalker(BrokerProcess broker, int qos) throws MqttException {
        this.qos = qos;
        client = new MqttAsyncClient("tcp://127.0.0.1:" + broker.port(), "paho-java", new MemoryPersistence());
        client.setCallback(new Ears());
        DisconnectedBufferOptions buffer = new DisconnectedBufferOptions();
        buffer.setBufferEnabled(true);
        client.setBufferOpts(buffer);
    }

    @Override
    public void start() {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setCleanSession(false);
        options.setAutomaticReconnect(true);
        options.setMaxReconnectDelay(1000);
        options.setMaxInflight(100);
        long patienceMillis = ChildProcesses.PATIENCE.toMillis();
        try {
            client.connect(options).waitForCompletion(patienceMillis);
            client.subscribe(TOPIC, qos).waitForCompletion(patienceMillis);
        } catch (MqttException e) {
            throw new AssertionError(this + " does not connect and subscribe", e);
        }
    }

    @Override
    public void awaitDisconnected() {
        losses.next("the loss of the connection of " + this);
    }

    @Override
    public void say(String text) {
        try {
            client.publish(TOPIC, text.getBytes(UTF_8), qos, false);
        } catch (MqttException e) {
            throw new AssertionError(this + " does not take a message", e);
        }
    }

    @Override
    public String hear() {
        return heard.next("a message to " + this);
    }

    @Override
    public void close() {
        try {
            if (client.isConnected()) {
                client.disconnect().waitForCompletion(ChildProcesses.PATIENCE.toMillis());
            }
            client.close();
        } catch (MqttException e) {
            throw new AssertionError(this + " does not close", e);
        }
    }

    @Override
    public String toString() {
        return "Paho for Java";
    }

    private final class Ears implements MqttCallback {
        @Override
        public void messageArrived(String from, MqttMessage message) {
            heard.add(new String(message.getPayload(), UTF_8));
        }

        @Override
        public void connectionLost(Throwable cause) {
            losses.add(cause);
        }

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {}
    }
}
