package io.bellbird.client;

import io.bellbird.codec.Qos;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A subscription that the broker has granted. Any thread. */
public final class Subscription {
    private final String filter;
    private final Qos qos;
    private final Supplier<CompletableFuture<Void>> unsubscription;

    Subscription(String filter, Qos qos, Supplier<CompletableFuture<Void>> unsubscription) {
        this.filter = filter;
        this.qos = qos;
        this.unsubscription = unsubscription;
    }

    /** The topic filter. */
    public String filter() {
        return filter;
    }

    /** The highest QoS at which messages come, which may be lower than what was asked for. */
    public Qos qos() {
        return qos;
    }

    /**
     * Ends it. The filter is given up at the broker when nothing else here has it.
     *
     * @return as {@link MqttClient#unsubscribe} does; done at once when something else here has the filter
     */
    public CompletableFuture<Void> unsubscribe() {
        return unsubscription.get();
    }

    @Override
    public String toString() {
        return "Subscription[" + filter + ", QoS " + qos.level() + "]";
    }
}
