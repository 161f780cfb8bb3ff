package io.bellbird.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.store.Durability;
import io.bellbird.broker.store.GroupRecord;
import io.bellbird.broker.store.SessionRecord;
import io.bellbird.broker.store.SessionStore;
import io.bellbird.broker.store.StoreBatch;
import io.bellbird.broker.store.StoredMessage;
import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store does while it is open. */
abstract class SessionStoreContract {
    private static final long NO_LIMIT = Long.MAX_VALUE;

    private SessionStore store;
    private final Found found = new Found();

    /** An empty store. */
    abstract SessionStore open() throws StoreException;

    @BeforeEach
    void begin() throws StoreException {
        store = open();
        store.recover(found);
    }

    @AfterEach
    void end() {
        store.close();
    }

    private void commit(Consumer<StoreBatch> changes) {
        commit(Durability.PROCESS, changes);
    }

    private void commit(Durability durability, Consumer<StoreBatch> changes) {
        StoreBatch batch = store.newBatch();
        changes.accept(batch);
        CompletableFuture<@Nullable Void> committed = new CompletableFuture<>();
        store.commit(batch, durability, () -> committed.complete(null));
        StoreFixture.await(committed);
    }

    private static StoredMessage message(long queue, long sequence) {
        return StoreFixture.message(queue, sequence, "message " + sequence);
    }

    private List<Long> sequences(long queue, long afterSequence, long bytesMax) {
        return StoreFixture.read(store, queue, afterSequence, bytesMax).stream()
                .map(StoredMessage::sequence)
                .toList();
    }

    private List<Long> sequences(long queue) {
        return sequences(queue, 0, NO_LIMIT);
    }

    @Test
    void an_empty_store_has_nothing() {
        assertThat(found.counts()).isEmpty();
        assertThat(found.sessions).isEmpty();
        assertThat(sequences(1)).isEmpty();
        assertThat(store.isAccepting()).isTrue();
    }

    @Test
    void a_queue_is_read_in_order_after_a_sequence() {
        commit(batch -> {
            batch.enqueue(message(1, 1));
            batch.enqueue(message(1, 2));
            batch.enqueue(message(2, 1));
        });
        commit(batch -> batch.enqueue(message(1, 300)));

        assertThat(sequences(1)).containsExactly(1L, 2L, 300L);
        assertThat(sequences(1, 1, NO_LIMIT)).containsExactly(2L, 300L);
        assertThat(sequences(1, 300, NO_LIMIT)).isEmpty();
        assertThat(sequences(2)).containsExactly(1L);
        assertThat(sequences(3)).isEmpty();
    }

    @Test
    void reading_stops_with_the_message_that_reaches_the_limit() {
        commit(batch -> {
            for (int i = 1; i <= 5; i++) {
                batch.enqueue(message(1, i));
            }
        });
        long each = message(1, 1).publication().memoryBytes();

        assertThat(sequences(1, 0, 2 * each + 1)).containsExactly(1L, 2L, 3L);
        assertThat(sequences(1, 0, 2 * each)).containsExactly(1L, 2L);
        assertThat(sequences(1, 0, 1)).containsExactly(1L);
    }

    @Test
    void reading_sees_what_was_handed_in_before() {
        for (long i = 1; i <= 300; i++) {
            StoreBatch batch = store.newBatch();
            batch.enqueue(message(1, i));
            store.commit(batch, Durability.MEMORY, () -> {});
            assertThat(sequences(1, i - 1, NO_LIMIT)).containsExactly(i);
        }
    }

    @Test
    void what_is_dequeued_is_not_read() {
        StoredMessage first = message(1, 1);
        StoredMessage withdrawn = message(1, 2);
        commit(batch -> batch.enqueue(first));
        commit(batch -> {
            batch.enqueue(withdrawn);
            batch.enqueue(message(1, 3));
            batch.dequeue(withdrawn);
            batch.dequeue(first);
        });

        assertThat(sequences(1)).containsExactly(3L);
    }

    @Test
    void a_message_that_was_read_can_be_dequeued() {
        commit(batch -> {
            batch.enqueue(message(1, 1));
            batch.enqueue(message(1, 2));
        });
        List<StoredMessage> read = StoreFixture.read(store, 1, 0, 1);

        commit(batch -> batch.dequeue(read.get(0)));

        assertThat(sequences(1)).containsExactly(2L);
    }

    @Test
    void nothing_is_there_before_it_is_handed_in() {
        StoreBatch batch = store.newBatch();
        batch.enqueue(message(1, 1));

        assertThat(sequences(1)).isEmpty();
    }

    @Test
    void a_removed_session_or_group_has_no_queue() {
        StoredMessage late = message(2, 1);
        commit(batch -> {
            batch.putSession(new SessionRecord(1, "a", 60, true));
            batch.putGroup(new GroupRecord(2, "share", TopicFilter.parse("t")));
            batch.enqueue(message(1, 1));
            batch.enqueue(late);
            batch.enqueue(message(3, 1));
        });

        commit(batch -> {
            batch.removeSession(1);
            batch.removeGroup(2);
        });

        assertThat(sequences(1)).isEmpty();
        assertThat(sequences(2)).isEmpty();
        assertThat(sequences(3)).containsExactly(1L);
        commit(batch -> batch.dequeue(late));
        assertThat(sequences(2)).isEmpty();
    }

    @Test
    void every_change_counts_in_the_size_of_its_batch() {
        StoreBatch batch = store.newBatch();
        assertThat(batch.size()).isZero();
        StoredMessage message = message(1, 1);
        List<Runnable> changes = List.of(
                () -> batch.putSession(new SessionRecord(1, "client", 60, false)),
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
                () -> batch.settled(1));
        for (int i = 0; i < changes.size(); i++) {
            changes.get(i).run();
            assertThat(batch.size()).isEqualTo(i + 1);
        }
    }

    @Test
    void batches_are_committed_in_the_order_of_handing_in() {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<@Nullable Void> last = new CompletableFuture<>();
        for (int i = 0; i < 10; i++) {
            StoreBatch batch = store.newBatch();
            if (i % 3 != 0) {
                batch.enqueue(message(1, i + 1));
            }
            int number = i;
            store.commit(batch, Durability.PROCESS, () -> order.add(number));
        }
        store.commit(store.newBatch(), Durability.PROCESS, () -> last.complete(null));
        StoreFixture.await(last);

        assertThat(order).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void every_class_of_durability_is_called_back_also_for_nothing() {
        long sequence = 0;
        for (Durability durability : Durability.values()) {
            StoredMessage message = message(1, ++sequence);
            commit(durability, batch -> batch.enqueue(message));
            commit(durability, batch -> {});
        }
        assertThat(sequences(1)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void a_callback_that_fails_harms_nobody() {
        StoreBatch batch = store.newBatch();
        batch.enqueue(message(1, 1));
        try {
            store.commit(batch, Durability.DISK, () -> {
                throw new IllegalStateException("a defect of the test");
            });
        } catch (IllegalStateException e) {
            // a store may call back before commit returns
        }

        commit(Durability.DISK, more -> more.enqueue(message(1, 2)));
        assertThat(sequences(1)).containsExactly(1L, 2L);
    }
}
