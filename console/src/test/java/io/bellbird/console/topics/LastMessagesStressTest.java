package io.bellbird.console.topics;

import static io.bellbird.console.topics.TestMessages.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.Topic;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Shards bring messages while topics come and go. */
@Timeout(60)
class LastMessagesStressTest {
    @Test
    void when_all_topics_are_gone_nothing_is_counted_any_more() {
        LastMessages messages = new LastMessages();
        List<CompletableFuture<Void>> shards = IntStream.range(0, 3)
                .mapToObj(shard -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 100_000; i++) {
                        messages.take(shard, message("t/" + i % 50, i % 1_000), i);
                    }
                }))
                .toList();
        int round = 0;
        while (!shards.stream().allMatch(CompletableFuture::isDone)) {
            messages.watch(Topic.of("t/" + round % 50), round);
            round++;
        }
        shards.forEach(CompletableFuture::join);
        IntStream.range(0, 50).forEach(i -> messages.watch(Topic.of("t/" + i), 0));
        messages.expire(Long.MAX_VALUE);

        assertThat(messages.isEmpty()).isTrue();
        assertThat(messages.bytes()).isZero();
    }
}
