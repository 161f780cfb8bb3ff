package io.bellbird.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Packets of one version that are valid but otherwise whatever a seed makes them. */
final class RandomPackets {
    private static final String[] CHARACTERS = {"a", "b", "0", " ", "/", "$", "\u00E9", "\u20AC", "\uD83D\uDD14"};
    private static final ProblemInformation[] PROBLEM_INFORMATION = ProblemInformation.values();
    private static final RetainHandling[] RETAIN_HANDLING = RetainHandling.values();
    private static final long UNSIGNED_INT = 1L << 32;

    private final SplittableRandom random;
    private final MqttVersion version;

    RandomPackets(long seed, MqttVersion version) {
        this.random = new SplittableRandom(seed);
        this.version = version;
    }

    /** A packet that a client or, otherwise, a server may send, but CONNECT. */
    Packet next(boolean fromClient) {
        return fromClient ? nextOfClient() : nextOfServer();
    }

    private Packet nextOfClient() {
        return switch (random.nextInt(version == MqttVersion.V5 ? 6 : 5)) {
            case 0 -> publish(true);
            case 1 -> publishAck();
            case 2 -> new Subscribe(packetId(), maybe(this::identifier, 0), userProperties(), someOf(1, this::request));
            case 3 -> new Unsubscribe(packetId(), userProperties(), someOf(1, () -> topic().text()));
            case 4 -> PingReq.INSTANCE;
            default -> disconnect(true);
        };
    }

    private Packet nextOfServer() {
        return switch (random.nextInt(version == MqttVersion.V5 ? 7 : 6)) {
            case 0 -> publish(false);
            case 1 -> publishAck();
            case 2 -> new SubAck(packetId(), someOf(1, this::granted), ackProperties());
            case 3 -> new UnsubAck(packetId(), hasProperties() ? someOf(1, this::ended) : List.of(), ackProperties());
            case 4 -> PingResp.INSTANCE;
            case 5 -> connAck();
            default -> disconnect(false);
        };
    }

    Connect connect() {
        String username = maybe(this::text);
        Bytes password = username == null && !hasProperties() ? null : maybe(this::bytes);
        return new Connect(
                version,
                !hasProperties() && random.nextBoolean(),
                text(),
                random.nextBoolean(),
                random.nextInt(65_536),
                maybe(this::will),
                username,
                password,
                hasProperties() ? connectProperties() : Connect.Properties.DEFAULTS);
    }

    private Connect.Properties connectProperties() {
        String method = maybe(this::text);
        return new Connect.Properties(
                maybe(this::unsignedInt, 0L),
                1 + random.nextInt(65_535),
                maybe(() -> 1 + random.nextLong(UNSIGNED_INT - 1), Connect.Properties.NO_LIMIT),
                random.nextInt(65_536),
                random.nextBoolean(),
                PROBLEM_INFORMATION[random.nextInt(PROBLEM_INFORMATION.length)],
                method,
                method == null ? null : maybe(this::bytes),
                userProperties());
    }

    private WillMessage will() {
        return new WillMessage(
                topic(),
                qos(),
                random.nextBoolean(),
                bytes(),
                hasProperties() ? maybe(this::unsignedInt, 0L) : 0,
                publishProperties());
    }

    private ConnAck connAck() {
        boolean sessionPresent = version != MqttVersion.V3_1 && random.nextBoolean();
        ReasonCode refusal = random.nextBoolean() ? ReasonCode.SUCCESS : ReasonCode.NOT_AUTHORIZED;
        return new ConnAck(
                sessionPresent,
                sessionPresent ? ReasonCode.SUCCESS : refusal,
                hasProperties() ? connAckProperties() : ConnAck.Properties.DEFAULTS);
    }

