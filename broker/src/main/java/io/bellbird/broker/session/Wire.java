package io.bellbird.broker.session;

import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.routing.Publication;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Packet;
import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionIdentifiers;
import org.jspecify.annotations.Nullable;

/**
 * The network side of a connection: packets go out here, and reading is switched on and off. What is sent becomes bytes
 * at once and leaves when the turn of the shard ends.
 *
 * <p>The other direction is {@link Connection#onPacket}, {@link Connection#onWritable} and {@link
 * Connection#onWireClosed}.
 */
public interface Wire {
    /** The address of the peer, for logs and rights. */
    String peer();

    /**
     * What CONNECT and CONNACK agreed on; called once, before CONNACK is sent.
     *
     * @param maximumPacketSize the largest packet that the client takes, in bytes
     * @param topicAliasMaximum the highest alias that may be used towards the client; 0 for none
     */
    void agree(MqttVersion version, long maximumPacketSize, int topicAliasMaximum);

    /**
     * Sends any packet but PUBLISH. One that is too large for the client loses its reason string and user properties; if
     * it is still too large it is not sent.
     */
    void send(Packet packet);

    /**
     * Sends PUBLISH.
     *
     * @param packetId 0 at QoS 0
     * @return null when it was sent; as what it counts that it was not, since it is too large for the client
     *     [MQTT-3.1.2-24] or nothing that the client may see
     */
    @Nullable
    Counter publish(
            Publication publication,
            int packetId,
            Qos qos,
            boolean duplicate,
            boolean retain,
            SubscriptionIdentifiers identifiers);

    /** Bytes that were sent here and that the network has not taken yet. */
    long waitingBytes();

    /** Bytes that the network has taken so far. */
    long takenBytes();

    /** Whether the network refuses what was sent here: then it takes more only as the client receives. */
    boolean isBlocked();

    /** Whether packets are read and handed to the connection; true at first, false once CONNECT was handed on. */
    void read(boolean on);

    /** Closes when everything that was sent has left; nothing is read or sent any more. */
    void close();
}
