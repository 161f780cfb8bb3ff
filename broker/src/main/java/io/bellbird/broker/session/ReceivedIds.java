package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The packet ids of QoS 2 messages that came from a client and whose PUBREL did not: a PUBLISH with one of them is the
 * same message again, not to be routed a second time [MQTT-4.3.3-10]. They belong to the session.
 */
@ShardConfined
final class ReceivedIds {
    private final BitSet received = new BitSet(0);
    /** Those of {@link #received} whose message is still on its way in. */
    private final BitSet entering = new BitSet(0);

    private final Map<Integer, List<Runnable>> waiting = new HashMap<>(0);

    /** A start finds that the message with this packet id is in. */
    void recover(int packetId) {
        received.set(packetId);
    }

    boolean contains(int packetId) {
        return received.get(packetId);
    }

    /** The message begins to enter. */
    void begin(int packetId) {
        received.set(packetId);
        entering.set(packetId);
    }

    /** The message is in, and may be acknowledged. */
    void accepted(int packetId) {
        entering.clear(packetId);
        List<Runnable> actions = waiting.remove(packetId);
        if (actions != null) {
            actions.forEach(Runnable::run);
        }
    }

    /** Runs an action as soon as no message with this packet id is on its way in, maybe at once; several in order. */
    void whenAccepted(int packetId, Runnable action) {
        if (entering.get(packetId)) {
            waiting.computeIfAbsent(packetId, id -> new ArrayList<>(1)).add(action);
        } else {
            action.run();
        }
    }

    /**
     * The exchange is over: the packet id may come again with another message.
     *
     * @return false when it was not known
     */
    boolean end(int packetId) {
        boolean known = received.get(packetId);
        received.clear(packetId);
        return known;
    }
}