    private ConnAck.Properties connAckProperties() {
        String method = maybe(this::text);
        return new ConnAck.Properties(
                maybe(this::unsignedInt, (long) ConnAck.Properties.ABSENT),
                1 + random.nextInt(65_535),
                qos(),
                random.nextBoolean(),
                maybe(() -> 1 + random.nextLong(UNSIGNED_INT - 1), Connect.Properties.NO_LIMIT),
                maybe(this::text),
                random.nextInt(65_536),
                maybe(this::text),
                userProperties(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                maybe(() -> random.nextInt(65_536), ConnAck.Properties.ABSENT),
                maybe(this::text),
                maybe(this::text),
                method,
                method == null ? null : maybe(this::bytes));
    }

    private Publish publish(boolean fromClient) {
        Qos qos = qos();
        boolean isAcknowledged = qos != Qos.AT_MOST_ONCE;
        return new Publish(
                isAcknowledged ? packetId() : 0,
                topic(),
                qos,
                isAcknowledged && random.nextBoolean(),
                random.nextBoolean(),
                bytes(),
                publishProperties(),
                fromClient || !hasProperties() ? SubscriptionIdentifiers.NONE : identifiers());
    }

    PublishProperties publishProperties() {
        if (!hasProperties() || random.nextBoolean()) {
            return PublishProperties.NONE;
        }
        return new PublishProperties(
                random.nextBoolean(),
                maybe(this::unsignedInt, PublishProperties.NO_EXPIRY),
                maybe(this::text),
                maybe(() -> topic().text()),
                maybe(this::bytes),
                userProperties());
    }

    private Packet publishAck() {
        return switch (random.nextInt(4)) {
            case 0 -> new PubAck(packetId(), reason(ReasonCode.NO_MATCHING_SUBSCRIBERS), ackProperties());
            case 1 -> new PubRec(packetId(), reason(ReasonCode.PAYLOAD_FORMAT_INVALID), ackProperties());
            case 2 -> new PubRel(packetId(), reason(ReasonCode.PACKET_IDENTIFIER_NOT_FOUND), ackProperties());
            default -> new PubComp(packetId(), reason(ReasonCode.PACKET_IDENTIFIER_NOT_FOUND), ackProperties());
        };
    }

    private Subscribe.Request request() {
        SubscriptionOptions options = hasProperties()
                ? new SubscriptionOptions(
                        qos(),
                        random.nextBoolean(),
                        random.nextBoolean(),
                        RETAIN_HANDLING[random.nextInt(RETAIN_HANDLING.length)])
                : SubscriptionOptions.of(qos());
        return new Subscribe.Request(topic().text() + "/#", options);
    }

    private Packet disconnect(boolean fromClient) {
        return new Disconnect(
                reason(ReasonCode.PROTOCOL_ERROR),
                fromClient ? maybe(this::unsignedInt, Disconnect.ABSENT) : Disconnect.ABSENT,
                maybe(this::text),
                fromClient ? null : maybe(this::text),
                userProperties());
    }

    private ReasonCode reason(ReasonCode other) {
        return hasProperties() && random.nextBoolean() ? other : ReasonCode.SUCCESS;
    }

    private ReasonCode granted() {
        return random.nextInt(4) == 0 ? ReasonCode.UNSPECIFIED_ERROR : ReasonCode.granted(qos());
    }

    private ReasonCode ended() {
        return reason(ReasonCode.NO_SUBSCRIPTION_EXISTED);
    }

    private AckProperties ackProperties() {
        return hasProperties() ? new AckProperties(maybe(this::text), userProperties()) : AckProperties.NONE;
    }

    private List<UserProperty> userProperties() {
        return hasProperties() ? someOf(0, () -> new UserProperty(text(), text())) : List.of();
    }

    private SubscriptionIdentifiers identifiers() {
        return SubscriptionIdentifiers.of(
                someOf(0, this::identifier).stream().mapToInt(Integer::intValue).toArray());
    }

    /** Of each length on the wire. */
    private int identifier() {
        return hasProperties() ? 1 + random.nextInt(SubscriptionIdentifiers.MAX >> (7 * random.nextInt(4))) : 0;
    }

    private int packetId() {
        return 1 + random.nextInt(65_535);
    }

    private Qos qos() {
        return Qos.of(random.nextInt(3));
    }

    private long unsignedInt() {
        return random.nextLong(UNSIGNED_INT);
    }

    private Topic topic() {
        return Topic.of("t" + text());
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = length(); i > 0; i--) {
            text.append(CHARACTERS[random.nextInt(CHARACTERS.length)]);
        }
        return text.toString();
    }

    private Bytes bytes() {
        byte[] bytes = new byte[length()];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    /** Mostly short, seldom long enough for a length of two or three bytes. */
    private int length() {
        return random.nextInt(20) == 0 ? random.nextInt(5_000) : random.nextInt(10);
    }

    private <T> List<T> someOf(int atLeast, Supplier<T> source) {
        List<T> list = new ArrayList<>();
        for (int i = atLeast + random.nextInt(3); i > 0; i--) {
            list.add(source.get());
        }
        return list;
    }

    private <T> @Nullable T maybe(Supplier<T> source) {
        return random.nextBoolean() ? source.get() : null;
    }

    private <T> T maybe(Supplier<T> source, T otherwise) {
        return random.nextBoolean() ? source.get() : otherwise;
    }

    private boolean hasProperties() {
        return version.hasProperties();
    }
}
