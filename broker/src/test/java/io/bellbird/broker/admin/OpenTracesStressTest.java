package io.bellbird.broker.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.shard.Shard;
import io.bellbird.broker.shard.TestBroker;
import io.bellbird.broker.watch.Trace;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Some begin traces while others end theirs. */
@Timeout(60)
class OpenTracesStressTest {
    private static final int READERS = 4;
    private static final int ROUNDS = 5_000;

    private final TestBroker broker = new TestBroker(2);
    private final List<Shard> all = List.of(broker.shard(0), broker.shard(1));
    private final OpenTraces traces = new OpenTraces(new Shards(all, broker::home), () -> 0);

    private static Trace trace() {
        return new Trace("c", null, () -> {});
    }

    @Test
    void when_all_have_ended_no_shard_knows_of_any() {
        List<CompletableFuture<Void>> readers = IntStream.range(0, READERS)
                .mapToObj(reader -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        Trace own = trace();
                        Optional<CompletableFuture<?>> begun = traces.begin(own);
                        assertThat(begun).isPresent();
                        assertThat(traces.count()).isBetween(1, READERS);
                        traces.end(own);
                    }
                }))
                .toList();
        readers.forEach(CompletableFuture::join);
        broker.settle();

        assertThat(traces.count()).isZero();
        assertThat(all).allSatisfy(shard -> assertThat(shard.traces()).isNull());
    }

    @Test
    void no_more_are_on_than_may_be_and_one_that_ends_makes_room() {
        List<Trace> on =
                IntStream.range(0, OpenTraces.TRACES_MAX).mapToObj(i -> trace()).toList();
        on.forEach(trace -> assertThat(traces.begin(trace)).isPresent());

        assertThat(traces.begin(trace())).isEmpty();
        traces.end(on.get(0));
        traces.end(on.get(0));
        assertThat(traces.begin(trace())).isPresent();
        assertThat(traces.begin(trace())).isEmpty();
    }
}
