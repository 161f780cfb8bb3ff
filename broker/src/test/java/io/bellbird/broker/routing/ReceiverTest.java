package io.bellbird.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.Qos;
import io.bellbird.codec.RetainHandling;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;
import org.junit.jupiter.api.Test;

class ReceiverTest {
    private final Subscriber ann = new NamedSubscriber("ann");
    private final Interest interest = new Interest(1);
    private final SubscriptionTree tree = new SubscriptionTree(interest, 0);

    private static SubscriptionOptions options(int qos, boolean noLocal, boolean retainAsPublished) {
        return new SubscriptionOptions(Qos.of(qos), noLocal, retainAsPublished, RetainHandling.SEND_ON_SUBSCRIBE);
    }

    private Subscription subscribe(String filter, SubscriptionOptions options, int identifier) {
        return tree.subscribe(ann, TopicFilter.parse(filter), options, identifier);
    }

    private Receiver onlyReceiver(String topic) {
        Route route =
                Route.of(Topic.of(topic), tree.matching(interest.newLevels().of(Topic.of(topic))), 0);
        assertThat(route.receiverCount()).isEqualTo(1);
        return route.receiver(0);
    }

    @Test
    void overlapping_subscriptions_give_one_copy_with_the_highest_qos_and_all_identifiers() {
        // given
        subscribe("a/b", options(1, false, false), 7);
        subscribe("a/+", options(2, false, false), 0);
        subscribe("a/#", options(0, false, true), 5);
        subscribe("#", options(0, false, false), 7);
        subscribe("c/#", options(0, false, false), 9);
        // when
        Receiver receiver = onlyReceiver("a/b");
        // then
        assertThat(receiver.subscriber()).isSameAs(ann);
        assertThat(receiver.qos()).isEqualTo(Qos.EXACTLY_ONCE);
        assertThat(receiver.retainAsPublished()).isTrue();
        SubscriptionIdentifiers identifiers = receiver.subscriptionIdentifiers();
        assertThat(identifiers.count()).isEqualTo(3);
        assertThat(new int[] {identifiers.get(0), identifiers.get(1), identifiers.get(2)})
                .containsExactlyInAnyOrder(5, 7, 7);
    }

    @Test
    void a_single_subscription_is_taken_as_it_is() {
        Subscription subscription = subscribe("a", options(1, false, true), 0);
        Receiver receiver = Receiver.of(subscription);
        assertThat(receiver.subscriber()).isSameAs(ann);
        assertThat(receiver.qos()).isEqualTo(Qos.AT_LEAST_ONCE);
        assertThat(receiver.retainAsPublished()).isTrue();
        assertThat(receiver.subscriptionIdentifiers()).isEqualTo(SubscriptionIdentifiers.NONE);
        assertThat(receiver.forPublisher("ann")).isSameAs(receiver);
    }

    @Test
    void no_local_keeps_its_own_messages_from_a_publisher_only() {
        subscribe("a", options(1, true, false), 0);
        Receiver receiver = onlyReceiver("a");
        assertThat(receiver.forPublisher("ann")).isNull();
        assertThat(receiver.forPublisher("bob")).isSameAs(receiver);
        assertThat(receiver.forPublisher("")).isSameAs(receiver);
    }

    @Test
    void no_local_subscriptions_leave_the_others_to_a_publisher() {
        // given
        subscribe("a", options(2, true, true), 1);
        subscribe("+", options(1, false, false), 2);
        subscribe("#", options(0, false, false), 3);
        Receiver receiver = onlyReceiver("a");
        // when
        Receiver own = receiver.forPublisher("ann");
        // then
        assertThat(receiver.qos()).isEqualTo(Qos.EXACTLY_ONCE);
        assertThat(receiver.subscriptionIdentifiers().count()).isEqualTo(3);
        assertThat(own).isNotNull();
        assertThat(own.qos()).isEqualTo(Qos.AT_LEAST_ONCE);
        assertThat(own.retainAsPublished()).isFalse();
        assertThat(own.subscriptionIdentifiers().count()).isEqualTo(2);
        assertThat(own.forPublisher("ann")).isSameAs(own);
    }

    @Test
    void overlapping_no_local_subscriptions_leave_nothing_to_a_publisher() {
        subscribe("a", options(1, true, false), 1);
        subscribe("#", options(1, true, false), 2);
        assertThat(onlyReceiver("a").forPublisher("ann")).isNull();
    }

    @Test
    void a_receiver_does_not_change_when_its_subscription_does() {
        Subscription subscription = subscribe("a", options(1, false, false), 1);
        Receiver before = onlyReceiver("a");
        tree.replace(subscription, options(2, false, false), 0);
        assertThat(before.qos()).isEqualTo(Qos.AT_LEAST_ONCE);
        assertThat(onlyReceiver("a").qos()).isEqualTo(Qos.EXACTLY_ONCE);
    }
}
