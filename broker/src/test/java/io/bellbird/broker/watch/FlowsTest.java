package io.bellbird.broker.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.bellbird.broker.AllocatedBytes;
import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowsTest {
    private static final Topic BELL = Topic.of("home/bell");

    private final Flows flows = new Flows();
    private final List<String> clients = new ArrayList<>();
    private final List<Topic> topics = new ArrayList<>();

    /** So many clients, each with a topic of its own. */
    private void pairs(int count) {
        for (int i = 0; i < count; i++) {
            clients.add("client-" + i);
            topics.add(Topic.of("plant/" + i + "/temperature"));
        }
    }

    /** Every client publishes, one after the other, until there were so many messages. */
    private void publish(int messages) {
        for (int i = 0; i < messages; i++) {
            flows.published(clients.get(i % clients.size()), topics.get(i % clients.size()));
        }
    }

    private static long published(Flows.Window window) {
        return window.flows().stream().mapToLong(Flow::published).sum();
    }

    @Test
    void a_few_messages_are_counted_exactly() {
        flows.published("ann", BELL);
        flows.sent("bob", BELL);
        flows.sent("bob", BELL);
        flows.sent("ann", Topic.of("home/light"));
        flows.published("ann", Topic.of("home/bell"));

        Flows.Window window = flows.take();

        assertThat(window.flows())
                .containsExactlyInAnyOrder(
                        new Flow("ann", BELL, 2, 0),
                        new Flow("bob", BELL, 0, 2),
                        new Flow("ann", Topic.of("home/light"), 0, 1));
        assertThat(window.published()).isEqualTo(2);
        assertThat(window.sent()).isEqualTo(3);
        assertThat(window.missed()).isZero();
    }

    @Test
    void what_was_taken_is_not_counted_again() {
        flows.published("ann", BELL);
        flows.take();

        assertThat(flows.take()).isEqualTo(Flows.Window.EMPTY);
    }

    @Test
    void of_many_messages_some_are_looked_at_and_count_for_all() {
        pairs(20);
        publish(50_000);
        flows.take();

        publish(50_000);
        Flows.Window window = flows.take();

        assertThat(window.published()).isEqualTo(50_000);
        assertThat(published(window)).isCloseTo(50_000, withinPercentage(15));
    }

    @Test
    void clients_who_take_turns_are_all_seen() {
        pairs(10);
        long[] counted = new long[clients.size()];
        for (int i = 0; i < 20; i++) {
            publish(10_000);
            for (Flow flow : flows.take().flows()) {
                counted[clients.indexOf(flow.clientId())] += flow.published();
            }
        }

        for (long ofOne : counted) {
            assertThat(ofOne).isCloseTo(20_000, withinPercentage(25));
        }
    }

    @Test
    void messages_that_come_all_of_a_sudden_are_counted_as_well_and_few_of_them_looked_at() {
        pairs(100_000);
        flows.take();

        publish(100_000);
        Flows.Window window = flows.take();

        assertThat(published(window) + window.missed()).isCloseTo(100_000, withinPercentage(15));
        assertThat(window.flows()).hasSizeLessThanOrEqualTo(10 * Flows.LOOKUPS_MAX);
    }

    @Test
    void what_there_is_no_room_for_is_counted_as_missed() {
        pairs(100_000);
        for (int i = 0; i < 200; i++) {
            publish(clients.size());
        }
        Flows.Window window = flows.take();

        assertThat(window.flows()).hasSize(Flows.EDGES_MAX);
        assertThat(window.missed()).isPositive();
        assertThat(published(window) + window.missed()).isCloseTo(window.published(), withinPercentage(15));
    }

    @Test
    void after_a_flood_a_few_messages_are_counted_exactly_again() {
        pairs(1);
        publish(1_000_000);
        flows.take();
        flows.take();

        publish(7);

        assertThat(flows.take().flows()).containsExactly(new Flow("client-0", topics.get(0), 7, 0));
    }

    @Test
    void a_message_does_not_allocate() {
        pairs(100);
        publish(100);

        assertThat(AllocatedBytes.of(10, () -> publish(100))).isZero();
    }
}
