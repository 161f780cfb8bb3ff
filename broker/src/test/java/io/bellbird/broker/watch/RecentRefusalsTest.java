package io.bellbird.broker.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.routing.Racers;
import io.bellbird.broker.watch.RecentRefusals.Refusal;
import io.bellbird.codec.ReasonCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What clients were refused lately. */
class RecentRefusalsTest {
    private final AtomicLong millis = new AtomicLong();
    private final List<AuditEvent> passedOn = new ArrayList<>();
    private final RecentRefusals refusals = new RecentRefusals(null, () -> Instant.ofEpochMilli(millis.get()));

    private static AuditEvent refused(String client, String topic) {
        AuditEvent.Peer peer = new AuditEvent.Peer(client, "ann", "127.0.0.1:1", "1883");
        return AuditEvent.refused("publish", peer, topic, ReasonCode.NOT_AUTHORIZED, "no rule allows it");
    }

    private List<String> topicsOf(String client) {
        return refusals.latest(refusal -> refusal.field("client").equals(client)).stream()
                .map(refusal -> refusal.field("topic"))
                .toList();
    }

    @Test
    void the_same_refusal_is_counted_and_the_latest_comes_first() {
        refusals.note(refused("c", "a"));
        millis.set(1);
        refusals.note(refused("c", "b"));
        millis.set(2);
        refusals.note(refused("c", "a"));

        List<Refusal> found = refusals.latest(refusal -> true);

        assertThat(found).extracting(Refusal::count).containsExactly(2L, 1L);
        assertThat(found).extracting(Refusal::timeMillis).containsExactly(2L, 1L);
        assertThat(found.get(0).fields())
                .containsEntry("user", "ann")
                .containsEntry("rule", "no rule allows it")
                .containsEntry("reason", "NOT_AUTHORIZED");
    }

    @Test
    void one_who_tries_all_the_time_hides_no_other() {
        refusals.note(refused("quiet", "a"));
        for (int i = 0; i < 1_000; i++) {
            millis.set(i);
            refusals.note(refused("loud", "topic/" + i));
        }

        assertThat(topicsOf("quiet")).containsExactly("a");
        assertThat(topicsOf("loud")).hasSize(RecentRefusals.REFUSALS_MAX).startsWith("topic/999");
    }

    @Test
    void those_that_were_refused_longest_ago_are_forgotten() {
        for (int i = 0; i <= RecentRefusals.CLIENTS_MAX; i++) {
            refusals.note(refused("c" + i, "a"));
        }

        assertThat(topicsOf("c0")).isEmpty();
        assertThat(topicsOf("c1")).containsExactly("a");
        assertThat(refusals.latest(refusal -> true)).hasSize(RecentRefusals.CLIENTS_MAX);
    }

    @Test
    void long_texts_are_cut() {
        refusals.note(refused("c", "a".repeat(60_000)));

        assertThat(topicsOf("c").get(0)).hasSize(RecentRefusals.CHARS_MAX + 1).endsWith("…");
    }

    @Test
    void everything_is_passed_on_and_only_refusals_are_remembered() {
        RecentRefusals before = new RecentRefusals(
                new Audit() {
                    @Override
                    public void note(AuditEvent event) {
                        passedOn.add(event);
                    }

                    @Override
                    public long lostCount() {
                        return 7;
                    }
                },
                () -> Instant.EPOCH);

        before.note(AuditEvent.stopped());
        before.note(refused("c", "a"));

        assertThat(passedOn).hasSize(2);
        assertThat(before.lostCount()).isEqualTo(7);
        assertThat(before.latest(refusal -> true)).hasSize(1);
    }

    @Test
    void shards_that_note_at_the_same_time_lose_nothing() throws Exception {
        Racers.race(() -> noteOften("a"), () -> noteOften("b"), () -> noteOften("b"));

        assertThat(refusals.latest(refusal -> refusal.field("client").equals("a")))
                .extracting(Refusal::count)
                .containsExactly(10_000L);
        assertThat(refusals.latest(refusal -> refusal.field("client").equals("b")))
                .extracting(Refusal::count)
                .containsExactly(20_000L);
    }

    private void noteOften(String client) {
        for (int i = 0; i < 10_000; i++) {
            refusals.note(refused(client, "a"));
        }
    }
}
