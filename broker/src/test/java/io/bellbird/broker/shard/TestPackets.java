package io.bellbird.broker.shard;

import io.bellbird.codec.AckProperties;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.PubAck;
import io.bellbird.codec.PubComp;
import io.bellbird.codec.PubRec;
import io.bellbird.codec.PubRel;
import io.bellbird.codec.Publish;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.SubAck;
import io.bellbird.codec.Subscribe;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;
import io.bellbird.codec.UnsubAck;
import io.bellbird.codec.Unsubscribe;
import io.bellbird.codec.WillMessage;
import java.util.List;

/** Packets as tests need them, short to write. */
public final class TestPackets {
    private TestPackets() {}

    public static Publish qos0(String topic, String payload) {
        return publish(0, topic, Qos.AT_MOST_ONCE, payload);
    }

    public static Publish qos1(int packetId, String topic, String payload) {
        return publish(packetId, topic, Qos.AT_LEAST_ONCE, payload);
    }

    public static Publish qos2(int packetId, String topic, String payload) {
        return publish(packetId, topic, Qos.EXACTLY_ONCE, payload);
    }

    private static Publish publish(int packetId, String topic, Qos qos, String payload) {
        return new Publish(
                packetId,
                Topic.of(topic),
                qos,
                false,
                false,
                Bytes.utf8(payload),
                PublishProperties.NONE,
                SubscriptionIdentifiers.NONE);
    }

    /** The same with DUP. */
    public static Publish duplicate(Publish publish) {
        return new Publish(
                publish.packetId(),
                publish.topic(),
                publish.qos(),
                true,
                publish.retain(),
                publish.payload(),
                publish.properties(),
                publish.subscriptionIdentifiers());
    }

    /** The same with RETAIN. */
    public static Publish retained(Publish publish) {
        return new Publish(
                publish.packetId(),
                publish.topic(),
                publish.qos(),
                publish.duplicate(),
                true,
                publish.payload(),
                publish.properties(),
                publish.subscriptionIdentifiers());
    }

    /** The same with properties. */
    public static Publish with(PublishProperties properties, Publish publish) {
        return new Publish(
                publish.packetId(),
                publish.topic(),
                publish.qos(),
                publish.duplicate(),
                publish.retain(),
                publish.payload(),
                properties,
                publish.subscriptionIdentifiers());
    }

    /** The same with subscription identifiers. */
    public static Publish identified(Publish publish, int... identifiers) {
        return new Publish(
                publish.packetId(),
                publish.topic(),
                publish.qos(),
                publish.duplicate(),
                publish.retain(),
                publish.payload(),
                publish.properties(),
                SubscriptionIdentifiers.of(identifiers));
    }

    /** A Message Expiry Interval and nothing else. */
    public static PublishProperties expiring(long seconds) {
        return new PublishProperties(false, seconds, null, null, null, List.of());
    }

    /** The payload says that it is text, and nothing else. */
    public static PublishProperties text() {
        return new PublishProperties(true, PublishProperties.NO_EXPIRY, null, null, null, List.of());
    }

    public static WillMessage will(String topic, Qos qos, String payload) {
        return delayedWill(topic, qos, payload, 0);
    }

    public static WillMessage delayedWill(String topic, Qos qos, String payload, long delaySeconds) {
        return new WillMessage(Topic.of(topic), qos, false, Bytes.utf8(payload), delaySeconds, PublishProperties.NONE);
    }

    public static Subscribe subscribe(int packetId, String filter, Qos qos) {
        return subscribe(packetId, filter, SubscriptionOptions.of(qos));
    }

    public static Subscribe subscribe(int packetId, String filter, SubscriptionOptions options) {
        return subscribe(packetId, 0, filter, options);
    }

    public static Subscribe subscribe(int packetId, int identifier, String filter, SubscriptionOptions options) {
        return new Subscribe(packetId, identifier, List.of(), List.of(new Subscribe.Request(filter, options)));
    }

    public static SubAck subAck(int packetId, ReasonCode... reasons) {
        return new SubAck(packetId, List.of(reasons), AckProperties.NONE);
    }

    public static Unsubscribe unsubscribe(int packetId, String... filters) {
        return new Unsubscribe(packetId, List.of(), List.of(filters));
    }

    public static UnsubAck unsubAck(int packetId, ReasonCode... reasons) {
        return new UnsubAck(packetId, List.of(reasons), AckProperties.NONE);
    }

    public static PubAck pubAck(int packetId) {
        return new PubAck(packetId, ReasonCode.SUCCESS);
    }

    public static PubAck pubAck(int packetId, ReasonCode reason, String text) {
        return new PubAck(packetId, reason, AckProperties.explained(text));
    }

    public static PubRec pubRec(int packetId) {
        return new PubRec(packetId, ReasonCode.SUCCESS);
    }

    public static PubRel pubRel(int packetId) {
        return new PubRel(packetId, ReasonCode.SUCCESS);
    }

    public static PubComp pubComp(int packetId) {
        return new PubComp(packetId, ReasonCode.SUCCESS);
    }
}
