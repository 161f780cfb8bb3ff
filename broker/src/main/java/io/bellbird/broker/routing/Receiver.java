package io.bellbird.broker.routing;

import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.SubscriptionOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber with everything that its subscriptions to a topic ask for, merged: it gets one copy of a message
 * [MQTT-3.3.4-2]. Immutable.
 */
public final class Receiver {
    private final Subscriber subscriber;
    private final Qos qos;
    private final boolean retainAsPublished;
    private final SubscriptionIdentifiers subscriptionIdentifiers;
    private final boolean anyNoLocal;
    /** What is left without the no-local subscriptions, when there are any. */
    private final @Nullable Receiver local;

    private Receiver(Subscription subscription) {
        SubscriptionOptions options = subscription.options();
        this.subscriber = subscription.subscriber();
        this.qos = options.qos();
        this.retainAsPublished = options.retainAsPublished();
        this.subscriptionIdentifiers = subscription.identifier() == 0
                ? SubscriptionIdentifiers.NONE
                : SubscriptionIdentifiers.of(subscription.identifier());
        this.anyNoLocal = options.noLocal();
        this.local = null;
    }

    private Receiver(List<Subscription> subscriptions, boolean anyNoLocal, @Nullable Receiver local) {
        Qos highest = Qos.AT_MOST_ONCE;
        boolean anyRetainAsPublished = false;
        int[] identifiers = new int[subscriptions.size()];
        int count = 0;
        for (Subscription subscription : subscriptions) {
            SubscriptionOptions options = subscription.options();
            highest = highest.max(options.qos());
            anyRetainAsPublished |= options.retainAsPublished();
            if (subscription.identifier() != 0) {
                identifiers[count++] = subscription.identifier();
            }
        }
        this.subscriber = subscriptions.get(0).subscriber();
        this.qos = highest;
        this.retainAsPublished = anyRetainAsPublished;
        this.subscriptionIdentifiers = SubscriptionIdentifiers.of(Arrays.copyOf(identifiers, count));
        this.anyNoLocal = anyNoLocal;
        this.local = local;
    }

    /** What one subscription asks for. */
    public static Receiver of(Subscription subscription) {
        return new Receiver(subscription);
    }

    /**
     * What overlapping subscriptions ask for together.
     *
     * @param subscriptions at least one, all of the same subscriber
     */
    static Receiver merged(List<Subscription> subscriptions) {
        if (subscriptions.size() == 1) {
            return of(subscriptions.get(0));
        }
        List<Subscription> local = new ArrayList<>(subscriptions.size());
        for (Subscription subscription : subscriptions) {
            if (!subscription.options().noLocal()) {
                local.add(subscription);
            }
        }
        if (local.size() == subscriptions.size()) {
            return new Receiver(subscriptions, false, null);
        }
        return new Receiver(subscriptions, true, local.isEmpty() ? null : new Receiver(local, false, null));
    }

    public Subscriber subscriber() {
        return subscriber;
    }

    /** The highest of the subscriptions [MQTT-3.3.4-2]. */
    public Qos qos() {
        return qos;
    }

    /** Whether a subscription wants the RETAIN flag as it was published [MQTT-3.3.1-13]. */
    public boolean retainAsPublished() {
        return retainAsPublished;
    }

    /** One for each matching subscription that has one [MQTT-3.3.4-3] [MQTT-3.3.4-4]. */
    public SubscriptionIdentifiers subscriptionIdentifiers() {
        return subscriptionIdentifiers;
    }

    /**
     * This receiver, or when it is itself the publisher, what remains without its no-local subscriptions
     * [MQTT-3.8.3-3].
     *
     * @param publisher client id, "" when the broker itself publishes
     * @return null when nothing remains
     */
    public @Nullable Receiver forPublisher(String publisher) {
        return anyNoLocal && publisher.equals(subscriber.clientId()) ? local : this;
    }
}
