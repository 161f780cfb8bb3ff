package io.bellbird.benchmarks.clients;

import io.bellbird.client.MqttClient;
import io.bellbird.client.PublishOptions;
import io.bellbird.client.SubscribeOptions;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.Qos;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Bellbird's own client. */
final class BellbirdTalker implements Talker {
    private static final PublishOptions[] PUBLISH = {PublishOptions.QOS_0, PublishOptions.QOS_1, PublishOptions.QOS_2};

    private final MqttClient client;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    BellbirdTalker(int port, String clientId) {
        client = MqttClient.builder("mqtt://127.0.0.1:" + port)
                .clientId(clientId)
                .build();
        client.connect().join();
    }

    @Override
    public void subscribe(String filter, int qos, Consumer<byte[]> callback) {
        client.subscribe(
                        filter,
                        SubscribeOptions.of(Qos.of(qos)),
                        message -> callback.accept(message.payload().array()))
                .join();
    }

    @Override
    public void publish(String topic, byte[] payload, int qos) throws Exception {
        Throwable earlier = failure.get();
        if (earlier != null) {
            throw new IllegalStateException(earlier);
        }
        client.publish(topic, payload, PUBLISH[qos]).whenComplete((published, cause) -> {
            if (cause != null) {
                failure.set(cause);
            }
        });
    }

    @Override
    public void publishAndWait(String topic, byte[] payload, int qos) {
        client.blocking().publish(topic, Bytes.wrap(payload), PUBLISH[qos]);
    }

    @Override
    public void close() {
        client.close();
    }
}
