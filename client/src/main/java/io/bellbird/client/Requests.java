package io.bellbird.client;

import io.bellbird.codec.Bytes;
import io.bellbird.codec.ReasonCode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Requests that wait for their answers (section 4.10): one subscription for all, told apart by correlation data. Any thread. */
final class Requests {
    private static final String ANSWERS = "bellbird/answers/";

    private final MqttClient client;
    private final int unansweredMax;
    private final Map<Bytes, CompletableFuture<Message>> unanswered = new ConcurrentHashMap<>();
    private final AtomicLong next = new AtomicLong(ThreadLocalRandom.current().nextLong());
    private @Nullable CompletableFuture<String> answers;

    /** @param unansweredMax how many may wait, give or take those that are made at the same moment */
    Requests(MqttClient client, int unansweredMax) {
        this.client = client;
        this.unansweredMax = unansweredMax;
    }

    CompletableFuture<Message> request(String topic, Bytes payload, PublishOptions options, Duration timeout) {
        if (unanswered.size() >= unansweredMax) {
            return CompletableFuture.failedFuture(new QueueFullException(named(topic) + unansweredMax
                    + " requests wait for their answers; wait for some of them, or give them less time"));
        }
        long timeoutNanos = timeout.toNanos();
        Bytes key = Bytes.wrap(
                ByteBuffer.allocate(Long.BYTES).putLong(next.getAndIncrement()).array());
        CompletableFuture<Message> answer = new CompletableFuture<>();
        unanswered.put(key, answer);
        topicOfAnswers()
                .thenCompose(where -> publish(topic, payload, options.answeredAt(where, key)))
                .whenComplete((published, failure) -> {
                    if (failure != null) {
                        answer.completeExceptionally(Failures.cause(failure));
                    }
                });
        CompletableFuture<Message> told = new CompletableFuture<>();
        answer.orTimeout(timeoutNanos, TimeUnit.NANOSECONDS)
                .whenCompleteAsync(
                        (message, failure) -> {
                            unanswered.remove(key);
                            if (failure == null) {
                                told.complete(message);
                            } else {
                                told.completeExceptionally(
                                        failure instanceof TimeoutException ? unanswered(topic, timeout) : failure);
                            }
                        },
                        client.callbacks());
        return told;
    }

    private CompletableFuture<Published> publish(String topic, Bytes payload, PublishOptions how) {
        if (!client.version().hasProperties()) {
            return CompletableFuture.failedFuture(new RefusedException(
                    named(topic) + "only a broker of MQTT 5 carries where the answer is to be sent; use another one, or"
                            + " publish, and subscribe to answers",
                    ReasonCode.UNSUPPORTED_PROTOCOL_VERSION));
        }
        return client.publish(topic, payload, how);
    }

    private RequestTimeoutException unanswered(String topic, Duration timeout) {
        return new RequestTimeoutException(
                named(topic) + "no answer within " + timeout.toMillis() + " ms; does anybody answer there?");
    }

    /** How errors begin. */
    private String named(String topic) {
        return "client " + client.clientId() + ", request to " + topic + ": ";
    }

    private synchronized CompletableFuture<String> topicOfAnswers() {
        if (answers == null || answers.isCompletedExceptionally()) {
            String topic = ANSWERS + client.clientId().replaceAll("[+#]", "_");
            answers = client.subscribe(topic, SubscribeOptions.QOS_1, this::onAnswer)
                    .thenApply(granted -> topic);
        }
        return answers;
    }

    private void onAnswer(Message message) {
        Bytes key = message.properties().correlationData();
        CompletableFuture<Message> answer = key == null ? null : unanswered.remove(key);
        if (answer != null) {
            answer.complete(message);
        }
    }
}
