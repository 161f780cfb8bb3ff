package io.bellbird.broker.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class MemoryStoreTest {
    private static final long NO_LIMIT = Long.MAX_VALUE;

    private final MemoryStore store = new MemoryStore();
    private int commits;

    private static StoredMessage message(long queue, long sequence, String payload) {
        Publication publication = new Publication(
                Topic.of("t"), Qos.AT_LEAST_ONCE, false, Bytes.utf8(payload), PublishProperties.NONE, "publisher", 0);
        return new StoredMessage(queue, sequence, publication, Qos.AT_LEAST_ONCE, false, SubscriptionIdentifiers.NONE);
    }

    private void commit(Consumer<StoreBatch> changes) {
        StoreBatch batch = store.newBatch();
        changes.accept(batch);
        store.commit(batch, Durability.PROCESS, () -> commits++);
    }

    private List<Long> read(long session, long afterSequence, long bytesMax) {
        List<Long> sequences = new ArrayList<>();
        List<Integer> calls = new ArrayList<>();
        store.read(session, afterSequence, bytesMax, messages -> {
            calls.add(messages.size());
            messages.forEach(message -> sequences.add(message.sequence()));
        });
        assertThat(calls).as("completions").hasSize(1);
        return sequences;
    }

    @Test
    void a_queue_is_read_in_order_after_a_sequence_number() {
        commit(batch -> {
            batch.enqueue(message(1, 1, "a"));
            batch.enqueue(message(1, 2, "b"));
            batch.enqueue(message(2, 1, "other session"));
        });
        commit(batch -> batch.enqueue(message(1, 3, "c")));

        assertThat(read(1, 0, NO_LIMIT)).containsExactly(1L, 2L, 3L);
        assertThat(read(1, 1, NO_LIMIT)).containsExactly(2L, 3L);
        assertThat(read(1, 3, NO_LIMIT)).isEmpty();
        assertThat(read(2, 0, NO_LIMIT)).containsExactly(1L);
        assertThat(read(3, 0, NO_LIMIT)).isEmpty();
        assertThat(commits).isEqualTo(2);
    }

    @Test
    void reading_stops_with_the_message_that_reaches_the_limit_of_bytes() {
        commit(batch -> {
            for (int i = 1; i <= 5; i++) {
                batch.enqueue(message(1, i, "1234567890"));
            }
        });

        long each = message(1, 1, "1234567890").publication().memoryBytes();
        assertThat(read(1, 0, 2 * each + 1)).containsExactly(1L, 2L, 3L);
        assertThat(read(1, 0, 2 * each)).containsExactly(1L, 2L);
        assertThat(read(1, 0, 1)).containsExactly(1L);
    }

    @Test
    void what_is_dequeued_is_not_read() {
        StoredMessage a = message(1, 1, "a");
        StoredMessage b = message(1, 2, "b");
        commit(batch -> {
            batch.enqueue(a);
            batch.enqueue(b);
            batch.dequeue(a);
        });
        assertThat(read(1, 0, NO_LIMIT)).containsExactly(2L);

        commit(batch -> {
            batch.dequeue(b);
            batch.dequeue(b);
        });
        assertThat(read(1, 0, NO_LIMIT)).isEmpty();

        commit(batch -> batch.enqueue(message(1, 3, "c")));
        assertThat(read(1, 0, NO_LIMIT)).containsExactly(3L);
    }

    @Test
    void nothing_is_there_before_it_is_committed() {
        StoreBatch batch = store.newBatch();
        batch.enqueue(message(1, 1, "a"));

        assertThat(read(1, 0, NO_LIMIT)).isEmpty();
    }

    @Test
    void a_removed_session_has_no_queue() {
        commit(batch -> {
            batch.enqueue(message(1, 1, "a"));
            batch.enqueue(message(2, 1, "b"));
        });

        commit(batch -> batch.removeSession(1));

        assertThat(read(1, 0, NO_LIMIT)).isEmpty();
        assertThat(read(2, 0, NO_LIMIT)).containsExactly(1L);
    }

    @Test
    void a_closed_store_holds_nothing() {
        commit(batch -> batch.enqueue(message(1, 1, "a")));

        store.close();

        assertThat(read(1, 0, NO_LIMIT)).isEmpty();
    }

    @Test
    void every_change_counts_in_the_size_of_its_batch() {
        StoreBatch batch = store.newBatch();
        assertThat(batch.size()).isZero();
        StoredMessage message = message(1, 1, "a");
        List<Runnable> changes = List.of(
                () -> batch.putSession(new SessionRecord(1, "client", 60, true)),
                () -> batch.removeSession(1),
                () -> batch.putSubscription(1, TopicFilter.parse("t"), SubscriptionOptions.of(Qos.AT_MOST_ONCE), 0),
                () -> batch.removeSubscription(1, TopicFilter.parse("t")),
                () -> batch.putGroup(new GroupRecord(2, "share", TopicFilter.parse("t"))),
                () -> batch.removeGroup(2),
                () -> batch.enqueue(message),
                () -> batch.assignPacketId(message, 1, 1),
                () -> batch.release(message),
                () -> batch.dequeue(message),
                () -> batch.putReceived(1, 1),
                () -> batch.removeReceived(1, 1),
                () -> batch.retainedChanged(Topic.of("t")),
                () -> batch.settled(Numbers.publication(1, 0, 1)));

        for (int i = 0; i < changes.size(); i++) {
            changes.get(i).run();
            assertThat(batch.size()).isEqualTo(i + 1);
        }
    }

    @Test
    void an_empty_batch_is_committed_too() {
        commit(batch -> {});

        assertThat(commits).isEqualTo(1);
    }
}
