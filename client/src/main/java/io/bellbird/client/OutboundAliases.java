package io.bellbird.client;

import io.bellbird.codec.Topic;
import java.util.HashMap;
import java.util.Map;

/**
 * The topic aliases of one connection (section 3.3.2.3.4): the first topics that are published have them, as many as the
 * broker allows. Belongs to the client's loop.
 */
final class OutboundAliases {
    /** No alias. */
    static final int NONE = 0;

    private final int aliasMax;
    private final Map<Topic, Integer> aliases = new HashMap<>();

    /** @param aliasMax what the broker allows, 0..65535 [MQTT-3.3.2-9] */
    OutboundAliases(int aliasMax) {
        this.aliasMax = aliasMax;
    }

    /** The alias by which the broker knows the topic, or {@link #NONE}. */
    int known(Topic topic) {
        return aliasMax == 0 ? NONE : aliases.getOrDefault(topic, NONE);
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
