package io.bellbird.e2e.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.wire.AckType;
import io.bellbird.e2e.wire.Login;
import io.bellbird.e2e.wire.Mqtt;
import io.bellbird.e2e.wire.MqttConnection;
import io.bellbird.e2e.wire.Packet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queues at {@code max_queued_messages}, under each policy, with what a crash leaves of them and what $SYS says. */
final class FullQueuesTest {
    private static final int QUEUED_MAX = 1_000;
    private static final int PUBLISHED = 1_500;
    private static final int WINDOW = 400;
    private static final int QUOTA_EXCEEDED = 0x97;
    private static final int QUIET_MILLIS = 300;

    @TempDir
    private Path folder;

    @Test
    void drop_newest_keeps_the_first() throws Exception {
        try (BrokerProcess broker = broker("drop_newest")) {
            away(broker);

            assertThat(publish(broker)).containsOnly(0).hasSize(PUBLISHED);

            SysFigures.await(broker, "dropped/queue_full", dropped -> dropped == PUBLISHED - QUEUED_MAX);
            assertThat(afterCrash(broker)).isEqualTo(numbers(0, QUEUED_MAX));
        }
    }

    @Test
    void drop_oldest_keeps_the_last() throws Exception {
        try (BrokerProcess broker = broker("drop_oldest")) {
            away(broker);

            assertThat(publish(broker)).containsOnly(0).hasSize(PUBLISHED);

            SysFigures.await(broker, "dropped/queue_full", dropped -> dropped == PUBLISHED - QUEUED_MAX);
            assertThat(afterCrash(broker)).isEqualTo(numbers(PUBLISHED - QUEUED_MAX, PUBLISHED));
        }
    }

    @Test
    void reject_keeps_the_first_and_tells_the_publisher() throws Exception {
        try (BrokerProcess broker = broker("reject")) {
            away(broker);

            List<Integer> reasons = publish(broker);

            assertThat(reasons.subList(0, QUEUED_MAX)).containsOnly(0);
            assertThat(reasons.subList(QUEUED_MAX, PUBLISHED)).containsOnly(QUOTA_EXCEEDED);
            SysFigures.await(broker, "dropped/queue_full_rejected", dropped -> dropped == PUBLISHED - QUEUED_MAX);
            assertThat(afterCrash(broker)).isEqualTo(numbers(0, QUEUED_MAX));
        }
    }

    @Test
    void disconnect_ends_the_connection_and_keeps_what_waits() throws Exception {
        try (BrokerProcess broker = broker("disconnect");
                MqttConnection slow = new MqttConnection(Mqtt.V5, broker.port())) {
            // given: one message is on its way to the client, which does not acknowledge it
            slow.login(Login.persistent("away").receiving(1));
            slow.subscribe(1, "queue", 1);
            assertThat(slow.receive()).isEqualTo(new Packet.SubAck(1, 1));
            // when
            assertThat(publish(broker)).containsOnly(0).hasSize(PUBLISHED);
            // then
            assertThat(slow.receive()).isInstanceOf(Packet.Publish.class);
            assertThat(slow.receive()).isEqualTo(new Packet.Disconnect(QUOTA_EXCEEDED));
            int kept = QUEUED_MAX + 1;
            SysFigures.await(broker, "dropped/queue_full", dropped -> dropped == PUBLISHED - kept);
            assertThat(afterCrash(broker)).isEqualTo(numbers(0, kept));
        }
    }

    private BrokerProcess broker(String policy) {
        return Abused.start(folder, 128, "max_queued_messages " + QUEUED_MAX, "queue_full_policy " + policy);
    }

    private static void away(BrokerProcess broker) throws IOException {
        try (MqttConnection connection = new MqttConnection(Mqtt.V5, broker.port())) {
            connection.login(Login.persistent("away"));
            connection.subscribe(1, "queue", 1);
            assertThat(connection.receive()).isEqualTo(new Packet.SubAck(1, 1));
            connection.disconnect();
        }
    }

    /** @return the reasons of the acknowledgements, in the order of the messages */
    private static List<Integer> publish(BrokerProcess broker) throws IOException {
        List<Integer> reasons = new ArrayList<>();
        try (MqttConnection publisher = new MqttConnection(Mqtt.V5, broker.port())) {
            publisher.login(Login.passing("publisher"));
            for (int sent = 0; sent < PUBLISHED; sent++) {
                if (sent - reasons.size() == WINDOW) {
                    reasons.add(reason(publisher));
                }
                publisher.publish("queue", 1, sent + 1, false, false, Integer.toString(sent));
            }
            while (reasons.size() < PUBLISHED) {
                reasons.add(reason(publisher));
            }
        }
        return reasons;
    }

    private static int reason(MqttConnection publisher) throws IOException {
        return ((Packet.Ack) publisher.receive()).reason();
    }

    private static List<Integer> afterCrash(BrokerProcess broker) throws IOException {
        broker.kill();
        broker.restart();
        List<Integer> received = new ArrayList<>();
        try (MqttConnection connection = new MqttConnection(Mqtt.V5, broker.port())) {
            assertThat(connection.login(Login.persistent("away")).sessionPresent())
                    .isTrue();
            Optional<Packet> next = Optional.of(connection.receive());
            while (next.isPresent()) {
                Packet.Publish message = (Packet.Publish) next.get();
                received.add(Integer.parseInt(message.payload()));
                connection.acknowledge(AckType.PUBACK, message.packetId());
                next = connection.poll(QUIET_MILLIS);
            }
        }
        return received;
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }
}
