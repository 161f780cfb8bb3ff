package io.bellbird.codec;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes that one connection received into packets. As strict as the standard. Belongs to one connection; not thread-safe. After a {@link ProtocolError} it is of no use.
 */
public final class Decoder {
    private static final int FLAGS = 0x0F;
    private static final int TYPE_SHIFT = 4;
    private static final int CONTINUES = 0x80;

    private final boolean fromClient;
    private final PacketBody body = new PacketBody();
    private final TopicAliases aliases = new TopicAliases();
    private TopicCache topics;
    private int packetBytesMax;
    private @Nullable MqttVersion version;
    private boolean authenticates;
    /** What has come of a packet that {@link #decode} has begun. */
    private @Nullable LargePublish begun;

    private Decoder(boolean fromClient, @Nullable MqttVersion version, TopicCache topics, int packetBytesMax) {
        this.fromClient = fromClient;
        this.version = version;
        this.topics = topics;
        this.packetBytesMax = packetBytesMax;
    }

    /**
     * For a server: the first packet must be CONNECT, which sets the version.
     *
     * @param packetBytesMax the largest packet to accept, in bytes with its fixed header
     */
    public static Decoder forServer(TopicCache topics, int packetBytesMax) {
        return new Decoder(true, null, topics, packetBytesMax);
    }

    /**
     * For a client, or a test that reads what a broker sends.
     *
     * @param packetBytesMax the largest packet to accept, in bytes with its fixed header
     */
    public static Decoder forClient(MqttVersion version, TopicCache topics, int packetBytesMax) {
        return new Decoder(false, version, topics, packetBytesMax);
    }

    /**
     * The version of the connection. For a server it is null until the protocol level of CONNECT was read. It is known
     * when the rest of CONNECT is wrong, so that a refusal can be written for it; when it is null then, the level was
     * none of MQTT's, and a refusal is written for MQTT 5.
     */
    public @Nullable MqttVersion version() {
        return version;
    }

    /**
     * Changes the limit, as when CONNECT was accepted.
     *
     * @param packetBytesMax the largest packet to accept, in bytes with its fixed header
     */
    public void limitPackets(int packetBytesMax) {
        this.packetBytesMax = packetBytesMax;
    }

    /**
     * Lets the peer use topic aliases; at first it may use none.
     *
     * @param topicAliasMaximum 0..65535, what the peer was told
     */
    public void acceptTopicAliases(int topicAliasMaximum) {
        aliases.accept(topicAliasMaximum);
    }

    /** Uses another cache from now on, as when the connection moved to another thread. */
    public void useTopics(TopicCache topics) {
        this.topics = topics;
    }

    /**
     * Takes the next packet off {@code in}.
     *
     * @return null when {@code in} holds only a part of one; its reader index is as it was then, unless the payload of
     *     a large PUBLISH is on its way, which is taken off as it arrives
     * @throws ProtocolError and nothing else, for any bytes. A wrong type, wrong flags and PACKET_TOO_LARGE are found
     *     before the body arrived.
     */
    public @Nullable Packet decode(ByteBuf in) {
        int start = in.readerIndex();
        int readable = in.readableBytes();
        if (readable == 0) {
            return null;
        }
        if (begun != null) {
            return continueLarge(begun, in);
        }
        int first = in.getUnsignedByte(start);
        checkBeginning(first >> TYPE_SHIFT);
        int length = 0;
        int headerLength = 1;
        for (int next = CONTINUES; (next & CONTINUES) != 0; headerLength++) {
            if (headerLength > VariableByteInteger.BYTES_MAX) {
                throw PacketBody.malformed("", "a remaining length of more than four bytes");
            }
            if (headerLength == readable) {
                return null;
            }
            next = in.getUnsignedByte(start + headerLength);
            length |= (next & ~CONTINUES) << (7 * (headerLength - 1));
        }
        PacketType type = PacketType.of(first >> TYPE_SHIFT);
        checkLength(type, length, headerLength + length);
        checkType(type, first & FLAGS);
        int bodyStart = start + headerLength;
        if (readable < headerLength + length) {
            return type == PacketType.PUBLISH && length >= LargePublish.PAYLOAD_MIN
                    ? beginLarge(first & FLAGS, in, bodyStart, length)
                    : null;
        }
        Packet packet = read(type, first & FLAGS, in, bodyStart, bodyStart + length);
        checkShortest(headerLength - 1, length);
        return packet;
    }

    private Packet read(PacketType type, int flags, ByteBuf in, int start, int end) {
        body.open(in, start, end, versionOrNewest(), fromClient);
        try {
            Packet packet = read(type, flags);
            in.readerIndex(end);
            return packet;
        } finally {
            body.close();
        }
    }

    /** Reads what comes before the payload, if all of that is there and the payload is large. */
    private @Nullable Packet beginLarge(int flags, ByteBuf in, int start, int length) {
        int headLength =
                PublishReader.headLength(in, start, flags, versionOrNewest().hasProperties());
        if (headLength < 0 || length - headLength < LargePublish.PAYLOAD_MIN) {
            return null;
        }
        checkShortest(start - in.readerIndex() - 1, length);
        Publish head = (Publish) read(PacketType.PUBLISH, flags, in, start, start + headLength);
        begun = new LargePublish(head, length - headLength);
        return continueLarge(begun, in);
    }

