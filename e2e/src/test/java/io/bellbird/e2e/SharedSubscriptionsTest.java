package io.bellbird.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient.Mqtt5Publishes;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of every kind share the work of one subscription. */
@EveryShardCount
final class SharedSubscriptionsTest {
    private static final String SUBSCRIBED = "Subscribed (mid: 1)";

    @RegisterExtension
    final Clients clients = new Clients();

    private final BrokerProcess broker;

    SharedSubscriptionsTest(BrokerProcess broker) {
        this.broker = broker;
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "2"})
    void each_message_goes_to_one_client_of_those_that_share(String qos) {
        // given
        String topic = "jobs/" + qos;
        String filter = "$share/workers/jobs/" + qos;
        String received = "received " + topic + " qos=" + qos + " retain=0 ";
        List<ClientProcess> members = new ArrayList<>();
        for (String version : List.of("mqttv5", "mqttv311", "mqttv31")) {
            members.add(mosquittoSub(version, qos, filter, received + "%p"));
        }
        members.add(clients.python(PahoPython.PAHO_2, "subscribe.py", broker, "--mqtt", "5", "--qos", qos, filter));
        members.get(3).awaitLine("subscribed");
        members.add(clients.node("subscribe.mjs", MqttJsLink.WEBSOCKET_V5, broker, "--qos", qos, filter));
        members.get(4).awaitLine("subscribed");
        // when
        ClientProcess pub = clients.mosquitto("mosquitto_pub", broker, "-q", qos, "-t", topic, "-l");
        IntStream.range(0, 20).forEach(i -> pub.type("job " + i + "."));
        pub.endInput();
        pub.awaitSuccess();
        // then: in turn
        for (int i = 0; i < 20; i++) {
            members.get(i % members.size()).awaitLine(received + "job " + i + ".");
        }
        for (ClientProcess member : members) {
            assertThat(member.output().stream().filter(line -> line.startsWith("received")))
                    .hasSize(4);
        }
    }

    @Test
    void the_hivemq_client_shares_with_mosquitto_sub() throws InterruptedException {
        // given
        Mqtt5BlockingClient hive = Mqtt5Client.builder()
                .serverHost("127.0.0.1")
                .serverPort(broker.port())
                .buildBlocking();
        hive.connect();
        try (Mqtt5Publishes letters = hive.publishes(MqttGlobalPublishFilter.ALL)) {
            hive.subscribeWith()
                    .topicFilter("$share/readers/letters/+")
                    .qos(MqttQos.EXACTLY_ONCE)
                    .send();
            ClientProcess sub = mosquittoSub("mqttv5", "2", "$share/readers/letters/+", "received %p");
            // when
            for (String letter : List.of("one", "two", "three", "four")) {
                publish("-q", "2", "-t", "letters/" + letter, "-m", letter);
            }
            // then
            assertThat(text(letters)).isEqualTo("one");
            sub.awaitLine("received two");
            assertThat(text(letters)).isEqualTo("three");
            sub.awaitLine("received four");
        } finally {
            hive.disconnect();
        }
    }

    @Test
    void what_a_killed_client_has_not_acknowledged_goes_to_another() {
        // given
        ClientProcess dying = mosquittoSub("mqttv5", "1", "$share/shop/orders", "received %p");
        publish("-q", "1", "-t", "orders", "-m", "first");
        dying.awaitLine("received first");
        ClientProcess heir = mosquittoSub("mqttv5", "1", "$share/shop/orders", "received %p");
        // when
        dying.kill();
        List<String> orders = IntStream.range(0, 10).mapToObj(i -> "order " + i).toList();
        for (String order : orders) {
            publish("-q", "1", "-t", "orders", "-m", order);
        }
        // then
        for (String order : orders) {
            heir.awaitLine("received " + order);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv311", "mqttv5"})
    void messages_wait_for_a_group_that_will_come_back(String version) {
        // given
        String topic = "mail/" + version;
        String[] session = {
            "-V", version, "-i", "postman-" + version, "-c", "-q", "1", "-t", "$share/post/" + topic, "-W", "20"
        };
        clients.mosquitto("mosquitto_sub", broker, joined(session, "-E")).awaitSuccess();
        broker.interlude();
        // when
        for (String letter : List.of("one", "two", "three")) {
            publish("-q", "1", "-t", topic, "-m", letter);
        }
        broker.interlude();
        // then
        assertThat(clients.mosquitto("mosquitto_sub", broker, joined(session, "-C", "3"))
                        .awaitSuccess())
                .containsExactly("one", "two", "three");
    }

    private ClientProcess mosquittoSub(String version, String qos, String filter, String format) {
        ClientProcess sub =
                clients.mosquitto("mosquitto_sub", broker, "-V", version, "-d", "-q", qos, "-t", filter, "-F", format);
        sub.awaitLine(SUBSCRIBED);
        return sub;
    }

    private void publish(String... arguments) {
        clients.mosquitto("mosquitto_pub", broker, arguments).awaitSuccess();
    }

    private static String text(Mqtt5Publishes letters) throws InterruptedException {
        return new String(letters.receive(20, SECONDS).orElseThrow().getPayloadAsBytes(), UTF_8);
    }

    private static String[] joined(String[] first, String... more) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
