package io.bellbird.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What the HiveMQ client does with either version of MQTT. Used by the thread of the test. */
interface HiveMqClient extends AutoCloseable {
    /** Connects for a session that ends with the connection. */
    void connect();

    /**
     * Connects for a session that is kept.
     *
     * @return whether it was there already
     */
    boolean connectPersistent();

    boolean isConnected();

    void subscribe(String filter, MqttQos qos);

    /** Sends a message, or keeps it until there is a connection again; done when it is acknowledged. */
    CompletableFuture<?> send(Message message);

    /** Waits at most so long for a message, and does not acknowledge it. */
    Optional<Arrived> poll(long timeout, TimeUnit unit) throws InterruptedException;

    void disconnect();

    /** Sends a message and waits until it is acknowledged. */
    default void publish(Message message) {
        send(message).join();
    }

    /**
     * Takes the next message, waiting for it, without acknowledging it.
     *
     * @throws AssertionError when it does not come in time
     */
    default Arrived nextUnacknowledged() throws InterruptedException {
        return poll(ChildProcesses.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .orElseThrow(() -> new AssertionError("waited in vain for a message"));
    }

    /**
     * Takes the next message, waiting for it, and acknowledges it.
     *
     * @throws AssertionError when it does not come in time
     */
    default Message next() throws InterruptedException {
        Arrived arrived = nextUnacknowledged();
        arrived.acknowledge().run();
        return arrived.message();
    }

    @Override
    default void close() {
        if (isConnected()) {
            disconnect();
        }
    }

    /** A message with what both versions know of it. */
    record Message(String topic, MqttQos qos, boolean retain, ByteBuffer payload) {
        static Message of(String topic, MqttQos qos, String text) {
            return new Message(topic, qos, false, UTF_8.encode(text));
        }

        String text() {
            return UTF_8.decode(payload.duplicate()).toString();
        }
    }

    /**
     * A message that has come.
     *
     * @param acknowledge tells the broker that it was taken
     */
    record Arrived(Message message, Runnable acknowledge) {}
}
