package io.bellbird.e2e.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.wire.Login;
import io.bellbird.e2e.wire.Mqtt;
import io.bellbird.e2e.wire.MqttConnection;
import io.bellbird.e2e.wire.Packet;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The largest filters: one client cannot fill the memory with its subscriptions, and a restart counts the same. */
final class SubscriptionBytesTest {
    private static final long BYTES_MAX = 16 << 20;
    private static final int QUOTA_EXCEEDED = 0x97;
    private static final int FAILURE = 0x80;
    /** 200 levels, 65,000 bytes. */
    private static final String REST = "/" + "x".repeat(320) + ("/" + "y".repeat(325)).repeat(198);

    @TempDir
    private Path folder;

    @Test
    void subscriptions_are_refused_before_they_take_more_memory_than_they_may() throws Exception {
        try (BrokerProcess broker = Abused.start(folder, 128, "max_subscription_bytes " + BYTES_MAX)) {
            Vitals vitals = new Vitals(broker);
            long heapBefore = vitals.liveHeapBytes();
            int granted;
            // when
            try (MqttConnection client = connected(broker, Mqtt.V5)) {
                granted = subscribeUntil(client, QUOTA_EXCEEDED);
                client.disconnect();
            }
            // then
            long bytes = vitals.liveHeapBytes() - heapBefore;
            Report.say(granted + " subscriptions of 200 levels and 65,000 bytes: " + bytes / 1_024 + " KiB of heap");
            assertThat(granted).isBetween(80, 120);
            assertThat(bytes).isLessThanOrEqualTo(BYTES_MAX);
            // and when
            broker.kill();
            broker.restart();
            // then
            try (MqttConnection client = connected(broker, Mqtt.V3_1_1)) {
                client.subscribe(1, "0" + REST, 1);
                assertThat(client.receive()).isEqualTo(new Packet.SubAck(1, 1));
                client.subscribe(2, "more" + REST, 1);
                assertThat(client.receive()).isEqualTo(new Packet.SubAck(2, FAILURE));
            }
        }
    }

    private static MqttConnection connected(BrokerProcess broker, Mqtt version) throws IOException {
        MqttConnection connection = new MqttConnection(version, broker.port());
        connection.login(Login.persistent("greedy"));
        return connection;
    }

    /** @return how many were granted before */
    private static int subscribeUntil(MqttConnection client, int refusal) throws IOException {
        for (int granted = 0; ; granted++) {
            client.subscribe(1, granted + REST, 1);
            Packet answer = client.receive();
            if (answer.equals(new Packet.SubAck(1, refusal))) {
                return granted;
            }
            assertThat(answer).isEqualTo(new Packet.SubAck(1, 1));
        }
    }
}
