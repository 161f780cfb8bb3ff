package io.bellbird.broker.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.Racers;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.Topic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What one thread cannot show of {@link MemoryStore}. */
class MemoryStoreStressTest {
    private static final int MESSAGES_EACH = 300_000;
    /** What a queue that two shards use has at one time, from each. */
    private static final int KEPT = 100;

    private static final long QUEUE = 1;

    private final MemoryStore store = new MemoryStore();
    private final Publication publication = new Publication(
            Topic.of("t"), Qos.AT_LEAST_ONCE, false, Bytes.utf8("x"), PublishProperties.NONE, "publisher", 0);

    private void commit(Consumer<StoreBatch> changes) {
        StoreBatch batch = store.newBatch();
        changes.accept(batch);
        store.commit(batch, Durability.MEMORY, () -> {});
    }

    private StoredMessage message(long sequence) {
        return new StoredMessage(QUEUE, sequence, publication, Qos.AT_LEAST_ONCE, false, SubscriptionIdentifiers.NONE);
    }

    /** Adds every second sequence, and removes what it added some time ago, but for the last ones. */
    private void addAndRemove(int first, AtomicInteger running) {
        try {
            ArrayDeque<StoredMessage> kept = new ArrayDeque<>();
            for (int i = 0; i < MESSAGES_EACH; i++) {
                StoredMessage message = message(first + 2L * i);
                commit(batch -> batch.enqueue(message));
                kept.add(message);
                if (kept.size() > KEPT) {
                    commit(batch -> batch.dequeue(kept.remove()));
                }
            }
        } finally {
            running.decrementAndGet();
        }
    }

    private List<Long> read(long afterSequence) {
        List<Long> sequences = new ArrayList<>();
        store.read(
                QUEUE,
                afterSequence,
                Long.MAX_VALUE,
                messages -> messages.forEach(message -> sequences.add(message.sequence())));
        return sequences;
    }

    private void readWhile(AtomicInteger running) {
        while (running.get() > 0) {
            assertThat(read(0)).isSorted().hasSizeLessThanOrEqualTo(2 * (KEPT + 1));
        }
    }

    @Test
    void a_queue_that_several_shards_change_and_read_loses_nothing_and_keeps_its_order() throws Exception {
        AtomicInteger running = new AtomicInteger(2);

        Racers.race(() -> addAndRemove(1, running), () -> addAndRemove(2, running), () -> readWhile(running));

        long last = 2L * MESSAGES_EACH;
        assertThat(read(0))
                .containsExactlyElementsOf(LongStream.rangeClosed(last - 2 * KEPT + 1, last)
                        .boxed()
                        .toList());
        assertThat(store.heldBytes()).isEqualTo(2 * KEPT * publication.memoryBytes());
    }
}
