package io.bellbird.store.rocksdb;

import static io.bellbird.store.rocksdb.StoreFixture.message;
import static io.bellbird.store.rocksdb.StoreFixture.publication;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.store.Durability;
import io.bellbird.broker.store.GroupRecord;
import io.bellbird.broker.store.RecoveredSession;
import io.bellbird.broker.store.SessionRecord;
import io.bellbird.broker.store.StoredMessage;
import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksStoreTest {
    private static final TopicFilter FILTER = TopicFilter.parse("a/+");

    @TempDir
    Path temporary;

    private StoreFixture fixture;

    @BeforeEach
    void open() throws StoreException {
        fixture = new StoreFixture(temporary.resolve("data"));
        fixture.open();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static SessionRecord session(long number, String clientId) {
        return new SessionRecord(number, clientId, 3600, false);
    }

    @Test
    void a_session_comes_back_with_all_that_belongs_to_it() throws StoreException {
        StoredMessage sent = message(1, 1, "sent");
        StoredMessage released = message(1, 2, "released");
        fixture.commit(batch -> {
            batch.putSession(session(1, "client"));
            batch.putSubscription(1, FILTER, SubscriptionOptions.of(Qos.EXACTLY_ONCE), 7);
            batch.putReceived(1, 11);
            batch.putReceived(1, 12);
            batch.removeReceived(1, 11);
            batch.enqueue(sent);
            batch.enqueue(released);
            batch.enqueue(message(1, 3, "waiting"));
            batch.assignPacketId(sent, 1, 100);
            batch.assignPacketId(released, 1, 101);
            batch.release(released);
        });

        fixture.reopen();

        assertThat(fixture.found().sessions.values())
                .containsExactly(new RecoveredSession(
                        session(1, "client"),
                        0,
                        List.of(new RecoveredSession.Subscribed(FILTER, SubscriptionOptions.of(Qos.EXACTLY_ONCE), 7)),
                        List.of(12),
                        List.of(
                                new RecoveredSession.Assignment(1, 1, 100, false),
                                new RecoveredSession.Assignment(1, 2, 101, true))));
        assertThat(fixture.payloads(1)).containsExactly("sent", "released", "waiting");
        assertThat(fixture.found().counts()).isEqualTo(Map.of(1L, 3));
    }

    @Test
    void groups_and_retained_messages_come_back() throws StoreException {
        GroupRecord group = new GroupRecord(5, "share", FILTER);
        fixture.retained.put(Topic.of("a"), publication("a", "kept"));
        fixture.retained.put(Topic.of("b"), publication("b", "removed"));
        fixture.commit(batch -> {
            batch.putGroup(group);
            batch.retainedChanged(Topic.of("a"));
            batch.retainedChanged(Topic.of("b"));
        });
        fixture.retained.remove(Topic.of("b"));
        fixture.commit(batch -> batch.retainedChanged(Topic.of("b")));

        fixture.reopen();

        assertThat(fixture.found().groups).isEqualTo(Map.of(5L, group));
        assertThat(fixture.found().retained).isEqualTo(Map.of("a", publication("a", "kept")));
    }

    @Test
    void a_message_goes_to_another_queue_also_when_it_was_not_written_yet() throws StoreException {
        StoredMessage written = message(5, 1, "written");
        StoredMessage unwritten = message(5, 2, "unwritten");
        StoredMessage taken = message(1, 4, "unwritten");
        fixture.commit(batch -> {
            batch.putSession(session(1, "client"));
            batch.putGroup(new GroupRecord(5, "share", FILTER));
            batch.enqueue(written);
            batch.assignPacketId(written, 1, 100);
        });
        fixture.commit(batch -> {
            batch.replace(written, message(1, 3, "written"));
            batch.enqueue(unwritten);
            batch.replace(unwritten, taken);
            batch.assignPacketId(taken, 1, 101);
        });
        assertThat(fixture.payloads(5)).isEmpty();

        fixture.reopen();

        assertThat(fixture.payloads(5)).isEmpty();
        assertThat(fixture.payloads(1)).containsExactly("written", "unwritten");
        assertThat(fixture.found().sessions.get(1L).assignments())
                .containsExactly(new RecoveredSession.Assignment(1, 4, 101, false));
        assertThat(fixture.found().counts()).isEqualTo(Map.of(1L, 2));
    }

    @Test
    void a_withdrawn_message_is_never_there() throws StoreException {
        StoredMessage withdrawn = message(1, 1, "withdrawn");
        fixture.commit(batch -> {
            batch.putSession(session(1, "client"));
            batch.enqueue(withdrawn);
            batch.assignPacketId(withdrawn, 1, 5);
            batch.dequeue(withdrawn);
            batch.enqueue(message(1, 2, "kept"));
        });

        assertThat(fixture.payloads(1)).containsExactly("kept");
        fixture.reopen();
        assertThat(fixture.payloads(1)).containsExactly("kept");
        assertThat(fixture.found().sessions.get(1L).assignments()).isEmpty();
    }

    @Test
    void a_removed_session_leaves_nothing() throws StoreException {
        fixture.commit(batch -> {
            batch.putSession(session(1, "client"));
            batch.putSubscription(1, FILTER, SubscriptionOptions.of(Qos.AT_MOST_ONCE), 0);
            batch.putReceived(1, 11);
            batch.enqueue(message(1, 1, "lost"));
            batch.putSession(session(2, "other"));
            batch.enqueue(message(2, 1, "kept"));
        });
        fixture.commit(batch -> batch.removeSession(1));

        assertThat(fixture.payloads(1)).isEmpty();
        fixture.reopen();
        assertThat(fixture.found().sessions.keySet()).containsExactly(2L);
        assertThat(fixture.found().counts()).isEqualTo(Map.of(2L, 1));
        assertThat(fixture.payloads(1)).isEmpty();
        assertThat(fixture.payloads(2)).containsExactly("kept");
    }

    @Test
    void every_class_of_durability_is_called_back() {
        for (Durability durability : Durability.values()) {
            StoreFixture.await(fixture.begin(durability, batch -> batch.putSession(session(1, "client"))));
            StoreFixture.await(fixture.begin(durability, batch -> {}));
        }
    }

    @Test
    void a_long_queue_that_was_drained_gives_the_disk_back() throws StoreException {
        List<StoredMessage> messages = new ArrayList<>();
        fixture.commit(batch -> batch.putSession(session(1, "client")));
        for (int i = 1; i <= 120; i++) {
            int first = i * 1000;
            fixture.commit(batch -> {
                for (int j = 0; j < 1000; j++) {
                    StoredMessage message = message(1, first + j, "payload");
                    messages.add(message);
                    batch.enqueue(message);
                }
            });
        }
        long full = StoreMaintenance.stat(fixture.folder).diskBytes();
        for (int i = 0; i < messages.size(); i += 1000) {
            List<StoredMessage> window = messages.subList(i, i + 1000);
            fixture.commit(batch -> window.forEach(batch::dequeue));
        }

        fixture.awaitHousekeeping();

        StoreStat stat = StoreMaintenance.stat(fixture.folder);
        assertThat(stat.queuedMessages()).isZero();
        assertThat(stat.diskBytes()).isLessThan(full / 4);
    }
}
