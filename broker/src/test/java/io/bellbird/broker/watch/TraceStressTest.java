package io.bellbird.broker.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Shards add lines while one reader takes them. */
@Timeout(60)
class TraceStressTest {
    private static final int SHARDS = 3;
    private static final int LINES = 200_000;

    @Test
    void every_line_is_read_or_counted_as_dropped_and_the_reader_is_always_woken() throws InterruptedException {
        // given
        Semaphore woken = new Semaphore(0);
        Trace trace = new Trace("c", null, woken::release);
        // when
        List<CompletableFuture<Void>> shards = IntStream.range(0, SHARDS)
                .mapToObj(shard -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < LINES; i++) {
                        trace.add(i, Integer.toString(shard));
                    }
                }))
                .toList();
        // then
        long seen = 0;
        long[] last = {-1, -1, -1};
        while (seen < (long) SHARDS * LINES) {
            woken.acquire();
            for (Trace.Line line = trace.take(); line != null; line = trace.take()) {
                int shard = Integer.parseInt(line.text());
                assertThat(line.nanos()).as("lines of a shard keep their order").isGreaterThan(last[shard]);
                last[shard] = line.nanos();
                seen += 1 + line.droppedBefore();
            }
            seen += trace.takeDropped();
        }
        shards.forEach(CompletableFuture::join);
        assertThat(seen).isEqualTo((long) SHARDS * LINES);
        assertThat(trace.take()).isNull();
        assertThat(trace.takeDropped()).isZero();
    }
}
