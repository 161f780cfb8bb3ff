package io.bellbird.e2e.crash;

import io.bellbird.e2e.BrokerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One round against a broker that runs: load, a crash at a random moment of it, a restart, everybody comes back, what is
 * still on its way arrives, and the ledger is checked. Now and then the broker crashes again while they come back.
 */
final class Round implements AutoCloseable {
    private static final int MORE_MESSAGES_MAX = 2_000;
    private static final int DELAY_MILLIS_MAX = 20;
    private static final int SECOND_CRASH_EVERY = 3;
    private static final int SECOND_CRASH_MILLIS_MAX = 400;

    private final Fleet fleet;
    private final BrokerProcess broker;
    private final Crash crash;
    private final Random random;
    private final int acknowledgedMin;
    private final Ledger ledger;
    private final Course course;
    private final Crew publishing;
    private final Crew others;

    /**
     * @param acknowledgedMin messages of QoS 1 and 2 that are acknowledged before the crash
     * @param ledgerFile does not exist
     */
    Round(Fleet fleet, BrokerProcess broker, Crash crash, Random random, int acknowledgedMin, Path ledgerFile) {
        this.fleet = fleet;
        this.broker = broker;
        this.crash = crash;
        this.random = random;
        this.acknowledgedMin = acknowledgedMin;
        ledger = new Ledger(ledgerFile);
        course = new Course(broker.port(), ledger);
        publishing = new Crew(course);
        others = new Crew(course);
    }

    /**
     * Runs the round; the broker runs when it ends.
     *
     * @throws AssertionError when the broker does not come back, or the load does not get on
     */
    Checker.Verdict run() {
        noteStanding();
        enrol();
        List<Subscriber> offline = load();
        awaitAcknowledged(acknowledgedMin + random.nextInt(MORE_MESSAGES_MAX));
        park(random.nextInt(DELAY_MILLIS_MAX));
        course.crashing();
        course.enter(Course.Phase.FINISH);
        crashAndRestart();
        offline.forEach(others::start);
        if (random.nextInt(SECOND_CRASH_EVERY) == 0) {
            park(random.nextInt(SECOND_CRASH_MILLIS_MAX));
            course.crashing();
            crashAndRestart();
        }
        publishing.awaitEnd();
        course.awaitDelivery(fleet.receivers(), ledger::entries);
        lookAtRetained();
        course.enter(Course.Phase.END);
        others.awaitEnd();
        return Checker.check(fleet.receivers(), fleet.willDelaysSeconds(), ledger.entries());
    }

    @Override
    public void close() {
        ledger.close();
    }

    private void noteStanding() {
        fleet.publishers().forEach(publisher -> publisher
                .retainedTopics()
                .forEach(
                        topic -> ledger.note(Entry.Kind.STANDING, publisher.id(), topic, publisher.lastNumber(topic))));
    }

    private void enrol() {
        Crew enrolling = new Crew(course);
        fleet.subscribers().forEach(enrolling::start);
        enrolling.awaitEnd();
    }

    /** @return the subscribers that are away */
    private List<Subscriber> load() {
        course.enter(Course.Phase.LOAD);
        for (WillClient client : fleet.willClients()) {
            CountDownLatch ready = client.prepare();
            others.start(client);
            Crew.await(() -> ready.getCount() == 0, client.id() + " with its will");
        }
        List<Subscriber> offline = new ArrayList<>();
        for (Subscriber subscriber : fleet.subscribers()) {
            if (random.nextInt(5) < 2) {
                offline.add(subscriber);
            } else {
                others.start(subscriber);
            }
        }
        fleet.publishers().forEach(publishing::start);
        return offline;
    }

    private void awaitAcknowledged(int messages) {
        Crew.await(() -> ledger.acknowledged() >= messages, messages + " acknowledged messages");
    }

    private void crashAndRestart() {
        crash.crashAndRestart(broker);
        lookAtRetained();
        course.restarted();
    }

    private void lookAtRetained() {
        RetainedView.look(course, fleet.retainedTopics(), ledger.entries());
    }

    private static void park(int millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
