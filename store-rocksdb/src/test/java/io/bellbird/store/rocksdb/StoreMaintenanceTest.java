package io.bellbird.store.rocksdb;

import static io.bellbird.store.rocksdb.StoreFixture.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.store.Durability;
import io.bellbird.broker.store.SessionRecord;
import io.bellbird.broker.store.StoredMessage;
import io.bellbird.broker.store.StoredWill;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;
import io.bellbird.codec.WillMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreMaintenanceTest {
    private static final int RECEIVERS = 3;

    @TempDir
    Path temporary;

    private StoreFixture fixture;

    @BeforeEach
    void open() throws StoreException {
        fixture = new StoreFixture(temporary.resolve("data"));
        fixture.open();
        Publication large = StoreFixture.publication("t", "x".repeat(3000));
        StoredWill will = new StoredWill(
                new WillMessage(Topic.of("w"), Qos.AT_LEAST_ONCE, false, Bytes.EMPTY, 5, PublishProperties.NONE),
                null,
                "127.0.0.1:1");
        fixture.retained.put(Topic.of("r"), StoreFixture.publication("r", "retained"));
        fixture.commit(batch -> {
            for (int i = 1; i <= RECEIVERS; i++) {
                batch.putSession(new SessionRecord(i, "client" + i, 60, i == 1, i <= 2 ? will : null, List.of()));
                batch.putSubscription(i, TopicFilter.parse("t"), SubscriptionOptions.of(Qos.AT_LEAST_ONCE), 0);
                batch.enqueue(message(i, 1, large));
                batch.enqueue(message(i, 2, "small"));
            }
            batch.retainedChanged(Topic.of("r"));
        });
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void checkStat() throws StoreException {
        StoreStat stat = StoreMaintenance.stat(fixture.folder);
        assertThat(stat.format()).isEqualTo(Meta.FORMAT);
        assertThat(stat.sessions()).isEqualTo(RECEIVERS);
        assertThat(stat.subscriptions()).isEqualTo(RECEIVERS);
        assertThat(stat.groups()).isZero();
        assertThat(stat.queuedMessages()).isEqualTo(2 * RECEIVERS);
        assertThat(stat.queuedBytes())
                .isEqualTo(RECEIVERS
                        * (StoreFixture.publication("t", "x".repeat(3000)).memoryBytes()
                                + StoreFixture.publication("t", "small").memoryBytes()));
        assertThat(stat.retained()).isEqualTo(1);
        assertThat(stat.pendingWills()).as("that of client1 is not pending").isEqualTo(1);
        assertThat(stat.diskBytes()).isPositive();
    }

    @Test
    void figures_are_right_while_a_broker_runs_and_when_none_does() throws StoreException {
        checkStat();
        fixture.close();
        checkStat();
    }

    @Test
    void a_check_finds_nothing_wrong_while_a_broker_runs_and_when_none_does() throws StoreException {
        List<String> progress = new ArrayList<>();
        CheckReport running = StoreMaintenance.check(fixture.folder, progress::add);
        fixture.close();
        CheckReport stopped = StoreMaintenance.check(fixture.folder, line -> {});

        assertThat(running.problems()).isEmpty();
        assertThat(running.isSound()).isTrue();
        assertThat(progress).isNotEmpty();
        assertThat(stopped.problems()).isEmpty();
        assertThat(stopped.entries()).isEqualTo(running.entries());
    }

    @Test
    void a_payload_with_several_receivers_is_stored_once_and_goes_with_the_last() throws StoreException {
        assertThat(entries("message")).isEqualTo(1);
        for (int i = 1; i <= RECEIVERS; i++) {
            List<StoredMessage> read = fixture.read(i);
            assertThat(read.get(0).publication().payload().toUtf8()).hasSize(3000);
            fixture.reopen();
            fixture.awaitHousekeeping();
            assertThat(entries("message")).isEqualTo(1);
            StoredMessage message = fixture.read(i).get(0);
            fixture.commit(batch -> batch.dequeue(message));
        }
        assertThat(entries("message")).isZero();
    }

    @Test
    void a_payload_goes_with_the_last_session_that_wants_it() throws StoreException {
        fixture.commit(batch -> {
            batch.removeSession(1);
            batch.removeSession(2);
        });
        fixture.awaitHousekeeping();
        assertThat(fixture.read(3).get(0).publication().payload().length()).isEqualTo(3000);
        assertThat(entries("message")).isEqualTo(1);
        fixture.commit(batch -> batch.removeSession(3));
        fixture.awaitHousekeeping();
        assertThat(entries("message")).isZero();
        assertThat(entries("queue")).isZero();
        assertThat(entries("subscription")).isZero();
    }

    private long entries(String family) throws StoreException {
        return StoreView.use(fixture.folder, database -> {
            long[] count = new long[1];
            for (Family each : Family.values()) {
                if (each.toString().equals(family)) {
                    Entries.forEach(database, each, (key, value) -> count[0]++);
                }
            }
            return count[0];
        });
    }

    @Test
    void a_backup_of_a_running_broker_can_be_started_from() throws Exception {
        Path destination = temporary.resolve("backup");

        long bytes = StoreMaintenance.backup(fixture.folder, destination, line -> {});

        fixture.commit(batch -> batch.removeSession(1));
        assertThat(bytes).isPositive();
        assertThat(Files.exists(destination.resolve("db"))).isTrue();
        try (StoreFixture copy = new StoreFixture(destination)) {
            copy.open();
            assertThat(copy.found().sessions).hasSize(RECEIVERS);
            assertThat(copy.found().retained).containsKey("r");
            for (int i = 1; i <= RECEIVERS; i++) {
                assertThat(copy.read(i)).hasSize(2);
            }
        }
        assertThat(StoreMaintenance.check(destination, line -> {}).problems()).isEmpty();
        assertThatThrownBy(() -> StoreMaintenance.backup(fixture.folder, destination, line -> {}))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("not empty");
    }

    @Test
    void backups_while_the_broker_writes_and_deletes_files_are_consistent() throws Exception {
        List<StoredMessage> queued = new ArrayList<>();
        AtomicBoolean ended = new AtomicBoolean();
        Thread writer = new Thread(() -> {
            for (int i = 0; !ended.get(); i++) {
                int sequence = 10 + i;
                StoredMessage next = message(1, sequence, "y".repeat(2000));
                queued.add(next);
                fixture.begin(Durability.MEMORY, batch -> batch.enqueue(next));
                if (queued.size() > 50) {
                    StoredMessage oldest = queued.remove(0);
                    fixture.commit(batch -> batch.dequeue(oldest));
                }
            }
        });
        writer.start();
        try {
            for (int i = 0; i < 5; i++) {
                Path destination = temporary.resolve("backup" + i);
                StoreMaintenance.backup(fixture.folder, destination, line -> {});
                assertThat(StoreMaintenance.check(destination, line -> {}).problems())
                        .isEmpty();
            }
        } finally {
            ended.set(true);
            writer.join();
        }
    }

    @Test
    void a_folder_without_a_store_is_named() {
        Path folder = temporary.resolve("nothing");
        assertThatThrownBy(() -> StoreMaintenance.stat(folder))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(folder.toString());
    }
}
