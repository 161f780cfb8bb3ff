package io.bellbird.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.client.ClientOptions;
import io.bellbird.client.Message;
import io.bellbird.client.MqttClient;
import io.bellbird.client.PublishOptions;
import io.bellbird.client.Published;
import io.bellbird.client.SubscribeOptions;
import io.bellbird.client.Will;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.MqttVersion;
import io.bellbird.e2e.HiveMqProcess;
import io.bellbird.e2e.Inbox;
import io.bellbird.e2e.MosquittoProcess;
import io.bellbird.e2e.RealBroker;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What MQTT offers besides publishing and subscribing, as the client and each broker do it together. */
@EveryBroker
final class ServicesTest {
    @RegisterExtension
    final OpenClients clients = new OpenClients();

    private final RealBroker broker;
    private final Inbox<Message> received = new Inbox<>();

    ServicesTest(RealBroker broker) {
        this.broker = broker;
    }

    private ClientOptions.Builder options() {
        return OpenClients.options(broker);
    }

    private MqttClient connected() {
        return connected(options());
    }

    private MqttClient connected(ClientOptions.Builder options) {
        return clients.connected(options);
    }

    private void subscribe(MqttClient client, String filter, SubscribeOptions how) {
        Await.result(client.subscribe(filter, how, received::add), "the subscription");
    }

    private static void publish(MqttClient client, String topic, String text, PublishOptions how) {
        Await.result(client.publish(topic, text, how), "the message");
    }

    @Test
    void requests_get_their_own_answers() {
        // given
        MqttClient answering = connected();
        Await.result(
                answering.subscribe(
                        "double",
                        question -> answering.reply(
                                question, Bytes.utf8(Integer.toString(2 * Integer.parseInt(question.text()))))),
                "the subscription");
        MqttClient asking = connected();
        // when
        List<CompletableFuture<Message>> answers = new ArrayList<>();
        for (int number = 0; number < 100; number++) {
            answers.add(asking.request("double", Integer.toString(number)));
        }
        // then
        for (int number = 0; number < 100; number++) {
            assertThat(Await.result(answers.get(number), "the answer").text()).isEqualTo(Integer.toString(2 * number));
        }
    }

    @ParameterizedTest
    @EnumSource(MqttVersion.class)
    void retained_message_comes_to_a_later_subscriber_until_it_is_deleted(MqttVersion version) {
        // given
        MqttClient publisher = clients.connected(options().version(version));
        publish(publisher, "retained/" + version, "kept", PublishOptions.QOS_1.retained());
        MqttClient subscriber = clients.connected(options().version(version));
        // when
        subscribe(subscriber, "retained/" + version, SubscribeOptions.QOS_1);
        // then
        Message kept = received.next("the retained message");
        assertThat(kept.text()).isEqualTo("kept");
        assertThat(kept.isRetained()).isTrue();
        // when
        publish(publisher, "retained/" + version, "", PublishOptions.QOS_1.retained());
        assertThat(received.next("the deletion").isRetained()).isFalse();
        subscribe(publisher, "retained/" + version, SubscribeOptions.QOS_1);
        publish(publisher, "retained/" + version, "after", PublishOptions.QOS_1);
        // then
        assertThat(received.next("the message").text()).isEqualTo("after");
        assertThat(received.next("the message").text()).isEqualTo("after");
    }

    @Test
    void members_of_a_shared_subscription_share_the_messages() {
        // given
        List<Set<String>> members = new ArrayList<>();
        Inbox<String> all = new Inbox<>();
        for (int member = 0; member < 3; member++) {
            Set<String> mine = ConcurrentHashMap.newKeySet();
            members.add(mine);
            Await.result(
                    connected().subscribe("$share/three/work", SubscribeOptions.QOS_1, message -> {
                        mine.add(message.text());
                        all.add(message.text());
                    }),
                    "the subscription");
        }
        MqttClient publisher = connected();
        // when
        for (int number = 0; number < 90; number++) {
            publish(publisher, "work", Integer.toString(number), PublishOptions.QOS_1);
        }
        // then
        Set<String> different = new HashSet<>();
        for (int number = 0; number < 90; number++) {
            assertThat(different.add(all.next("a message"))).isTrue();
        }
        assertThat(members).allSatisfy(mine -> assertThat(mine).isNotEmpty());
    }

