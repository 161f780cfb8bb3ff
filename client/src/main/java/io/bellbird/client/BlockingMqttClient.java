package io.bellbird.client;

import io.bellbird.codec.Bytes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * A client whose methods wait for their results: for programs with little to do, and for virtual threads. Any thread. Each
 * method throws what the future of {@link MqttClient} fails with, a {@link ClientClosedException} when its thread is
 * interrupted, and an {@link IllegalStateException} where it would wait for itself: in a listener, or in a step that hangs
 * on a future.
 */
public final class BlockingMqttClient implements AutoCloseable {
    private final MqttClient client;

    BlockingMqttClient(MqttClient client) {
        this.client = client;
    }

    /** The same client, with methods that do not wait. */
    public MqttClient async() {
        return client;
    }

    /** As {@link MqttClient#connect}. */
    public Connected connect() {
        return await(client.connect());
    }

    /** As {@link MqttClient#publish(String, String)}. */
    public Published publish(String topic, String payload) {
        return publish(topic, Bytes.utf8(payload), PublishOptions.QOS_1);
    }

    /** As {@link MqttClient#publish(String, Bytes, PublishOptions)}. */
    public Published publish(String topic, Bytes payload, PublishOptions how) {
        return await(client.publishAwaited(topic, payload, how));
    }

    /** As {@link MqttClient#enqueue(String, Bytes, PublishOptions)}. */
    public void enqueue(String topic, Bytes payload, PublishOptions how) {
        await(client.enqueue(topic, payload, how).thenApply(done -> true));
    }

    /** As {@link MqttClient#subscribe(String, Consumer)}. */
    public Subscription subscribe(String filter, Consumer<? super Message> callback) {
        return await(client.subscribe(filter, callback));
    }

    /** As {@link MqttClient#subscribe(String, SubscribeOptions, Consumer)}. */
    public Subscription subscribe(String filter, SubscribeOptions how, Consumer<? super Message> callback) {
        return await(client.subscribe(filter, how, callback));
    }

    /** As {@link MqttClient#unsubscribe}. */
    public void unsubscribe(String filter) {
        await(client.unsubscribe(filter).thenApply(done -> true));
    }

    /** As {@link MqttClient#request(String, Bytes, PublishOptions, Duration)}. */
    public Message request(String topic, Bytes payload, PublishOptions how, Duration timeout) {
        return await(client.request(topic, payload, how, timeout));
    }

    /** As {@link MqttClient#reply}. */
    public Published reply(Message request, Bytes payload) {
        return await(client.reply(request, payload));
    }

    /** As {@link MqttClient#close}. */
    @Override
    public void close() {
        client.close();
    }

    private <T> T await(CompletableFuture<T> future) {
        if (client.isTelling() && !future.isDone()) {
            throw new IllegalStateException(
                    "client " + client.clientId() + ": what hangs on a future, and a listener, must"
                            + " not wait for the broker, since its answer is told on the same thread; use MqttClient there");
        }
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientClosedException(
                    "client " + client.clientId() + ": the thread was interrupted while it waited for the broker");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
