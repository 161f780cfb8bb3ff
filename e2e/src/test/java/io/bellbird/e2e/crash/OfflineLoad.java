package io.bellbird.e2e.crash;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.wire.Mqtt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Messages for sessions that are away until the end. So any state that the broker was in can be checked by itself: the
 * clients have seen nothing of what came after it.
 */
public final class OfflineLoad implements AutoCloseable {
    private static final int PUBLISHERS = 4;
    private static final int SESSIONS = 4;

    private final Ledger ledger;
    private final List<Publisher> publishers;
    private final List<Receiver> receivers = IntStream.range(0, SESSIONS)
            .mapToObj(number -> new Receiver(
                    "away-" + number,
                    List.of("away-" + number),
                    List.of(number == 0 ? "load/#" : "load/" + number + "/#"),
                    number % 2 + 1))
            .toList();
    private long enrolledNanos;

    /**
     * Makes the clients.
     *
     * @param ledgerFile does not exist
     */
    public OfflineLoad(long seed, Path ledgerFile) {
        ledger = new Ledger(ledgerFile);
        publishers = IntStream.range(0, PUBLISHERS)
                .mapToObj(number -> new Publisher(number, version(number), seed))
                .toList();
    }

    /**
     * Makes the sessions, and publishes until the broker is killed in the midst of it.
     *
     * @param acknowledgedMin messages of QoS 1 and 2 that are acknowledged before
     */
    public void run(BrokerProcess broker, int acknowledgedMin) {
        Course course = new Course(broker.port(), ledger);
        visit(course);
        enrolledNanos = System.nanoTime();
        course.enter(Course.Phase.LOAD);
        Crew crew = new Crew(course);
        publishers.forEach(crew::start);
        Crew.await(() -> ledger.acknowledged() >= acknowledgedMin, acknowledgedMin + " acknowledged messages");
        course.crashing();
        broker.kill();
        course.abandon();
        crew.awaitEnd();
    }

    /** When the sessions and subscriptions of all had been confirmed. */
    public long enrolledNanos() {
        return enrolledNanos;
    }

    /**
     * Looks for what was acknowledged before a moment, with a broker that was started on what there was then.
     *
     * @return what is lost or otherwise wrong
     */
    public List<String> violations(BrokerProcess broker, Path ledgerFile, long momentNanos) {
        List<Entry> before = ledger.entries().stream()
                .filter(entry -> entry.kind() == Entry.Kind.SENT
                        || entry.kind() == Entry.Kind.SENT_AGAIN
                        || (entry.kind() == Entry.Kind.ACKNOWLEDGED && entry.nanos() <= momentNanos))
                .toList();
        try (Ledger found = new Ledger(ledgerFile)) {
            Course course = new Course(broker.port(), found);
            Supplier<List<Entry>> all = () -> joined(before, found.entries());
            List<String> topics = publishers.stream()
                    .flatMap(publisher -> publisher.retainedTopics().stream())
                    .toList();
            RetainedView.look(course, topics, before);
            course.enter(Course.Phase.FINISH);
            Crew crew = new Crew(course);
            subscribers().forEach(crew::start);
            course.awaitDelivery(receivers, all);
            course.enter(Course.Phase.END);
            crew.awaitEnd();
            return Checker.check(receivers, Map.of(), all.get()).violations();
        }
    }

    @Override
    public void close() {
        ledger.close();
    }

    private void visit(Course course) {
        Crew crew = new Crew(course);
        subscribers().forEach(crew::start);
        crew.awaitEnd();
    }

    /** New ones, which remember nothing. */
    private List<Subscriber> subscribers() {
        List<Subscriber> subscribers = new ArrayList<>();
        for (int number = 0; number < SESSIONS; number++) {
            Receiver receiver = receivers.get(number);
            subscribers.add(new Subscriber(receiver.name(), version(number / 2), receiver, "", 65_535, 0));
        }
        return subscribers;
    }

    private static List<Entry> joined(List<Entry> first, List<Entry> second) {
        List<Entry> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static Mqtt version(int number) {
        return number % 2 == 0 ? Mqtt.V5 : Mqtt.V3_1_1;
    }
}
