package io.bellbird.client;

import io.bellbird.client.net.Endpoint;
import io.bellbird.codec.MqttVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The brokers that may be connected to, in rounds: each once, in order, and those that they name (section 4.11) at once. Knows
 * which version each speaks. Belongs to the client's loop.
 */
final class Brokers {
    private static final Logger log = LoggerFactory.getLogger(Brokers.class);

    private static final List<MqttVersion> NEWEST_FIRST = List.of(MqttVersion.V5, MqttVersion.V3_1_1, MqttVersion.V3_1);
    /** How often brokers may send a client on to others in one round. */
    private static final int SENT_ON_MAX = 4;
    /** Brokers that one may name. */
    private static final int NAMED_MAX = 16;
    /** A broker that closes so often without a word speaks another version than it did; until then it may be starting. */
    private static final int HANG_UPS_MAX = 5;

    private final List<Endpoint> own;
    /** The versions that brokers speak, once they are known; of those that may be tried. */
    private final Map<Endpoint, MqttVersion> spoken = new HashMap<>();
    /** How often they have closed without a word since. */
    private final Map<Endpoint, Integer> hangUps = new HashMap<>();
    /** Those that closed without a word last: the link may just have broken, so the next connection begins anew. */
    private final Set<Endpoint> silent = new HashSet<>();

    /** With those that were named last. */
    private List<Endpoint> all;

    private int current;
    private int sentOn;

    /** @param own those of the options; at least one */
    Brokers(List<Endpoint> own) {
        this.own = own;
        this.all = own;
    }

    /** The one whose turn it is. */
    Endpoint current() {
        return all.get(current);
    }

    /** The version that it speaks, as far as is known. */
    MqttVersion version() {
        return spoken.getOrDefault(current(), NEWEST_FIRST.get(0));
    }

    /** A broker has accepted a version. */
    void onAccepted(Endpoint broker, MqttVersion version) {
        hangUps.remove(broker);
        if (!silent.remove(broker) || version == NEWEST_FIRST.get(0)) {
            spoken.put(broker, version);
        }
    }

    /**
     * What to try with a broker that does not speak a version: the next older one, or, when it is another broker now than
     * the one that spoke it, what that may speak. Empty when the oldest was refused.
     */
    Optional<MqttVersion> insteadOf(MqttVersion refused, Endpoint broker) {
        boolean spokeIt = spoken.remove(broker) == refused;
        hangUps.remove(broker);
        int next = NEWEST_FIRST.indexOf(refused) + 1;
        if (spokeIt && next > 1) {
            return Optional.of(NEWEST_FIRST.get(0));
        }
        return next == NEWEST_FIRST.size() ? Optional.empty() : Optional.of(NEWEST_FIRST.get(next));
    }

    /** What to try with a broker that closes without a word; empty for the same once more. */
    Optional<MqttVersion> onHungUp(MqttVersion version, Endpoint broker) {
        if (spoken.containsKey(broker) && hangUps.merge(broker, 1, Integer::sum) < HANG_UPS_MAX) {
            return Optional.empty();
        }
        silent.add(broker);
        return insteadOf(version, broker);
    }

    /** A new round, which begins with who is named here, or with the first. */
    void begin(Optional<String> reference) {
        sentOn = 0;
        if (reference.isEmpty() || !follow(reference.get())) {
            current = 0;
        }
    }

    /**
     * Goes on to who is named here, or to the next.
     *
     * @return false when the round is over
     */
    boolean next(Optional<String> reference) {
        if (reference.isPresent() && sentOn < SENT_ON_MAX && follow(reference.get())) {
            return true;
        }
        current = (current + 1) % all.size();
        return current != 0;
    }

    private boolean follow(String reference) {
        List<Endpoint> named = new ArrayList<>();
        for (String each : reference.trim().split("\\s+", -1)) {
            try {
                named.add(current().elsewhere(each));
            } catch (IllegalArgumentException unusable) {
                log.warn("the broker {} names another one that is no address, or not as safe", current());
            }
        }
        if (named.isEmpty()) {
            return false;
        }
        sentOn++;
        Set<Endpoint> more = new LinkedHashSet<>(own);
        more.addAll(named.subList(0, Math.min(named.size(), NAMED_MAX)));
        all = List.copyOf(more);
        spoken.keySet().retainAll(all);
        hangUps.keySet().retainAll(all);
        silent.retainAll(all);
        current = all.indexOf(named.get(0));
        return true;
    }
}
