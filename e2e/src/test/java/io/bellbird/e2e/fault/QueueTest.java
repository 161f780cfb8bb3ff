package io.bellbird.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.client.ClientOptions;
import io.bellbird.client.MqttClient;
import io.bellbird.client.PublishOptions;
import io.bellbird.client.Published;
import io.bellbird.client.QueueFullException;
import io.bellbird.client.QueueOptions;
import io.bellbird.client.QueueOptions.WhenFull;
import io.bellbird.client.SubscribeOptions;
import io.bellbird.codec.Bytes;
import io.bellbird.e2e.Inbox;
import io.bellbird.e2e.RealBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is published while the network is away. */
@EveryBroker
final class QueueTest {
    private static final int ROOM = 10;

    @RegisterExtension
    final OpenClients clients = new OpenClients();

    @TempDir
    private Path folder;

    private final RealBroker broker;
    private final Inbox<String> received = new Inbox<>();

    QueueTest(RealBroker broker) {
        this.broker = broker;
    }

    /** Another client gets what comes, over a network of its own that is well. */
    private void receive(String topic) {
        MqttClient subscriber = clients.connected(OpenClients.options(broker));
        Await.result(
                subscriber.subscribe(topic, SubscribeOptions.QOS_2, message -> received.add(message.text())),
                "the subscription");
    }

    /** A client whose network is away. */
    private MqttClient cutOff(FaultProxy network, WhenFull policy) {
        Watching watching = new Watching();
        MqttClient client = clients.connected(OpenClients.options(network.uri())
                .queue(QueueOptions.DEFAULT.messages(ROOM).whenFull(policy))
                .listener(watching));
        network.refuse();
        watching.nextLoss();
        return client;
    }

    private static List<CompletableFuture<Published>> publish(MqttClient client, String topic, int count) {
        List<CompletableFuture<Published>> futures = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            futures.add(client.publish(topic, Integer.toString(number), PublishOptions.QOS_2));
        }
        return futures;
    }

    private void assertReceived(int first, int last) {
        for (int number = first; number <= last; number++) {
            assertThat(received.next("message " + number)).isEqualTo(Integer.toString(number));
        }
    }

    @Test
    void full_queue_that_fails_takes_no_more_and_sends_what_it_has() {
        // given
        receive("fail");
        FaultProxy network = clients.network(broker);
        MqttClient client = cutOff(network, WhenFull.FAIL);
        // when
        List<CompletableFuture<Published>> futures = publish(client, "fail", ROOM + 2);
        // then
        futures.subList(ROOM, ROOM + 2).forEach(future -> assertThat(Await.failure(future, "the message"))
                .isInstanceOf(QueueFullException.class));
        network.open();
        futures.subList(0, ROOM).forEach(future -> Await.result(future, "the message"));
        assertReceived(1, ROOM);
    }

    @Test
    void full_queue_that_drops_the_oldest_sends_the_youngest() {
        // given
        receive("drop");
        FaultProxy network = clients.network(broker);
        MqttClient client = cutOff(network, WhenFull.DROP_OLDEST);
        // when
        List<CompletableFuture<Published>> futures = publish(client, "drop", ROOM + 5);
        // then
        futures.subList(0, 5).forEach(future -> assertThat(Await.failure(future, "the message"))
                .isInstanceOf(QueueFullException.class));
        network.open();
        futures.subList(5, ROOM + 5).forEach(future -> Await.result(future, "the message"));
        assertReceived(6, ROOM + 5);
    }

    @Test
    void caller_of_a_full_queue_that_waits_is_released_when_there_is_room() {
        // given
        receive("wait");
        FaultProxy network = clients.network(broker);
        MqttClient client = cutOff(network, WhenFull.WAIT);
        // when
        CompletableFuture<List<CompletableFuture<Published>>> publishing = new CompletableFuture<>();
        Thread caller = new Thread(() -> publishing.complete(publish(client, "wait", 3 * ROOM)), "caller");
        caller.start();
        Await.until(() -> caller.getState() == Thread.State.WAITING, "the caller to wait");
        // then
        network.open();
        Await.result(publishing, "the caller").forEach(future -> Await.result(future, "the message"));
        assertReceived(1, 3 * ROOM);
    }

    @Test
    void what_a_client_has_left_on_disk_is_sent_in_order_by_the_next_one() {
        // given
        receive("disk");
        FaultProxy network = clients.network(broker);
        network.refuse();
        try (MqttClient first = onDisk(network)) {
            first.connect();
            for (int number = 1; number <= 100; number++) {
                Await.result(
                        first.enqueue("disk", Bytes.utf8(Integer.toString(number)), PublishOptions.QOS_2),
                        "the message in the queue");
            }
        }
        // when
        network.open();
        MqttClient second = clients.open(options(network));
        Await.result(second.connect(), "the connection");
        // then
        assertReceived(1, 100);
        Await.result(second.publish("disk", "101", PublishOptions.QOS_2), "one more message");
        assertReceived(101, 101);
    }

    private MqttClient onDisk(FaultProxy network) {
        return options(network).closeTimeout(Duration.ofMillis(100)).build();
    }

    private ClientOptions.Builder options(FaultProxy network) {
        return OpenClients.options(network.uri())
                .clientId("disk")
                .retryFirstConnect(true)
                .queue(QueueOptions.DEFAULT.onDisk(folder.resolve("queue")));
    }
}
