package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The packet ids of QoS 2 messages that came from a client and whose PUBREL did not: a PUBLISH with one of them is the
 * same message again, not to be routed a second time [MQTT-4.3.3-10]. They belong to the session.
 */
@ShardConfined
final class ReceivedIds {
    /** Null until there is one: most clients never send with QoS 2. */
    private @Nullable BitSet received;
    /** Null until one is. */
    private @Nullable Entering entering;

    /** What is known of {@link #received} packet ids whose message is still on its way in. */
    private static final class Entering {
        private final BitSet packetIds = new BitSet();
        private final Map<Integer, List<Runnable>> waiting = new HashMap<>();
    }

    /** A start finds that the message with this packet id is in. */
    void recover(int packetId) {
        add(packetId);
    }

    private void add(int packetId) {
        if (received == null) {
            received = new BitSet();
        }
        received.set(packetId);
    }

    boolean contains(int packetId) {
        return received != null && received.get(packetId);
    }

    /** The message begins to enter. */
    void begin(int packetId) {
        add(packetId);
        if (entering == null) {
            entering = new Entering();
        }
        entering.packetIds.set(packetId);
    }

    /** The message is in, and may be acknowledged. */
    void accepted(int packetId) {
        if (entering == null) {
            return;
        }
        entering.packetIds.clear(packetId);
        List<Runnable> actions = entering.waiting.remove(packetId);
        if (actions != null) {
            actions.forEach(Runnable::run);
        }
    }

    /** Runs an action as soon as no message with this packet id is on its way in, maybe at once; several in order. */
    void whenAccepted(int packetId, Runnable action) {
        if (entering != null && entering.packetIds.get(packetId)) {
            entering.waiting.computeIfAbsent(packetId, id -> new ArrayList<>(1)).add(action);
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
        boolean known = contains(packetId);
        if (known) {
            received.clear(packetId);
        }
        return known;
    }
}