    @ParameterizedTest
    @EnumSource(MqttVersion.class)
    void will_is_published_when_the_link_breaks_and_the_client_comes_back(MqttVersion version) {
        // given
        subscribe(connected(), "gone/" + version, SubscribeOptions.QOS_1);
        FaultProxy network = clients.network(broker);
        Watching watching = new Watching();
        clients.connected(OpenClients.options(network.uri())
                .version(version)
                .will(Will.of("gone/" + version, "good-bye"))
                .listener(watching));
        watching.nextConnection();
        // when
        network.cut();
        // then
        assertThat(received.next("the will").text()).isEqualTo("good-bye");
        watching.nextConnection();
    }

    @Test
    void will_is_not_published_when_the_client_is_closed() {
        // given
        MqttClient watcher = connected();
        subscribe(watcher, "closed", SubscribeOptions.QOS_1);
        // when
        connected(options().will(Will.of("closed", "good-bye"))).close();
        publish(watcher, "closed", "nothing came before", PublishOptions.QOS_1);
        // then
        assertThat(received.next("the message").text()).isEqualTo("nothing came before");
    }

    @Test
    void broker_sends_no_more_than_the_receive_maximum_until_messages_are_acknowledged_by_hand() {
        // given
        int receiveMaximum =
                broker instanceof MosquittoProcess ? 12 : 5; // Mosquitto 2.0.11 sends more when it catches up
        FaultProxy network = clients.network(broker);
        Watching watching = new Watching();
        MqttClient subscriber = connected(OpenClients.options(network.uri())
                .version(MqttVersion.V5)
                .receiveMaximum(receiveMaximum)
                .listener(watching));
        watching.nextConnection();
        subscribe(subscriber, "by-hand", SubscribeOptions.QOS_1.acknowledgedByHand());
        network.refuse();
        MqttClient publisher = connected();
        for (int number = 0; number < 12; number++) {
            publish(publisher, "by-hand", Integer.toString(number), PublishOptions.QOS_1);
        }
        // when
        network.open();
        List<Message> held = new ArrayList<>();
        for (int number = 0; number < receiveMaximum; number++) {
            held.add(received.next("a message"));
        }
        publish(subscriber, "elsewhere", "what the broker has sent before the answer is here", PublishOptions.QOS_1);
        // then
        assertThat(received.isEmpty()).isTrue();
        for (int number = receiveMaximum - 1; number >= 0; number--) {
            assertThat(held.get(number).text()).isEqualTo(Integer.toString(number));
            held.get(number).acknowledge(); // the last first: they all wait for the first
        }
        for (int number = receiveMaximum; number < 12; number++) {
            Message next = received.next("a message");
            assertThat(next.text()).isEqualTo(Integer.toString(number));
            next.acknowledge();
        }
    }

    @Test
    void message_that_is_being_processed_when_the_link_breaks_is_handed_out_once() {
        // given
        FaultProxy network = clients.network(broker);
        Watching watching = new Watching();
        MqttClient subscriber = connected(OpenClients.options(network.uri()).listener(watching));
        subscribe(subscriber, "again", SubscribeOptions.QOS_1.acknowledgedByHand());
        MqttClient publisher = connected();
        publish(publisher, "again", "1", PublishOptions.QOS_1);
        Message first = received.next("the message");
        // when
        network.cut();
        watching.nextLoss();
        first.acknowledge();
        publish(publisher, "again", "2", PublishOptions.QOS_1);
        // then
        assertThat(received.next("the message").text()).isEqualTo("2");
    }

