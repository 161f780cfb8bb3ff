package io.bellbird.broker.net;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.routing.Publication;
import io.bellbird.codec.Encoder;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Writes PUBLISH packets of one loop. A publication that fans out is encoded once for each variant (version, QoS,
 * RETAIN); further receivers get a copy of those bytes with their own packet id.
 */
@ShardConfined
final class FanOutWriter {
    /** Packets with a longer payload are encoded for each receiver: copying them costs the same. */
    private static final int KEPT_PAYLOAD_MAX = 8 * 1024;

    private static final int VARIANTS = 12;

    private @Nullable Publication last;
    /** By variant, in use while its bit in {@link #kept} is set. */
    private final byte[][] packets = new byte[VARIANTS][];
    /** Variants that were written once: a second receiver makes keeping worth it. */
    private int seen;

    private int kept;

    /** Writes a packet in which only packet id and DUP differ from one receiver to the next. */
    @SuppressWarnings("ReferenceEquality") // the very same publication, not one like it
    void write(
            Outbox outbox,
            MqttVersion version,
            Publication publication,
            int packetId,
            Qos qos,
            boolean duplicate,
            boolean retain) {
        ByteBuf out = outbox.buffer();
        if (duplicate || publication.payload().length() > KEPT_PAYLOAD_MAX) {
            encodeHead(out, version, publication, packetId, qos, duplicate, retain);
            outbox.append(publication.payload());
            return;
        }
        if (publication != last) {
            last = publication;
            seen = 0;
            kept = 0;
        }
        int variant = (version.hasProperties() ? VARIANTS / 2 : 0) + 2 * qos.level() + (retain ? 1 : 0);
        int bit = 1 << variant;
        if ((kept & bit) != 0) {
            copy(out, packets[variant], packetId);
            return;
        }
        int start = out.writerIndex();
        encodeHead(out, version, publication, packetId, qos, false, retain);
        out.writeBytes(publication.payload().array());
        if ((seen & bit) != 0) {
            packets[variant] = new byte[out.writerIndex() - start];
            out.getBytes(start, packets[variant]);
            kept |= bit;
        }
        seen |= bit;
    }

    private static void encodeHead(
            ByteBuf out,
            MqttVersion version,
            Publication publication,
            int packetId,
            Qos qos,
            boolean duplicate,
            boolean retain) {
        Encoder.encodePublishHead(
                version,
                publication.topic(),
                0,
                packetId,
                qos,
                duplicate,
                retain,
                publication.payload().length(),
                publication.properties(),
                PublishProperties.NO_EXPIRY,
                SubscriptionIdentifiers.NONE,
                out);
    }

    /** Section 3.3: fixed header, remaining length, topic with its two bytes of length, packet id. */
    private static void copy(ByteBuf out, byte[] packet, int packetId) {
        int start = out.writerIndex();
        out.writeBytes(packet);
        if (packetId > 0) {
            int topicStart = 2;
            while (packet[topicStart - 1] < 0) {
                topicStart++;
            }
            int topicLength = (packet[topicStart] & 0xFF) << 8 | (packet[topicStart + 1] & 0xFF);
            out.setShort(start + topicStart + 2 + topicLength, packetId);
        }
    }
}
