package io.bellbird.console.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.console.http.RestClient.Answer;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The answer to who publishes is as true as the acknowledgement to a client. */
@Timeout(60)
class PublishingDurabilityTest {
    private final HeldStore store = new HeldStore();
    private TopicFixture broker;

    @BeforeEach
    void start() {
        broker = new TopicFixture(store);
    }

    @AfterEach
    void stop() {
        store.release();
        broker.close();
    }

    @Test
    void the_answer_comes_after_the_commit() {
        store.hold();

        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(
                () -> broker.ann().ask("PUT", "/api/topics/a?qos=1", "x".getBytes(UTF_8), "text/plain"));
        awaitHeld(1); // else both may be of one batch
        CompletableFuture<Answer> list = CompletableFuture.supplyAsync(() ->
                broker.ann().ask("POST", "/api/publish", "[{\"topic\":\"b\",\"retain\":true,\"payload\":\"y\"}]"));
        awaitHeld(2);
        // an answer that did not wait would be here before that to a later question
        assertThat(broker.ann().json("/api/tree").path("nodes")).hasSizeGreaterThanOrEqualTo(2);
        assertThat(answer).isNotDone();
        assertThat(list).isNotDone();

        assertThat(store.release()).isGreaterThanOrEqualTo(2);
        assertThat(answer.join().status()).isEqualTo(200);
        assertThat(list.join().status()).isEqualTo(200);
    }

    private void awaitHeld(int batches) {
        while (store.heldCount() < batches) {
            Thread.onSpinWait();
        }
    }

    @Test
    void a_store_that_takes_nothing_is_a_problem_for_a_while() {
        store.refuse();

        Answer answer = broker.ann().ask("POST", "/api/topics/a?qos=1", "x".getBytes(UTF_8), "text/plain");

        assertThat(answer.problem(503)).contains("try again later");
        assertThat(answer.headers()).containsEntry("retry-after", "1");
        assertThat(broker.ann()
                        .ask("POST", "/api/publish", "[{\"topic\":\"a\",\"qos\":1}]")
                        .ok()
                        .json()
                        .path("results")
                        .get(0)
                        .path("reason_code")
                        .asInt())
                .isEqualTo(0x97);
        assertThat(broker.ann()
                        .ask("POST", "/api/topics/a", "x".getBytes(UTF_8), "text/plain")
                        .status())
                .as("QoS 0 needs no store")
                .isEqualTo(200);
        assertThat(broker.ann().ask("DELETE", "/api/topics/a", null).problem(503))
                .contains("try again later");
    }
}