    private @Nullable Packet continueLarge(LargePublish large, ByteBuf in) {
        if (!large.take(in)) {
            return null;
        }
        begun = null;
        return large.packet();
    }

    /** Bytes in memory of a packet of which only a part has come, besides those still in the buffer. */
    public int heldBytes() {
        return begun == null ? 0 : begun.heldBytes();
    }

    /** Only MQTT 5 forbids a remaining length in more bytes than it needs, and CONNECT tells the version. */
    private void checkShortest(int lengthBytes, int length) {
        if (version == MqttVersion.V5 && lengthBytes > VariableByteInteger.length(length)) {
            throw PacketBody.malformed("MQTT-1.5.5-1", "the remaining length is not in its shortest form");
        }
    }

    private MqttVersion versionOrNewest() {
        return version == null ? MqttVersion.V5 : version;
    }

    /** What the first byte gives away. */
    private void checkBeginning(int typeValue) {
        if (version == null && typeValue != PacketType.CONNECT.value()) {
            throw PacketBody.protocolError("MQTT-3.1.0-1", "the first packet is not CONNECT");
        }
        if (typeValue == 0) {
            throw PacketBody.protocolError("", "packet type 0 is reserved");
        }
    }

    private void checkLength(PacketType type, int length, int packetBytes) {
        FixedHeader.checkLength(type, length, versionOrNewest());
        if (packetBytes > packetBytesMax) {
            String statement = fromClient ? "MQTT-3.2.2-15" : "MQTT-3.1.2-24";
            throw new ProtocolError(
                    ReasonCode.PACKET_TOO_LARGE,
                    version == MqttVersion.V5 ? statement : "",
                    "a packet of " + packetBytes + " bytes, the limit is " + packetBytesMax);
        }
    }

    private void checkType(PacketType type, int flags) {
        if (type == PacketType.CONNACK && fromClient) {
            throw unexpected(type);
        }
        if (type != PacketType.CONNECT) {
            FixedHeader.checkFlags(type, flags, versionOrNewest());
        }
        if (!mayArrive(type)) {
            throw unexpected(type);
        }
    }

    private boolean mayArrive(PacketType type) {
        return switch (type) {
            case CONNECT -> fromClient && version == null;
            case PUBLISH, PUBACK, PUBREC, PUBREL, PUBCOMP -> true;
            case SUBSCRIBE, UNSUBSCRIBE, PINGREQ -> fromClient;
            case CONNACK, SUBACK, UNSUBACK, PINGRESP -> !fromClient;
            case DISCONNECT -> fromClient || version == MqttVersion.V5;
            case AUTH -> version == MqttVersion.V5 && (authenticates || !fromClient);
        };
    }

    private ProtocolError unexpected(PacketType type) {
        if (type == PacketType.CONNECT && fromClient) {
            return PacketBody.protocolError("MQTT-3.1.0-2", "a second CONNECT");
        }
        if (type == PacketType.AUTH) {
            return version == MqttVersion.V5
                    ? PacketBody.protocolError("MQTT-4.12.0-7", "AUTH, but CONNECT had no authentication method")
                    : PacketBody.malformed("", "packet type 15 is reserved");
        }
        return PacketBody.protocolError("", type + " from a " + (fromClient ? "client" : "server"));
    }

    private Packet read(PacketType type, int flags) {
        return switch (type) {
            case CONNECT -> readConnect(flags);
            case CONNACK -> ConnAckReader.read(body);
            case PUBLISH -> PublishReader.read(body, flags, topics, aliases);
            case PUBACK -> AckReader.read(body, ReasonSet.PUBACK, PubAck::new);
            case PUBREC -> AckReader.read(body, ReasonSet.PUBREC, PubRec::new);
            case PUBREL -> AckReader.read(body, ReasonSet.PUBREL, PubRel::new);
            case PUBCOMP -> AckReader.read(body, ReasonSet.PUBCOMP, PubComp::new);
            case SUBSCRIBE -> SubscribeReader.readSubscribe(body);
            case SUBACK -> SubAckReader.readSubAck(body);
            case UNSUBSCRIBE -> SubscribeReader.readUnsubscribe(body);
            case UNSUBACK -> SubAckReader.readUnsubAck(body);
            case PINGREQ -> PingReq.INSTANCE;
            case PINGRESP -> PingResp.INSTANCE;
            case DISCONNECT -> DisconnectReader.read(body);
            case AUTH -> AuthReader.read(body);
        };
    }

    private Connect readConnect(int flags) {
        Protocol protocol = Protocol.read(body);
        version = protocol.version();
        body.version(protocol.supportedVersion());
        FixedHeader.checkFlags(PacketType.CONNECT, flags, body.version());
        Connect connect = new ConnectReader(body, topics).read(protocol.isBridge());
        authenticates = connect.properties().authenticationMethod() != null;
        return connect;
    }
}
