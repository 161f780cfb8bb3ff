package io.bellbird.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.conformance.WirePacket;
import io.bellbird.broker.net.NoLeaks;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link Broker#publish}: messages of the program around the broker. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class OwnPublicationsTest {
    private static final Topic TOPIC = Topic.of("a");

    private Broker broker;

    @BeforeEach
    void start() throws Exception {
        broker = Broker.start(BrokerConfig.ephemeral().toBuilder()
                .shards(4)
                .sysIntervalSeconds(0)
                .build());
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private ReasonCode publish(Topic topic, String payload, Qos qos, boolean retain) throws Exception {
        return broker.publish(topic, Bytes.utf8(payload), qos, retain).get(20, TimeUnit.SECONDS);
    }

    private RawClient client(String id) {
        return RawClient.to(broker, 5).connect("10 (<MQTT> 05 02 003C () <%s>)".formatted(id));
    }

    @Test
    void subscribers_on_every_shard_get_the_message() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            clients.add(client("c" + i).subscribe("a", 2));
        }
        assertThat(publish(TOPIC, "0", Qos.AT_MOST_ONCE, false)).isEqualTo(ReasonCode.SUCCESS);
        assertThat(publish(TOPIC, "1", Qos.AT_LEAST_ONCE, false)).isEqualTo(ReasonCode.SUCCESS);
        assertThat(publish(TOPIC, "2", Qos.EXACTLY_ONCE, false)).isEqualTo(ReasonCode.SUCCESS);
        for (RawClient client : clients) {
            client.expect("30 (<a> () '0')").expect("32 (<a> 0001 () '1')").expect("34 (<a> 0002 () '2')");
            client.close();
        }
    }

    @Test
    void the_result_says_that_nobody_has_subscribed() throws Exception {
        for (Qos qos : Qos.values()) {
            assertThat(publish(TOPIC, "x", qos, false)).isEqualTo(ReasonCode.NO_MATCHING_SUBSCRIBERS);
        }
    }

    @Test
    void a_retained_message_stays_until_an_empty_one_comes() throws Exception {
        publish(TOPIC, "x", Qos.AT_LEAST_ONCE, true);
        RawClient first = client("first").subscribe("a", 1).expect("33 (<a> 0001 () 'x')");
        publish(TOPIC, "", Qos.AT_MOST_ONCE, true);
        first.expect("30 (<a> ())").close();
        client("second").subscribe("a", 1).expectNothing().close();
    }

    @Test
    void the_program_may_publish_where_clients_may_not() throws Exception {
        RawClient client = client("c").subscribe("$SYS/own", 0);
        publish(Topic.of("$SYS/own"), "x", Qos.AT_MOST_ONCE, false);
        client.expect("30 (<$SYS/own> () 'x')").close();
    }

    @Test
    void messages_of_one_thread_keep_their_order() {
        RawClient client = client("c").subscribe("a", 0);
        for (int i = 0; i < 1_000; i++) {
            broker.publish(TOPIC, Bytes.utf8("" + i), Qos.AT_MOST_ONCE, false);
        }
        for (int i = 0; i < 1_000; i++) {
            assertThat(client.receive().text()).isEqualTo("" + i);
        }
        client.close();
    }

    @Test
    void a_topic_of_too_many_levels_is_not_taken() throws Exception {
        Topic deep = Topic.of("/".repeat(200));
        assertThat(publish(deep, "x", Qos.AT_MOST_ONCE, false)).isEqualTo(ReasonCode.TOPIC_NAME_INVALID);
        assertThat(publish(Topic.of("/".repeat(199)), "x", Qos.AT_MOST_ONCE, false))
                .isEqualTo(ReasonCode.NO_MATCHING_SUBSCRIBERS);
    }

    @Test
    void a_message_of_any_size_enters_an_idle_broker() throws Exception {
        Bytes large = Bytes.wrap(new byte[(int) OwnPublications.WAITING_BYTES_MAX + 1]);

        assertThat(broker.publish(TOPIC, large, Qos.AT_MOST_ONCE, false).get(20, TimeUnit.SECONDS))
                .isEqualTo(ReasonCode.NO_MATCHING_SUBSCRIBERS);
    }

    @Test
    void what_comes_faster_than_it_can_enter_is_refused() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch proceed = new CountDownLatch(1);
        Bytes quarter = Bytes.wrap(new byte[(int) OwnPublications.WAITING_BYTES_MAX / 4]);
        BrokerConfig config = BrokerConfig.ephemeral().toBuilder()
                .shards(1)
                .sysIntervalSeconds(0)
                .build();
        try (Broker busy = Broker.builder(config)
                        .authenticator((credentials, answer) -> {
                            reached.countDown();
                            awaitUninterruptibly(proceed);
                            answer.accept(ReasonCode.SUCCESS);
                        })
                        .start();
                RawClient client = RawClient.to(busy, 5).send("10 (<MQTT> 05 02 003C () <c>)")) {
            reached.await();
            List<CompletableFuture<ReasonCode>> results = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                results.add(busy.publish(TOPIC, quarter, Qos.AT_MOST_ONCE, false));
            }
            assertThat(results.get(7).getNow(ReasonCode.SUCCESS)).isEqualTo(ReasonCode.QUOTA_EXCEEDED);
            proceed.countDown();
            assertThat(results.get(0).get(20, TimeUnit.SECONDS)).isEqualTo(ReasonCode.NO_MATCHING_SUBSCRIBERS);
            client.receiveType(WirePacket.CONNACK);
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void after_the_end_every_result_comes_and_says_so() throws Exception {
        broker.close();

        assertThat(publish(TOPIC, "x", Qos.AT_LEAST_ONCE, false)).isEqualTo(ReasonCode.SERVER_SHUTTING_DOWN);
    }
}
