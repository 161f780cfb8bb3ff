package io.bellbird.store.rocksdb;

import static io.bellbird.store.rocksdb.StoreFixture.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.store.GroupRecord;
import io.bellbird.broker.store.Numbers;
import io.bellbird.broker.store.RecoveredSession;
import io.bellbird.broker.store.SessionRecord;
import io.bellbird.broker.store.StoredMessage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages of publications that several shards store before they count. */
class SettledTest {
    @TempDir
    Path temporary;

    private StoreFixture fixture;

    @BeforeEach
    void open() throws StoreException {
        fixture = new StoreFixture(temporary.resolve("data"));
        fixture.open();
        fixture.commit(batch -> {
            batch.putSession(new SessionRecord(1, "client", 60, false));
            batch.putGroup(new GroupRecord(2, "share", TopicFilter.parse("t")));
        });
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static StoredMessage numbered(long sequence, int lane, long count) {
        String payload = "lane " + lane + " count " + count;
        return message(
                1, sequence, StoreFixture.publication("t", payload).numbered(Numbers.publication(1, lane, count)));
    }

    @Test
    void only_what_is_settled_counts_after_a_start() throws StoreException {
        StoredMessage unsettled = numbered(13, 0, 3);
        fixture.commit(batch -> {
            batch.enqueue(numbered(11, 0, 1));
            batch.enqueue(numbered(12, 0, 2));
            batch.enqueue(unsettled);
            batch.assignPacketId(unsettled, 1, 77);
            batch.enqueue(numbered(14, 5, 1));
            batch.enqueue(message(1, 15, "without number"));
            batch.settled(Numbers.publication(1, 0, 1));
            batch.settled(Numbers.publication(1, 0, 2));
        });
        assertThat(fixture.payloads(1)).as("in the same process").hasSize(5);

        for (int starts = 0; starts < 3; starts++) {
            fixture.reopen();
            assertThat(fixture.payloads(1)).containsExactly("lane 0 count 1", "lane 0 count 2", "without number");
            assertThat(fixture.read(1))
                    .allMatch(message -> message.publication().number() == 0);
            assertThat(fixture.found().counts()).isEqualTo(Map.of(1L, 3));
            assertThat(fixture.found().sessions.get(1L).assignments()).isEmpty();
        }
    }

    @Test
    void lanes_begin_anew_in_each_generation() throws StoreException {
        fixture.commit(batch -> batch.settled(Numbers.publication(1, 0, 1000)));
        fixture.reopen();
        long sequence = Numbers.beforeSequences(2) + 1;
        long number = Numbers.publication(2, 0, 1);
        fixture.commit(batch -> batch.enqueue(
                message(1, sequence, StoreFixture.publication("t", "a").numbered(number))));

        fixture.reopen();
        assertThat(fixture.payloads(1)).isEmpty();
    }

    @Test
    void what_is_dropped_leaves_nothing() throws StoreException {
        fixture.commit(batch -> batch.enqueue(numbered(11, 0, 1)));
        fixture.reopen();
        fixture.found().counts();
        fixture.awaitHousekeeping();
        fixture.close();

        CheckReport report = StoreMaintenance.check(fixture.folder, line -> {});
        assertThat(report.problems()).isEmpty();
        assertThat(report.notes()).isEmpty();
        assertThat(StoreMaintenance.stat(fixture.folder).queuedMessages()).isZero();
    }

    @Test
    void a_message_of_a_group_keeps_its_packet_id_for_its_member() throws StoreException {
        StoredMessage message = message(2, 11, "shared");
        fixture.commit(batch -> {
            batch.enqueue(message);
            batch.assignPacketId(message, 1, 9);
        });

        fixture.reopen();

        assertThat(fixture.found().sessions.get(1L).assignments())
                .isEqualTo(List.of(new RecoveredSession.Assignment(2, 11, 9, false)));
        fixture.commit(batch -> batch.removeSession(1));
        fixture.reopen();
        assertThat(fixture.payloads(2)).containsExactly("shared");
    }
}
