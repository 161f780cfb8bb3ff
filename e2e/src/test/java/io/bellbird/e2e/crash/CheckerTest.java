package io.bellbird.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.e2e.crash.Entry.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checker finds what it looks for, and lets pass what the standard allows. */
final class CheckerTest {
    private static final String QOS_0 = "load/1/0";
    private static final String QOS_1 = "load/1/1";
    private static final String QOS_2 = "load/1/2";
    private static final String WILL = "will/w/1";
    private static final String RETAINED = "retained/r/1";
    private static final Receiver SESSION = new Receiver("s", List.of("s"), List.of("load/#", "will/#"), 2);
    private static final Receiver GROUP = new Receiver("group", List.of("a", "b"), List.of("load/#"), 2);

    private final List<Entry> entries = new ArrayList<>();

    @Test
    void what_was_acknowledged_must_arrive() {
        // given
        sent(QOS_1, 0, 1, 2);
        note(Kind.ACKNOWLEDGED, "p", QOS_1, 0);
        note(Kind.ACKNOWLEDGED, "p", QOS_1, 1);
        // when
        received("s", QOS_1, 0);
        // then: number 2 was not acknowledged
        assertThat(violations(SESSION)).containsExactly("lost for s: Message[topic=load/1/1, number=1]");
    }

    @Test
    void qos_2_and_qos_0_arrive_at_most_once_whatever_happens() {
        // given
        sent(QOS_2, 0);
        sent(QOS_0, 0);
        received("s", QOS_2, 0);
        received("s", QOS_0, 0);
        // when
        note(Kind.CONNECTED, "s", "", 0);
        received("s", QOS_2, 0);
        received("s", QOS_0, 0);
        // then
        assertThat(violations(SESSION)).hasSize(2).allSatisfy(line -> assertThat(line)
                .startsWith("more than once"));
    }

    @Test
    void qos_1_arrives_again_only_after_a_lost_connection_or_when_it_was_sent_again() {
        // given
        sent(QOS_1, 0, 1, 2);
        received("s", QOS_1, 0, 1, 2);
        // when: 0 without a reason, 1 sent again, 2 on a new connection
        received("s", QOS_1, 0);
        note(Kind.SENT_AGAIN, "p", QOS_1, 1);
        received("s", QOS_1, 1);
        note(Kind.CONNECTED, "s", "", 0);
        received("s", QOS_1, 2);
        // then
        assertThat(violations(SESSION))
                .containsExactly("again without a reason: Message[topic=load/1/1, number=0] for s and s");
    }

    @Test
    void what_was_read_after_the_crash_and_before_the_restart_may_come_again() {
        sent(QOS_1, 0);
        note(Kind.CRASHED, "", "", 0);
        received("s", QOS_1, 0);
        note(Kind.RESTARTED, "", "", 0);

        received("s", QOS_1, 0);

        assertThat(violations(SESSION)).isEmpty();
    }

    @Test
    void a_topic_arrives_in_order_repetitions_apart() {
        // given
        sent(QOS_1, 0, 1, 2);
        received("s", QOS_1, 0, 1);
        note(Kind.CONNECTED, "s", "", 0);
        received("s", QOS_1, 0, 1);
        assertThat(violations(SESSION)).isEmpty();
        // when
        sent(QOS_2, 3, 4);
        received("s", QOS_2, 4, 3);
        // then
        assertThat(violations(SESSION)).hasSize(1).first().asString().contains("after number 4");
    }

    @Test
    void one_member_of_a_group_gets_a_message() {
        // given
        sent(QOS_2, 0, 1);
        note(Kind.ACKNOWLEDGED, "p", QOS_2, 0);
        note(Kind.ACKNOWLEDGED, "p", QOS_2, 1);
        received("a", QOS_2, 1);
        received("b", QOS_2, 0);
        assertThat(violations(GROUP)).isEmpty();
        // when
        received("a", QOS_2, 0);
        // then
        assertThat(violations(GROUP)).hasSize(1).first().asString().contains("for b and a");
    }

