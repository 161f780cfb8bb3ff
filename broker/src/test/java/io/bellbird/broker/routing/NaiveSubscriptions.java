package io.bellbird.broker.routing;

import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a tree must answer, found by looking at every subscription. */
final class NaiveSubscriptions {
    private final List<Subscription> all = new ArrayList<>();

    /** What one subscriber gets. */
    record Expected(Qos qos, boolean retainAsPublished, List<Integer> identifiers) {}

    void add(Subscription subscription) {
        all.add(subscription);
    }

    /** Removes and returns one. */
    Subscription remove(int index) {
        return all.remove(index);
    }

    Subscription get(int index) {
        return all.get(index);
    }

    int size() {
        return all.size();
    }

    boolean has(Subscriber subscriber, TopicFilter filter) {
        return all.stream()
                .anyMatch(one -> one.subscriber() == subscriber && one.filter().equals(filter));
    }

    /** By client id, for messages of this publisher. */
    Map<String, Expected> receivers(Topic topic, String publisher) {
        Map<String, Expected> receivers = new TreeMap<>();
        for (Subscription one : all) {
            String clientId = one.subscriber().clientId();
            boolean own = one.options().noLocal() && clientId.equals(publisher);
            if (!own && one.filter().matches(topic)) {
                receivers.merge(clientId, expected(one), NaiveSubscriptions::merge);
            }
        }
        return receivers;
    }

    private static Expected expected(Subscription one) {
        return new Expected(
                one.options().qos(),
                one.options().retainAsPublished(),
                one.identifier() == 0 ? List.of() : List.of(one.identifier()));
    }

    private static Expected merge(Expected one, Expected other) {
        List<Integer> identifiers = new ArrayList<>(one.identifiers());
        identifiers.addAll(other.identifiers());
        identifiers.sort(null);
        return new Expected(
                one.qos().max(other.qos()), one.retainAsPublished() || other.retainAsPublished(), identifiers);
    }

    /** The same of a route. */
    static Map<String, Expected> receivers(Route route, String publisher) {
        Map<String, Expected> receivers = new TreeMap<>();
        for (int i = 0; i < route.receiverCount(); i++) {
            Receiver receiver = route.receiver(i).forPublisher(publisher);
            if (receiver != null) {
                @Nullable Expected twice = receivers.put(receiver.subscriber().clientId(), expected(receiver));
                if (twice != null) {
                    throw new AssertionError(receiver.subscriber() + " would get two copies");
                }
            }
        }
        return receivers;
    }

    private static Expected expected(Receiver receiver) {
        SubscriptionIdentifiers identifiers = receiver.subscriptionIdentifiers();
        List<Integer> sorted = new ArrayList<>();
        for (int i = 0; i < identifiers.count(); i++) {
            sorted.add(identifiers.get(i));
        }
        sorted.sort(null);
        return new Expected(receiver.qos(), receiver.retainAsPublished(), sorted);
    }
}
