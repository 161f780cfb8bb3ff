package io.bellbird.store.rocksdb;

import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.store.GroupRecord;
import io.bellbird.broker.store.RecoveredSession;
import io.bellbird.broker.store.Recovery;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a start finds. */
final class Found implements Recovery {
    final Map<Long, RecoveredSession> sessions = new TreeMap<>();
    final Map<Long, GroupRecord> groups = new TreeMap<>();
    final Map<String, Publication> retained = new TreeMap<>();
    private final Map<Long, Integer> counts = new ConcurrentHashMap<>();
    private final Map<Long, Long> bytes = new ConcurrentHashMap<>();
    private final CountDownLatch counted = new CountDownLatch(1);

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
    public void queue(long queue, int count, long memoryBytes) {
        if (counts.put(queue, count) != null) {
            throw new AssertionError("queue " + queue + " was told twice");
        }
        bytes.put(queue, memoryBytes);
    }

    @Override
    public void counted() {
        counted.countDown();
    }

    /** How many messages each queue had; waits for it. */
    Map<Long, Integer> counts() {
        awaitCounted();
        return new TreeMap<>(counts);
    }

    /** What each queue counted in memory; waits for it. */
    Map<Long, Long> bytes() {
        awaitCounted();
        return new TreeMap<>(bytes);
    }

    private void awaitCounted() {
        try {
            if (!counted.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("the queues were not counted");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
