package io.bellbird.client;

import io.bellbird.codec.Qos;
import io.bellbird.codec.RetainHandling;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.UserProperty;
import java.util.ArrayList;
import java.util.List;

/**
 * What is wanted of a subscription. Begin with one of the constants.
 *
 * @param qos the highest at which messages are to come
 * @param noLocal not what this client published; MQTT 5
 * @param retainAsPublished messages keep their retain flag; MQTT 5
 * @param retainHandling when the broker sends what it has retained; MQTT 5
 * @param acknowledgement when a message counts as processed
 * @param userProperties MQTT 5
 */
public record SubscribeOptions(
        Qos qos,
        boolean noLocal,
        boolean retainAsPublished,
        RetainHandling retainHandling,
        Acknowledgement acknowledgement,
        List<UserProperty> userProperties) {
    /** Messages come at QoS 0. */
    public static final SubscribeOptions QOS_0 = of(Qos.AT_MOST_ONCE);
    /** Up to QoS 1; what holds when nothing is said. */
    public static final SubscribeOptions QOS_1 = of(Qos.AT_LEAST_ONCE);
    /** Up to QoS 2. */
    public static final SubscribeOptions QOS_2 = of(Qos.EXACTLY_ONCE);

    /** When a message of QoS 1 or 2 is acknowledged. */
    public enum Acknowledgement {
        /** When the callback has returned, or the subscriber's {@code onNext}. */
        AUTOMATIC,
        /** When {@link Message#acknowledge} is called. */
        MANUAL
    }

    public SubscribeOptions {
        userProperties = List.copyOf(userProperties);
        Texts.check(userProperties);
    }

    /** Nothing but a QoS. */
    public static SubscribeOptions of(Qos qos) {
        return new SubscribeOptions(
                qos, false, false, RetainHandling.SEND_ON_SUBSCRIBE, Acknowledgement.AUTOMATIC, List.of());
    }

    /** Without what this client published itself. */
    public SubscribeOptions notLocal() {
        return new SubscribeOptions(qos, true, retainAsPublished, retainHandling, acknowledgement, userProperties);
    }

    /** With the retain flag as it was published. */
    public SubscribeOptions keepingRetain() {
        return new SubscribeOptions(qos, noLocal, true, retainHandling, acknowledgement, userProperties);
    }

    /** With retained messages always, for a new subscription, or never. */
    public SubscribeOptions retained(RetainHandling handling) {
        return new SubscribeOptions(qos, noLocal, retainAsPublished, handling, acknowledgement, userProperties);
    }

    /** Messages are acknowledged by {@link Message#acknowledge}. */
    public SubscribeOptions acknowledgedByHand() {
        return new SubscribeOptions(
                qos, noLocal, retainAsPublished, retainHandling, Acknowledgement.MANUAL, userProperties);
    }

    /** One more name and value. */
    public SubscribeOptions userProperty(String name, String value) {
        List<UserProperty> more = new ArrayList<>(userProperties);
        more.add(new UserProperty(name, value));
        return new SubscribeOptions(qos, noLocal, retainAsPublished, retainHandling, acknowledgement, more);
    }

    SubscriptionOptions onTheWire() {
        return new SubscriptionOptions(qos, noLocal, retainAsPublished, retainHandling);
    }
}
