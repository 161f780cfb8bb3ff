package io.bellbird.broker.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.store.RecoveredSession.Assignment;
import io.bellbird.broker.store.RecoveredSession.Subscribed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** All that a start finds in a store. */
final class StoreContents implements Recovery {
    /** The stores' wall clock tells milliseconds. */
    private static final long ARRIVAL_TOLERANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Map<Long, RecoveredSession> sessions = new TreeMap<>();
    private final Map<Long, GroupRecord> groups = new TreeMap<>();
    private final Map<String, Publication> retained = new TreeMap<>();
    private final Map<Long, Count> counts = new TreeMap<>();
    private Runnable counted = () -> {};

    private record Count(int messages, long bytes) {}

    /** @param done run when all queues were told */
    void whenCounted(Runnable done) {
        counted = done;
    }

    @Override
    public void session(RecoveredSession session) {
        sessions.put(session.session().number(), session);
    }

    @Override
    public void group(GroupRecord group) {
        groups.put(group.number(), group);
    }

    @Override
    public void retained(Publication publication) {
        retained.put(publication.topic().text(), publication);
    }

    @Override
    public void queue(long queue, int count, long bytes) {
        counts.put(queue, new Count(count, bytes));
    }

    @Override
    public void counted() {
        counted.run();
    }

    /** Hands out all but the counts. */
    void handOut(Recovery recovery) {
        retained.values().forEach(recovery::retained);
        groups.values().forEach(recovery::group);
        sessions.values().forEach(recovery::session);
    }

    /** What tells the counts, one by one. */
    List<Runnable> countsFor(Recovery recovery) {
        List<Runnable> telling = new ArrayList<>();
        counts.forEach((number, count) -> telling.add(() -> recovery.queue(number, count.messages, count.bytes)));
        telling.add(recovery::counted);
        return telling;
    }

    /** Both have the same, but for times that clocks tell. */
    void assertSameAs(StoreContents other) {
        assertThat(sessions.keySet()).as("sessions").isEqualTo(other.sessions.keySet());
        sessions.forEach((number, session) -> assertSame(session, other.sessions.get(number)));
        assertThat(groups).as("groups").isEqualTo(other.groups);
        assertThat(retained.keySet()).as("topics of retained messages").isEqualTo(other.retained.keySet());
        retained.forEach((topic, publication) -> assertSame(publication, other.retained.get(topic)));
        assertThat(counts).as("counts of queues").isEqualTo(other.counts);
    }

    private static void assertSame(RecoveredSession one, RecoveredSession other) {
        assertThat(one.session()).isEqualTo(other.session());
        assertThat(new HashSet<>(one.subscriptions()))
                .as("subscriptions of %s", one.session())
                .isEqualTo(new HashSet<Subscribed>(other.subscriptions()));
        assertThat(one.receivedIds())
                .as("packet ids from %s", one.session())
                .containsExactlyInAnyOrderElementsOf(other.receivedIds());
        Comparator<Assignment> order =
                Comparator.comparingLong(Assignment::queue).thenComparingLong(Assignment::sequence);
        assertThat(one.assignments().stream().sorted(order))
                .as("packet ids to %s", one.session())
                .isEqualTo(other.assignments().stream().sorted(order).toList());
    }

    private static void assertSame(Publication one, Publication other) {
        assertThat(withoutArrival(one)).isEqualTo(withoutArrival(other));
        if (one.properties().expires()) {
            assertThat(one.arrivedNanos() - other.arrivedNanos())
                    .as("difference in the time of arrival of %s", one)
                    .isBetween(-ARRIVAL_TOLERANCE_NANOS, ARRIVAL_TOLERANCE_NANOS);
        }
    }

    private static Publication withoutArrival(Publication publication) {
        return new Publication(
                publication.topic(),
                publication.qos(),
                publication.retain(),
                publication.payload(),
                publication.properties(),
                publication.publisher(),
                publication.username(),
                0,
                publication.number());
    }

    /** Both are the same part of a queue. */
    static void assertSame(List<StoredMessage> some, List<StoredMessage> others) {
        assertThat(places(some)).as("messages that are read").isEqualTo(places(others));
        for (int i = 0; i < some.size(); i++) {
            StoredMessage one = some.get(i);
            StoredMessage other = others.get(i);
            assertSame(one.publication(), other.publication());
            assertThat(one.qos()).isEqualTo(other.qos());
            assertThat(one.retain()).isEqualTo(other.retain());
            assertThat(one.identifiers()).isEqualTo(other.identifiers());
        }
    }

    private static List<String> places(List<StoredMessage> messages) {
        return messages.stream()
                .map(message -> message.queue() + ":" + message.sequence())
                .toList();
    }
}
