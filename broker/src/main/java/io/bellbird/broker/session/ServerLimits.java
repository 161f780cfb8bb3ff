package io.bellbird.broker.session;

import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.codec.ConnAck;
import io.bellbird.codec.Connect;
import io.bellbird.codec.Topic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What this broker grants and forbids, as the configuration and the standard give it. */
final class ServerLimits {
    /** Levels of a topic name or filter; more end the connection. */
    static final int TOPIC_LEVELS_MAX = 200;
    /** Topic filters in one SUBSCRIBE; those above are refused. */
    static final int FILTERS_MAX = 1_000;
    /** Subscriptions of a session; those above are refused. */
    static final int SUBSCRIPTIONS_MAX = 100_000;

    private static final int RECEIVE_MAXIMUM_MAX = 65_535;

    private ServerLimits() {}

    /** Whether the broker alone publishes there: {@code $SYS/...}, and what looks like a shared subscription. */
    static boolean isReserved(Topic topic) {
        String first = topic.levels().get(0);
        return first.equals("$SYS") || first.equals("$share");
    }

    /** QoS 1 and 2 messages that may be on their way: what the other side allows, within our own limit. */
    static int window(BrokerConfig config, int receiveMaximum) {
        return Math.min(receiveMaximum, ownWindow(config));
    }

    /** The Receive Maximum that clients are granted. */
    static int ownWindow(BrokerConfig config) {
        return config.maxInflightMessages() == 0 ? RECEIVE_MAXIMUM_MAX : config.maxInflightMessages();
    }

    /** How long the session lives on after its connection; MQTT 3 knows "not at all" and "for ever" only. */
    static long expirySeconds(Connect connect) {
        if (connect.version().hasProperties()) {
            return connect.properties().sessionExpiryIntervalSeconds();
        }
        return connect.cleanStart() ? 0 : Connect.Properties.NEVER_EXPIRES;
    }

    /**
     * What CONNACK tells the client (section 3.2.2.3).
     *
     * @param assignedClientId null when the client brought its own
     * @param serverKeepAliveSeconds ABSENT when the client's holds
     */
    static ConnAck.Properties connAckProperties(
            BrokerConfig config,
            ListenerConfig listener,
            @Nullable String assignedClientId,
            int serverKeepAliveSeconds) {
        long maximumPacketSize = config.maxPacketSize() == BrokerConfig.PACKET_BYTES_MAX
                ? Connect.Properties.NO_LIMIT
                : config.maxPacketSize();
        return new ConnAck.Properties(
                ConnAck.Properties.ABSENT,
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
                false,
                serverKeepAliveSeconds,
                null,
                null,
                null,
                null);
    }
}
