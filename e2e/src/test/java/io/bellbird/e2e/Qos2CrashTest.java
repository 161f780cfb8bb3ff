package io.bellbird.e2e;

import static com.hivemq.client.mqtt.datatypes.MqttQos.EXACTLY_ONCE;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientConfig;
import com.hivemq.client.mqtt.mqtt5.advanced.interceptor.qos2.Mqtt5IncomingQos2Interceptor;
import com.hivemq.client.mqtt.mqtt5.advanced.interceptor.qos2.Mqtt5OutgoingQos2Interceptor;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.pubcomp.Mqtt5PubComp;
import com.hivemq.client.mqtt.mqtt5.message.publish.pubcomp.Mqtt5PubCompBuilder;
import com.hivemq.client.mqtt.mqtt5.message.publish.pubrec.Mqtt5PubRec;
import com.hivemq.client.mqtt.mqtt5.message.publish.pubrec.Mqtt5PubRecBuilder;
import com.hivemq.client.mqtt.mqtt5.message.publish.pubrel.Mqtt5PubRel;
import com.hivemq.client.mqtt.mqtt5.message.publish.pubrel.Mqtt5PubRelBuilder;
import io.bellbird.e2e.HiveMqClient.Message;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The broker crashes in the middle of an exchange of QoS 2, which goes on after it where it stopped. The HiveMQ client
 * shows each packet of an exchange, and goes on only when the test lets it.
 */
final class Qos2CrashTest {
    private static final Message PIANO = Message.of("orders", EXACTLY_ONCE, "a piano");
    private static final Message LAST = Message.of("orders", EXACTLY_ONCE, "nothing more");

    private BrokerProcess broker;

    /** A packet that the client has received and not answered when the broker crashes. */
    private enum Unanswered {
        PUBREC,
        PUBLISH,
        PUBREL
    }

    @BeforeEach
    void startBroker() {
        broker = BrokerProcess.start(2);
    }

    @AfterEach
    void closeBroker() {
        broker.close();
    }

    @Test
    void a_message_is_published_once_though_the_broker_crashes_before_its_pubrel() throws InterruptedException {
        // given
        CrashPoint point = new CrashPoint(Unanswered.PUBREC);
        try (HiveMqClient client = subscribed(point)) {
            // when
            CompletableFuture<?> sent = client.send(PIANO);
            crash(point);
            // then
            assertThat(client.next()).isEqualTo(PIANO);
            sent.join();
            assertNothingElseComes(client);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PUBLISH", "PUBREL"})
    void a_message_is_delivered_once_though_the_broker_crashes_before_the_answer_to(Unanswered packet)
            throws InterruptedException {
        // given
        CrashPoint point = new CrashPoint(packet);
        try (HiveMqClient client = subscribed(point)) {
            client.publish(PIANO);
            // when: the client answers only what the application has acknowledged
            Message delivered = client.next();
            crash(point);
            // then
            assertThat(delivered).isEqualTo(PIANO);
            assertNothingElseComes(client);
        }
    }

    private void crash(CrashPoint point) {
        point.await();
        broker.kill();
        point.over();
        broker.restart();
    }

    private static void assertNothingElseComes(HiveMqClient client) throws InterruptedException {
        client.publish(LAST);
        assertThat(client.next()).isEqualTo(LAST);
    }

    private HiveMqClient subscribed(CrashPoint point) {
        HiveMqClient client = client(point);
        client.connectPersistent();
        client.subscribe("orders", EXACTLY_ONCE);
        return client;
    }

    private HiveMqClient client(CrashPoint point) {
        return new HiveMqV5Client(HiveMqLink.reconnecting(HiveMqLink.builder(Transport.TCP, broker, "shop"))
                .useMqttVersion5()
                .advancedConfig()
                .interceptors()
                .outgoingQos2Interceptor(new Sending(point))
                .incomingQos2Interceptor(new Receiving(point))
                .applyInterceptors()
                .applyAdvancedConfig()
                .buildBlocking());
    }

    /** Holds the thread of the client between a packet and its answer, until the broker has crashed. */
    private static final class CrashPoint {
        private final Unanswered place;
        private final Inbox<Unanswered> reached = new Inbox<>();
        private final CountDownLatch crashed = new CountDownLatch(1);

        CrashPoint(Unanswered place) {
            this.place = place;
        }

        void received(Unanswered packet) {
            if (packet != place) {
                return;
            }
            reached.add(packet);
            try {
                crashed.await(2 * ChildProcesses.PATIENCE.toSeconds(), SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void await() {
            reached.next(place.name());
        }

        void over() {
            crashed.countDown();
        }
    }

    private record Sending(CrashPoint point) implements Mqtt5OutgoingQos2Interceptor {
        @Override
        public void onPubRec(
                Mqtt5ClientConfig config, Mqtt5Publish publish, Mqtt5PubRec pubRec, Mqtt5PubRelBuilder answer) {
            point.received(Unanswered.PUBREC);
        }

        @Override
        public void onPubRecError(Mqtt5ClientConfig config, Mqtt5Publish publish, Mqtt5PubRec pubRec) {}

        @Override
        public void onPubComp(Mqtt5ClientConfig config, Mqtt5PubRel pubRel, Mqtt5PubComp pubComp) {}
    }

    private record Receiving(CrashPoint point) implements Mqtt5IncomingQos2Interceptor {
        @Override
        public void onPublish(Mqtt5ClientConfig config, Mqtt5Publish publish, Mqtt5PubRecBuilder answer) {
            point.received(Unanswered.PUBLISH);
        }

        @Override
        public void onPubRel(Mqtt5ClientConfig config, Mqtt5PubRel pubRel, Mqtt5PubCompBuilder answer) {
            point.received(Unanswered.PUBREL);
        }
    }
}
