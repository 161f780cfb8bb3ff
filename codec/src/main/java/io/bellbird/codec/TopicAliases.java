package io.bellbird.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The topics that the sender of one connection has given numbers, to send the numbers alone (section 3.3.2.3.4). */
final class TopicAliases {
    private static final @Nullable Topic[] NONE = {};

    private @Nullable Topic[] topics = NONE;
    private int maximum;

    /**
     * How many may be used.
     *
     * @param maximum 0..65535, the Topic Alias Maximum that was announced to the sender
     */
    void accept(int maximum) {
        this.maximum = maximum;
        if (topics.length > maximum + 1) {
            this.topics = Arrays.copyOf(topics, maximum + 1);
        }
    }

    /**
     * The topic that a PUBLISH means, and remembers it when it came with the alias.
     *
     * @param topic what the packet has, or null when its topic name is empty
     * @param fromClient decides which statement an alias above the maximum breaks
     * @throws ProtocolError TOPIC_ALIAS_INVALID when it is 0 or above the maximum; PROTOCOL_ERROR when it stands for
     *     no topic yet
     */
    Topic resolve(int alias, @Nullable Topic topic, boolean fromClient) {
        if (alias == 0) {
            throw new ProtocolError(ReasonCode.TOPIC_ALIAS_INVALID, "MQTT-3.3.2-8", "a topic alias of 0");
        }
        if (alias > maximum) {
            throw new ProtocolError(
                    ReasonCode.TOPIC_ALIAS_INVALID,
                    fromClient ? "MQTT-3.3.2-9" : "MQTT-3.3.2-11",
                    "topic alias " + alias + " is above the maximum of " + maximum);
        }
        if (topic != null) {
            set(alias, topic);
            return topic;
        }
        Topic known = alias < topics.length ? topics[alias] : null;
        if (known == null) {
            throw PacketBody.protocolError("", "topic alias " + alias + " stands for no topic yet");
        }
        return known;
    }

    private void set(int alias, Topic topic) {
        if (alias >= topics.length) {
            topics = Arrays.copyOf(topics, Math.min(maximum + 1, Math.max(2 * alias, 8)));
        }
        topics[alias] = topic;
    }
}
