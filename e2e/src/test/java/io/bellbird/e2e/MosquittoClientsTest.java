package io.bellbird.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient.Mqtt5Publishes;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** mosquitto_pub, mosquitto_sub and mosquitto_rr, with the options that tutorials use. */
@EveryShardCount
final class MosquittoClientsTest {
    private static final String SUBSCRIBED = "Subscribed (mid: 1)";

    @RegisterExtension
    final Clients clients = new Clients();

    private final BrokerProcess broker;

    MosquittoClientsTest(BrokerProcess broker) {
        this.broker = broker;
    }

    @ParameterizedTest
    @CsvSource({
        "mqttv31, 0", "mqttv31, 1", "mqttv31, 2",
        "mqttv311, 0", "mqttv311, 1", "mqttv311, 2",
        "mqttv5, 0", "mqttv5, 1", "mqttv5, 2"
    })
    void what_mosquitto_pub_sends_mosquitto_sub_prints(String version, String qos) {
        // given
        ClientProcess sub = subscribed("-V", version, "-q", qos, "-t", "test/topic", "-v", "-C", "1", "-W", "20");
        // when
        publish("-V", version, "-q", qos, "-t", "test/topic", "-m", "Hello, MQTT!");
        // then
        assertThat(sub.awaitSuccess()).contains("test/topic Hello, MQTT!");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv31", "mqttv311", "mqttv5"})
    void a_late_subscriber_gets_the_retained_message_until_an_empty_one_clears_it(String version) {
        // given
        publish("-V", version, "-t", "house/lamp", "-q", "1", "-r", "-m", "on");
        broker.interlude();
        // when
        List<String> late = sub("-V", version, "-t", "house/lamp", "-C", "1", "-W", "20", "--retained-only")
                .awaitSuccess();
        publish("-V", version, "-t", "house/lamp", "-q", "1", "-r", "-n");
        ClientProcess later = subscribed("-V", version, "-t", "house/lamp", "-C", "1", "-W", "20", "-v");
        publish("-V", version, "-t", "house/lamp", "-m", "off");
        // then
        assertThat(late).containsExactly("on");
        assertThat(later.awaitSuccess()).contains("house/lamp off").doesNotContain("house/lamp on");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv31", "mqttv311", "mqttv5"})
    void the_will_is_published_when_the_client_is_killed(String version) {
        // given
        ClientProcess watcher = subscribed("-V", version, "-t", "wills/dying", "-v", "-C", "1", "-W", "20");
        ClientProcess dying = withWill(version, "wills/dying");
        // when
        dying.kill();
        // then
        assertThat(watcher.awaitSuccess()).contains("wills/dying gone");
    }

    /** With MQTT 5, mosquitto_sub leaves by DISCONNECT with Will Message (0x04) when it has a will. */
    @ParameterizedTest
    @CsvSource({"mqttv31, false", "mqttv311, false", "mqttv5, true"})
    void the_will_of_a_client_that_leaves_is_published_only_if_it_says_so(String version, boolean published) {
        // given
        ClientProcess watcher = subscribed("-V", version, "-t", "wills/#", "-v", "-W", "20");
        ClientProcess leaving = withWill(version, "wills/leaving");
        // when
        leaving.terminate();
        publish("-t", "wills/end", "-m", "end");
        // then
        watcher.awaitLine("wills/end end");
        assertThat(watcher.output().contains("wills/leaving gone")).isEqualTo(published);
    }

    @ParameterizedTest
    @CsvSource({"mqttv31, 1", "mqttv31, 2", "mqttv311, 1", "mqttv311, 2", "mqttv5, 1", "mqttv5, 2"})
    void messages_wait_for_a_client_with_a_persistent_session(String version, String qos) {
        // given
        String[] session = {"-V", version, "-i", "reader-" + version + qos, "-c", "-q", qos, "-t", "mail/" + qos};
        sub(joined(session, "-E")).awaitSuccess();
        // when
        for (String letter : List.of("one", "two", "three")) {
            publish("-V", version, "-q", qos, "-t", "mail/" + qos, "-m", letter);
        }
        broker.interlude();
        // then
        assertThat(sub(joined(session, "-C", "3", "-W", "20")).awaitSuccess()).containsExactly("one", "two", "three");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "2"})
    void a_thousand_lines_arrive_in_order(String qos) {
        // given
        List<String> lines =
                IntStream.rangeClosed(1, 1000).mapToObj(n -> "line " + n).toList();
        ClientProcess sub = subscribed("-q", qos, "-t", "log/lines", "-C", "1000", "-W", "25");
        ClientProcess pub = clients.mosquitto("mosquitto_pub", broker, "-q", qos, "-t", "log/lines", "-l");
        // when
        lines.forEach(pub::type);
        pub.endInput();
        // then
        pub.awaitSuccess();
        assertThat(sub.awaitSuccess())
                .filteredOn(line -> line.startsWith("line "))
                .isEqualTo(lines);
    }

    @Test
    void the_properties_of_mqtt_5_arrive_with_the_message() {
        // given
        ClientProcess sub = subscribed(
                "-V",
                "mqttv5",
                "-t",
                "letters",
                "-C",
                "1",
                "-W",
                "20",
                "-D",
                "subscribe",
                "subscription-identifier",
                "7",
                "-F",
                "%p: %C, %P, answer to %R, filter %S");
        // when
        publish(
                "-V",
                "mqttv5",
                "-t",
                "letters",
                "-m",
                "Grüße",
                "-D",
                "publish",
                "content-type",
                "text/plain",
                "-D",
                "publish",
                "user-property",
                "from",
                "Bell",
                "-D",
                "publish",
                "response-topic",
                "letters/back");
        // then
        assertThat(sub.awaitSuccess()).contains("Grüße: text/plain, from:Bell, answer to letters/back, filter 7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv311", "mqttv5"})
    void mosquitto_rr_prints_the_answer_to_its_request(String version) throws InterruptedException {
        // given
        Mqtt5BlockingClient responder = Mqtt5Client.builder()
                .serverHost("127.0.0.1")
                .serverPort(broker.port())
                .buildBlocking();
        responder.connect();
        try (Mqtt5Publishes requests = responder.publishes(MqttGlobalPublishFilter.ALL)) {
            responder.subscribeWith().topicFilter("time/request").send();
            // when
            ClientProcess rr = clients.mosquitto(
                    "mosquitto_rr",
                    broker,
                    "-V",
                    version,
                    "-t",
                    "time/request",
                    "-e",
                    "time/answer",
                    "-m",
                    "what time?",
                    "-W",
                    "20");
            responder.publish(answer(requests.receive(20, SECONDS).orElseThrow()));
            // then
            assertThat(rr.awaitSuccess()).containsExactly("answer to: what time?");
        } finally {
            responder.disconnect();
        }
    }

    /** An MQTT 3.1.1 request names no topic for its answer; both sides have agreed on one. */
    private static Mqtt5Publish answer(Mqtt5Publish request) {
        return Mqtt5Publish.builder()
                .topic(request.getResponseTopic().map(Object::toString).orElse("time/answer"))
                .correlationData(request.getCorrelationData().orElse(null))
                .payload(("answer to: " + new String(request.getPayloadAsBytes(), StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8))
                .build();
    }

    private ClientProcess withWill(String version, String topic) {
        return subscribed("-V", version, "-t", "nothing", "--will-topic", topic, "--will-payload", "gone");
    }

    private ClientProcess subscribed(String... arguments) {
        ClientProcess sub = sub(joined(arguments, "-d"));
        sub.awaitLine(SUBSCRIBED);
        return sub;
    }

    private ClientProcess sub(String... arguments) {
        return clients.mosquitto("mosquitto_sub", broker, arguments);
    }

    private void publish(String... arguments) {
        clients.mosquitto("mosquitto_pub", broker, arguments).awaitSuccess();
    }

    private static String[] joined(String[] first, String... more) {
        return Stream.of(first, more).flatMap(Arrays::stream).toArray(String[]::new);
    }
}
