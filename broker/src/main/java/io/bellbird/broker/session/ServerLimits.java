package io.bellbird.broker.session;

import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.routing.SharedFilter;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.ConnAck;
import io.bellbird.codec.Connect;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.Topic;
import io.bellbird.codec.Utf8;
import io.bellbird.codec.WillMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What this broker grants and forbids, as the configuration and the standard give it. */
public final class ServerLimits {
    /** Levels of a topic name or filter; more end the connection. */
    public static final int TOPIC_LEVELS_MAX = 200;
    /** Topic filters in one SUBSCRIBE; those above are refused. */
    static final int FILTERS_MAX = 1_000;
    /** Subscriptions of a session; those above are refused. */
    static final int SUBSCRIPTIONS_MAX = 100_000;

    /** What a subscription takes of memory in any case, in bytes, */
    private static final int SUBSCRIPTION_BYTES = 300;
    /** each level of its filter, whose name stands in the trees of its shard and of all shards, */
    private static final int LEVEL_BYTES = 250;
    /** each byte of its text, which is there as a whole and in levels, */
    private static final int TEXT_FACTOR = 2;
    /** and a shared group, in which the text is there once more in either way. */
    private static final int GROUP_BYTES = 1_200;

    private static final int RECEIVE_MAXIMUM_MAX = 65_535;

    private ServerLimits() {}

    /** Whether the broker alone publishes there: {@code $SYS/...}, and what looks like a shared subscription. */
    public static boolean isReserved(Topic topic) {
        return topic.isReserved() && (isBelow(topic.text(), "$SYS") || isBelow(topic.text(), "$share"));
    }

    private static boolean isBelow(String topic, String firstLevel) {
        return topic.startsWith(firstLevel)
                && (topic.length() == firstLevel.length() || topic.charAt(firstLevel.length()) == '/');
    }

    /** Whether a topic has more levels than any message may have. */
    public static boolean isTooDeep(Topic topic) {
        return topic.text().length() >= TOPIC_LEVELS_MAX && Topic.levelCount(topic.text()) > TOPIC_LEVELS_MAX;
    }

    /**
     * What a subscription takes of memory, in bytes, estimated as if it shared no level and no group with another one:
     * what the heap holds for it is less, or about as much.
     */
    static long subscriptionBytes(TopicFilter filter) {
        long textBytes = TEXT_FACTOR * (long) filter.text().getBytes(StandardCharsets.UTF_8).length;
        long bytes = SUBSCRIPTION_BYTES + LEVEL_BYTES * (long) Topic.levelCount(filter.text()) + textBytes;
        return SharedFilter.isShared(filter) ? bytes + GROUP_BYTES + textBytes : bytes;
    }

    /** QoS 1 and 2 messages that may be on their way: what the other side allows, within our own limit. */
    static int window(BrokerConfig config, int receiveMaximum) {
        return Math.min(receiveMaximum, ownWindow(config));
    }

    /** The Receive Maximum that clients are granted. */
    static int ownWindow(BrokerConfig config) {
        return config.maxInflightMessages() == 0 ? RECEIVE_MAXIMUM_MAX : config.maxInflightMessages();
    }

    /**
     * How long the session lives on after its connection: what the client asks for, within our own limit. MQTT 3 knows
     * "not at all" and "for ever" only.
     */
    static long expirySeconds(BrokerConfig config, Connect connect) {
        return Math.min(askedExpirySeconds(connect), expirySecondsMax(config));
    }

    /** Session Expiry Interval in CONNACK: present when it is not what the client asked for (section 3.2.2.3.2). */
    static long connAckExpirySeconds(BrokerConfig config, Connect connect) {
        long granted = expirySeconds(config, connect);
        return granted == askedExpirySeconds(connect) ? ConnAck.Properties.ABSENT : granted;
    }

    private static long askedExpirySeconds(Connect connect) {
        if (connect.version().hasProperties()) {
            return connect.properties().sessionExpiryIntervalSeconds();
        }
        return connect.cleanStart() ? 0 : Connect.Properties.NEVER_EXPIRES;
    }

    /** The longest that a session may live on after its connection, in seconds. */
    static long expirySecondsMax(BrokerConfig config) {
        return config.persistentClientExpirationSeconds() == 0
                ? Connect.Properties.NEVER_EXPIRES
                : config.persistentClientExpirationSeconds();
    }

    /** Whether a will is one that CONNACK of this listener grants (section 3.2.2.3). */
    static ReasonCode checkWill(BrokerConfig config, ListenerConfig listener, WillMessage message) {
        if (message.qos().level() > listener.maxQos().level()) {
            return ReasonCode.QOS_NOT_SUPPORTED;
        }
        if (message.retain() && !config.retainAvailable()) {
            return ReasonCode.RETAIN_NOT_SUPPORTED;
        }
        if (message.properties().utf8Payload() && !Utf8.isValid(message.payload())) {
            return ReasonCode.PAYLOAD_FORMAT_INVALID;
        }
        return isReserved(message.topic()) ? ReasonCode.NOT_AUTHORIZED : ReasonCode.SUCCESS;
    }

    /**
     * What CONNACK tells the client (section 3.2.2.3).
     *
     * @param assignedClientId null when the client brought its own
     * @param expirySeconds Session Expiry Interval, ABSENT when the client gets what it asked for
     * @param serverKeepAliveSeconds ABSENT when the client's holds
     */
    static ConnAck.Properties connAckProperties(
            BrokerConfig config,
            ListenerConfig listener,
            @Nullable String assignedClientId,
            long expirySeconds,
            int serverKeepAliveSeconds) {
        long maximumPacketSize = config.maxPacketSize() == BrokerConfig.PACKET_BYTES_MAX
                ? Connect.Properties.NO_LIMIT
                : config.maxPacketSize();
        return new ConnAck.Properties(
                expirySeconds,
                ownWindow(config),
                listener.maxQos(),
                config.retainAvailable(),
                maximumPacketSize,
                assignedClientId,
                listener.maxTopicAlias(),
                null,
                List.of(),
                true,
                true,
                true,
                serverKeepAliveSeconds,
                null,
                null,
                null,
                null);
    }
}
