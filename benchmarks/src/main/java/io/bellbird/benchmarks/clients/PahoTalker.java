package io.bellbird.benchmarks.clients;

import java.io.IOException;
import java.util.function.Consumer;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** Paho's client of MQTT 3.1.1, with the asynchronous API. */
final class PahoTalker implements Talker {
    private final MqttAsyncClient client;

    PahoTalker(int port, String clientId) throws MqttException {
        client = new MqttAsyncClient("tcp://127.0.0.1:" + port, clientId, new MemoryPersistence());
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMaxInflight(65_535);
        client.connect(options).waitForCompletion();
    }

    @Override
    public void subscribe(String filter, int qos, Consumer<byte[]> callback) throws MqttException {
        client.setCallback(new MqttCallback() {
            @Override
            public void messageArrived(String topic, MqttMessage message) {
                callback.accept(message.getPayload());
            }

            @Override
            public void connectionLost(Throwable cause) {
                throw new IllegalStateException(cause);
            }

            @Override
            public void deliveryComplete(IMqttDeliveryToken token) {
                // nobody waits for it
            }
        });
        client.subscribe(filter, qos).waitForCompletion();
    }

    @Override
    public void publish(String topic, byte[] payload, int qos) throws MqttException {
        client.publish(topic, payload, qos, false);
    }

    @Override
    public void publishAndWait(String topic, byte[] payload, int qos) throws MqttException {
        client.publish(topic, payload, qos, false).waitForCompletion();
    }

    @Override
    public void close() throws IOException {
        try {
            client.disconnect().waitForCompletion();
            client.close();
        } catch (MqttException e) {
            throw new IOException(e);
        }
    }
}
