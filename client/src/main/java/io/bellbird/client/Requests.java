package io.bellbird.client;

import io.bellbird.codec.Bytes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Requests that wait for their answers (section 4.10): one subscription for all, told apart by correlation data. Any thread. */
final class Requests {
    private final MqttClient client;
    private final Map<Bytes, CompletableFuture<Message>> unanswered = new ConcurrentHashMap<>();
    private final AtomicLong next = new AtomicLong(ThreadLocalRandom.current().nextLong());
    private @Nullable CompletableFuture<String> answers;

    Requests(MqttClient client) {
        this.client = client;
    }

    CompletableFuture<Message> request(String topic, Bytes payload, PublishOptions options, Duration timeout) {
        Bytes key = Bytes.wrap(
                ByteBuffer.allocate(Long.BYTES).putLong(next.getAndIncrement()).array());
        CompletableFuture<Message> answer = new CompletableFuture<>();
        unanswered.put(key, answer);
        CompletableFuture<Message> timed = answer.orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
        topicOfAnswers()
                .thenCompose(where -> client.publish(topic, payload, options.answeredAt(where, key)))
                .whenComplete((published, failure) -> {
                    if (failure != null) {
                        answer.completeExceptionally(Failures.cause(failure));
                    }
                });
        return timed.handleAsync(
                (message, failure) -> {
                    unanswered.remove(key);
                    if (failure instanceof java.util.concurrent.TimeoutException) {
                        throw new RequestTimeoutException("client " + client.clientId() + ", request to " + topic
                                + ": no answer within " + timeout + "; does anybody answer there?");
                    }
                    if (failure instanceof RuntimeException known) {
                        throw known;
                    }
                    if (failure != null) {
                        throw new IllegalStateException(failure);
                    }
                    return message;
                },
                client.callbacks());
    }

    private synchronized CompletableFuture<String> topicOfAnswers() {
        if (answers == null || answers.isCompletedExceptionally()) {
            String topic = client.answerPrefix() + client.clientId();
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
