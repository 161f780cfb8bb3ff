package io.bellbird.codec;

/**
 * The Subscription Options (section 3.8.3.1). MQTT 3 has a QoS only.
 *
 * @param qos the highest QoS at which messages are to be sent
 * @param noLocal messages are not to be sent to the client that published them
 * @param retainAsPublished forwarded messages keep their RETAIN flag
 */
public record SubscriptionOptions(Qos qos, boolean noLocal, boolean retainAsPublished, RetainHandling retainHandling) {

    /** What MQTT 3 means: a QoS, and retained messages at each SUBSCRIBE. */
    public static SubscriptionOptions of(Qos qos) {
        return new SubscriptionOptions(qos, false, false, RetainHandling.SEND_ON_SUBSCRIBE);
    }
}
