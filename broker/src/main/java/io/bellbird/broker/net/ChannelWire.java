package io.bellbird.broker.net;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.monitor.Counters;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.session.Wire;
import io.bellbird.codec.Connect;
import io.bellbird.codec.Encoder;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Packet;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.Topic;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/** The way out through a channel: packets become bytes in its {@link Outbox}. */
@ShardConfined
final class ChannelWire implements Wire {
    /** What an alias can add to a packet: the property, and a byte more for each of two lengths. */
    private static final int ALIAS_BYTES_MAX = 5;

    private final MqttChannel mqttChannel;
    private final NettyShardLoop loop;
    private final Counters counters;
    private final Outbox outbox;
    private final @Nullable MountPoint mountPoint;
    private final FanOutWriter fanOutWriter;
    private final String peer;

    private MqttVersion version = MqttVersion.V3_1_1;
    private long packetBytesMax = Connect.Properties.NO_LIMIT;
    private @Nullable OutboundAliases aliases;
    private boolean closed;

    /** @param mountPoint of the loop, null when the listener has none */
    ChannelWire(MqttChannel mqttChannel, Channel channel, NettyShardLoop loop, @Nullable MountPoint mountPoint) {
        this.mqttChannel = mqttChannel;
        this.loop = loop;
        this.counters = loop.shard().counters();
        this.outbox = new Outbox(channel, loop);
        this.mountPoint = mountPoint;
        this.fanOutWriter = mountPoint == null ? loop.fanOutWriter() : mountPoint.fanOutWriter();
        this.peer = Peers.text(channel);
    }

    @Override
    public String peer() {
        return peer;
    }

    @Override
    public void agree(MqttVersion agreed, long maximumPacketSize, int topicAliasMaximum) {
        version = agreed;
        packetBytesMax = maximumPacketSize;
        aliases = topicAliasMaximum > 0 ? new OutboundAliases(topicAliasMaximum) : null;
    }

    @Override
    public void send(Packet packet) {
        if (closed) {
            return;
        }
        ByteBuf out = outbox.buffer();
        int start = out.writerIndex();
        Encoder.encode(packet, version, out);
        if (out.writerIndex() - start > packetBytesMax) {
            out.writerIndex(start);
            Encoder.encode(Unexplained.of(packet), version, out);
            if (out.writerIndex() - start > packetBytesMax) {
                out.writerIndex(start);
                return;
            }
        }
        counters.increment(Counter.MESSAGES_SENT);
    }

    @Override
    public @Nullable Counter publish(
            Publication publication,
            int packetId,
            Qos qos,
            boolean duplicate,
            boolean retain,
            SubscriptionIdentifiers identifiers) {
        if (closed) {
            return null;
        }
        if (mountPoint == null) {
            return write(publication, packetId, qos, duplicate, retain, identifiers);
        }
        Publication seen = mountPoint.outward(publication);
        return seen == null
                ? Counter.DROPPED_OUTSIDE_MOUNT_POINT
                : write(seen, packetId, qos, duplicate, retain, identifiers);
    }

    private @Nullable Counter write(
            Publication publication,
            int packetId,
            Qos qos,
            boolean duplicate,
            boolean retain,
            SubscriptionIdentifiers identifiers) {
        long length = packetBytesMax == Connect.Properties.NO_LIMIT
                ? 0
                : length(publication, packetId, qos, retain, identifiers);
        if (length > packetBytesMax) {
            return Counter.DROPPED_TOO_LARGE;
        }
        if (version.hasProperties()
                && (aliases != null || publication.properties().expires() || identifiers.count() > 0)) {
            OutboundAliases usable = length + ALIAS_BYTES_MAX > packetBytesMax ? null : aliases;
            publishToThisOne(publication, packetId, qos, duplicate, retain, identifiers, usable);
        } else {
            fanOutWriter.write(outbox, version, publication, packetId, qos, duplicate, retain);
        }
        counters.increment(Counter.MESSAGES_SENT);
        counters.increment(Counter.PUBLISH_SENT);
        counters.add(Counter.PUBLISH_BYTES_SENT, publication.payload().length());
        return null;
    }

    /** With what only this receiver has: identifiers, an alias, the expiry that is left now. */
    private void publishToThisOne(
            Publication publication,
            int packetId,
            Qos qos,
            boolean duplicate,
            boolean retain,
            SubscriptionIdentifiers identifiers,
            @Nullable OutboundAliases usableAliases) {
        Topic topic = publication.topic();
        int alias = usableAliases == null ? OutboundAliases.NONE : usableAliases.known(topic);
        boolean isKnown = alias != OutboundAliases.NONE;
        if (usableAliases != null && !isKnown) {
            alias = usableAliases.assign(topic);
        }
        Encoder.encodePublishHead(
                version,
                isKnown ? null : topic,
                alias,
                packetId,
                qos,
                duplicate,
                retain,
                publication.payload().length(),
                publication.properties(),
                expirySeconds(publication),
                identifiers,
                outbox.buffer());
        outbox.append(publication.payload());
    }

    /** With the whole topic and no alias: whether a message fits must not depend on what was sent before. */
    private long length(
            Publication publication, int packetId, Qos qos, boolean retain, SubscriptionIdentifiers identifiers) {
        return Encoder.publishLength(
                version,
                publication.topic(),
                0,
                packetId,
                qos,
                false,
                retain,
                publication.payload().length(),
                publication.properties(),
                expirySeconds(publication),
                identifiers);
    }

    private long expirySeconds(Publication publication) {
        return publication.properties().expires()
                ? publication.remainingExpirySeconds(loop.clock().nanos())
                : PublishProperties.NO_EXPIRY;
    }

    @Override
    public long waitingBytes() {
        return outbox.waitingBytes();
    }

    @Override
    public long takenBytes() {
        return outbox.takenBytes();
    }

    @Override
    public boolean isBlocked() {
        return outbox.isBlocked();
    }

    @Override
    public void read(boolean on) {
        mqttChannel.read(on);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            mqttChannel.stopReading();
            outbox.close();
        }
    }

    void onWritable() {
        outbox.onWritable();
    }

    void release() {
        closed = true;
        outbox.release();
    }
}
