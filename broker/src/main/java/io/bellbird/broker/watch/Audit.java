package io.bellbird.broker.watch;

import io.bellbird.broker.AnyThread;

/** Takes note of what security is about. */
public interface Audit {
    /** Takes note of it; never waits. */
    @AnyThread
    void note(AuditEvent event);

    /** Events that could not be kept. */
    @AnyThread
    long lostCount();
}
