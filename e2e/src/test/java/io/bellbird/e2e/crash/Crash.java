package io.bellbird.e2e.crash;

import io.bellbird.e2e.BrokerProcess;

/** A way in which a broker, or its whole machine, ends without a warning. */
@FunctionalInterface
public interface Crash {
    /** What {@code kill -9} does. */
    Crash KILL = broker -> {
        broker.kill();
        broker.restart();
    };

    /** Ends the broker and starts it again. Returns when it accepts. */
    void crashAndRestart(BrokerProcess broker);
}
