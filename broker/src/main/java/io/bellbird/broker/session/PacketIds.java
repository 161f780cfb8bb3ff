package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import java.util.function.IntPredicate;

/** Chooses packet ids for a session's outgoing messages: from 1, ascending, never one in use [MQTT-2.2.1-4]. */
@ShardConfined
final class PacketIds {
    private static final int MAX = 65_535;

    private int last;

    /**
     * The next id.
     *
     * @param free whether an id may be used; at least one must be
     */
    int next(IntPredicate free) {
        for (int tried = 0; tried < MAX; tried++) {
            last = last == MAX ? 1 : last + 1;
            if (free.test(last)) {
                return last;
            }
        }
        throw new IllegalStateException("all packet ids are in use");
    }
}
