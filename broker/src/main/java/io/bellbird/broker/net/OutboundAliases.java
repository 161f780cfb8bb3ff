package io.bellbird.broker.net;

import io.bellbird.broker.ShardConfined;
import io.bellbird.codec.Topic;
import java.util.HashMap;
import java.util.Map;

/**
 * The topic aliases that are used towards one client (section 3.3.2.3.4): the first topics that it gets have them, as
 * many as it allows.
 */
@ShardConfined
final class OutboundAliases {
    /** No alias. */
    static final int NONE = 0;

    private final int aliasMax;
    private final Map<Topic, Integer> aliases = new HashMap<>();

    /** @param aliasMax the highest alias, 1..65535 [MQTT-3.3.2-11] */
    OutboundAliases(int aliasMax) {
        this.aliasMax = aliasMax;
    }

    /** The alias by which the client knows the topic, or {@link #NONE}. */
    int known(Topic topic) {
        return aliases.getOrDefault(topic, NONE);
    }

    /** A new alias for a topic that is sent along with it, or {@link #NONE} when all are taken. */
    int assign(Topic topic) {
        if (aliases.size() == aliasMax) {
            return NONE;
        }
        int alias = aliases.size() + 1;
        aliases.put(topic, alias);
        return alias;
    }
}