    @Test
    void what_nobody_sent_in_the_round_must_not_arrive() {
        // when
        received("s", QOS_2, 7);
        // then
        assertThat(violations(SESSION)).hasSize(1).first().asString().contains("nobody sent");
    }

    @Test
    void the_retained_message_is_the_last_acknowledged_or_a_later_one() {
        // given
        note(Kind.STANDING, "p", RETAINED, 0);
        sent(RETAINED, 1, 2, 3);
        note(Kind.ACKNOWLEDGED, "p", RETAINED, 1);
        note(Kind.ACKNOWLEDGED, "p", RETAINED, 2);
        // when
        for (int number = -1; number <= 4; number++) {
            note(Kind.RETAINED, "view", RETAINED, number);
        }
        // then
        assertThat(violations(SESSION))
                .hasSize(4)
                .noneMatch(line -> line.contains("is number 2,") || line.contains("is number 3,"));
    }

    @Test
    void a_cleared_topic_may_be_empty() {
        // given: each seventh message clears
        note(Kind.STANDING, "p", RETAINED, 5);
        sent(RETAINED, 6);
        // when
        note(Kind.RETAINED, "view", RETAINED, -1);
        note(Kind.RETAINED, "view", RETAINED, 5);
        note(Kind.ACKNOWLEDGED, "p", RETAINED, 6);
        note(Kind.RETAINED, "view", RETAINED, -1);
        assertThat(violations(SESSION)).isEmpty();
        note(Kind.RETAINED, "view", RETAINED, 5);
        // then
        assertThat(violations(SESSION)).hasSize(1);
    }

    @Test
    void the_will_of_who_was_there_at_the_crash_arrives() {
        // given
        sent(WILL, 1);
        note(Kind.WILL_SET, "w", WILL, 1);
        note(Kind.CRASHED, "", "", 0);
        assertThat(violations(SESSION)).containsExactly("lost for s: Message[topic=will/w/1, number=1]");
        // when
        received("s", WILL, 1);
        // then
        assertThat(violations(SESSION)).isEmpty();
    }

    @Test
    void a_will_comes_not_before_the_crash_and_not_when_it_is_void() {
        // given
        sent(WILL, 1, 2);
        note(Kind.WILL_SET, "w", WILL, 1);
        // when
        received("s", WILL, 1);
        note(Kind.WILL_SET, "w", WILL, 2);
        note(Kind.CRASHED, "", "", 0);
        note(Kind.WILL_CANCELLED, "w", WILL, 2);
        received("s", WILL, 2);
        // then
        assertThat(violations(SESSION)).hasSize(2).anyMatch(line -> line.contains("too early"));
    }

    @Test
    void a_ledger_is_read_as_it_was_written(@TempDir Path folder) throws IOException {
        // given
        List<Entry> written;
        try (Ledger ledger = new Ledger(folder.resolve("ledger.txt"))) {
            ledger.note(Kind.SENT, "p", QOS_2, 17);
            ledger.acknowledge("p", List.of(new Message(QOS_2, 17)));
            ledger.note(Kind.WRONG, "p", "what is wrong", 0);
            written = ledger.entries();
        }
        // then
        assertThat(Ledger.read(folder.resolve("ledger.txt"))).isEqualTo(written);
    }

    private void sent(String topic, int... numbers) {
        for (int number : numbers) {
            note(Kind.SENT, "p", topic, number);
        }
    }

    private void received(String client, String topic, int... numbers) {
        for (int number : numbers) {
            note(Kind.RECEIVED, client, topic, number);
        }
    }

    private void note(Kind kind, String client, String text, int number) {
        entries.add(new Entry(TimeUnit.SECONDS.toNanos(entries.size()), kind, client, text, number));
    }

    private List<String> violations(Receiver receiver) {
        return Checker.check(List.of(receiver), Map.of(WILL, 0), entries).violations();
    }
}
