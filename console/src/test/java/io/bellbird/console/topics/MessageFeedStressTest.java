package io.bellbird.console.topics;

import static io.bellbird.console.topics.TestMessages.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.console.access.Administrator;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Shards bring messages while one reader takes them. */
@Timeout(60)
class MessageFeedStressTest {
    private static final int SHARDS = 3;
    private static final int MESSAGES = 50_000;
    private static final Pattern DROPPED = Pattern.compile("\"count\":(\\d+)");
    private static final Pattern MESSAGE = Pattern.compile("\"topic\":\"t/(\\d)\".*\"payload\":\"(\\d+)\"");

    @Test
    void every_message_is_read_or_counted_as_dropped_and_those_of_a_shard_keep_their_order() {
        WallTime time = new WallTime(InstantSource.system(), System::nanoTime);
        MessageFeed feed = new MessageFeed(List.of(TopicFilter.parse("#")), new Administrator("ann"), time, () -> {});
        feed.completeRetained();
        List<CompletableFuture<Void>> shards = IntStream.range(0, SHARDS)
                .mapToObj(shard -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < MESSAGES; i++) {
                        feed.take(shard, message("t/" + shard, Integer.toString(i)), i);
                    }
                }))
                .toList();

        long seen = 0;
        int[] last = {-1, -1, -1};
        while (seen < (long) SHARDS * MESSAGES) {
            String piece = feed.next();
            if (piece == null) {
                continue;
            }
            for (String event : piece.split("\n\n", -1)) {
                Matcher dropped = DROPPED.matcher(event);
                Matcher message = MESSAGE.matcher(event);
                if (event.startsWith("event: dropped") && dropped.find()) {
                    seen += Long.parseLong(dropped.group(1));
                } else if (message.find()) {
                    int shard = Integer.parseInt(message.group(1));
                    int number = Integer.parseInt(message.group(2));
                    assertThat(number).isGreaterThan(last[shard]);
                    last[shard] = number;
                    seen++;
                }
            }
        }
        shards.forEach(CompletableFuture::join);
        assertThat(seen).isEqualTo((long) SHARDS * MESSAGES);
        assertThat(feed.next()).isNull();
    }
}