    @Test
    void long_topic_travels_once_where_the_broker_takes_aliases() {
        // given
        String topic = "alias/" + "x".repeat(1_000);
        FaultProxy network = clients.network(broker);
        subscribe(connected(), "alias/#", SubscribeOptions.QOS_1);
        MqttClient publisher = connected(OpenClients.options(network.uri()));
        // when
        for (int number = 0; number < 50; number++) {
            publish(publisher, topic, Integer.toString(number), PublishOptions.QOS_1);
        }
        // then
        for (int number = 0; number < 50; number++) {
            Message message = received.next("the message");
            assertThat(message.topic()).isEqualTo(topic);
            assertThat(message.text()).isEqualTo(Integer.toString(number));
        }
        assertThat(network.passedBytes(Direction.TO_BROKER)).isLessThan(5_000);
    }

    @Test
    void more_topics_than_aliases_arrive_under_their_names_on_each_link_anew() {
        // given
        FaultProxy network = clients.network(broker);
        MqttClient client = connected(OpenClients.options(network.uri()));
        subscribe(client, "aliases/#", SubscribeOptions.QOS_1);
        List<CompletableFuture<Published>> futures = new ArrayList<>();
        // when
        for (int number = 0; number < 200; number++) {
            futures.add(client.publish("aliases/" + number % 40, "to " + number % 40));
            if (number == 100) {
                Await.result(futures.get(50), "the message");
                network.cut();
            }
        }
        futures.forEach(future -> Await.result(future, "the message"));
        // then
        for (int number = 0; number < 200; number++) {
            Message message = received.next("the message");
            assertThat(message.text()).isEqualTo(message.topic().replace("aliases/", "to "));
        }
    }

    @Test
    void subscriber_that_asks_slowly_gets_everything_in_order() {
        // given
        MqttClient client = connected(options().receivedBytesMax(10_000));
        SlowSubscriber slow = new SlowSubscriber();
        client.messages("slow", SubscribeOptions.QOS_1).subscribe(slow);
        subscribe(client, "ready", SubscribeOptions.QOS_1);
        MqttClient publisher = connected();
        // when
        List<CompletableFuture<Published>> futures = new ArrayList<>();
        for (int number = 0; number < 300; number++) {
            futures.add(publisher.publish("slow", number + " ".repeat(1_000)));
        }
        futures.forEach(future -> Await.result(future, "the message"));
        // then
        for (int number = 0; number < 300; number++) {
            slow.ask();
            assertThat(slow.received.next("the message").text().trim()).isEqualTo(Integer.toString(number));
        }
    }

    /** Asks only when the test does. */
    private static final class SlowSubscriber implements Flow.Subscriber<Message> {
        private final Inbox<Message> received = new Inbox<>();
        private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

        void ask() {
            Await.result(subscription, "the subscription").request(1);
        }

        @Override
        public void onSubscribe(Flow.Subscription begun) {
            subscription.complete(begun);
        }

        @Override
        public void onNext(Message message) {
            received.add(message);
        }

        @Override
        public void onError(Throwable failure) {
            subscription.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {}
    }

    @Test
    void slow_callback_delays_no_other_subscription() {
        // given
        boolean waitsForAcknowledgements = broker instanceof HiveMqProcess; // of all, before it sends more
        SubscribeOptions how = waitsForAcknowledgements ? SubscribeOptions.QOS_0 : SubscribeOptions.QOS_1;
        MqttClient client = connected();
        CountDownLatch released = new CountDownLatch(1);
        Inbox<String> late = new Inbox<>();
        Await.result(
                client.subscribe("callbacks/slow", how, message -> {
                    try {
                        released.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    late.add(message.text());
                }),
                "the subscription");
        subscribe(client, "callbacks/quick", SubscribeOptions.QOS_1);
        // when
        for (int number = 0; number < 10; number++) {
            publish(client, "callbacks/slow", Integer.toString(number), PublishOptions.QOS_1);
            publish(client, "callbacks/quick", Integer.toString(number), PublishOptions.QOS_1);
            assertThat(received.next("the quick message").text()).isEqualTo(Integer.toString(number));
        }
        released.countDown();
        // then
        for (int number = 0; number < 10; number++) {
            assertThat(late.next("the slow message")).isEqualTo(Integer.toString(number));
        }
    }
}
