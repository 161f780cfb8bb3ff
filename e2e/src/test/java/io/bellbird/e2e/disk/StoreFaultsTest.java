package io.bellbird.e2e.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.BrokerSetup;
import io.bellbird.e2e.wire.Login;
import io.bellbird.e2e.wire.Mqtt;
import io.bellbird.e2e.wire.MqttConnection;
import io.bellbird.e2e.wire.Packet;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A disk that is full, broken, slow or read-only while the broker runs: nothing acknowledged is lost. */
final class StoreFaultsTest {
    private static final int QUOTA_EXCEEDED = 0x97;
    private static final int FAILED = 0x80;
    private static final int STORE_STATUS = 5;

    @TempDir
    Path folder;

    private Shim shim;
    private BrokerSetup setup;
    private BrokerProcess broker;

    @BeforeEach
    void startBroker() throws IOException {
        shim = Shim.before(folder.resolve("data"));
        setup = BrokerSetup.keeping(shim.folder()).durability("disk").environment(shim.failing());
        broker = BrokerProcess.start(setup);
        StoredSession.make(broker);
    }

    @AfterEach
    void endBroker() {
        broker.kill();
    }

    @ParameterizedTest
    @CsvSource({"full *", "full *.log", "sync-error *"})
    void a_disk_that_fails_is_told_to_mqtt5_and_forgotten_once_it_works(String fault) throws IOException {
        try (StorePublisher first = publisherInFlight(fault);
                StorePublisher second = new StorePublisher(Mqtt.V5, "second", broker)) {
            // then
            assertThat(second.publish("refused, QoS 1")).isEqualTo(QUOTA_EXCEEDED);
            second.send("refused, QoS 2", 2);
            assertThat(second.awaitReason()).isEqualTo(QUOTA_EXCEEDED);
            // when
            shim.heal();
            // then: what was in flight is stored, and there is no restart
            assertThat(first.awaitReason()).isZero();
            second.publishUntilTaken("after");
            assertAcknowledgedSurvives(List.of("before", "in flight", "after"));
        }
    }

    @Test
    void a_full_disk_lets_a_client_of_3_1_1_wait_and_closes_it_after_30_s() throws IOException {
        try (StorePublisher first = publisherInFlight("full *");
                StorePublisher second = new StorePublisher(Mqtt.V3_1_1, "second", broker)) {
            // when
            second.send("never acknowledged", 1);
            second.connection().ping();
            // then: neither an acknowledgement nor an answer to the ping, which is not read
            long sent = System.nanoTime();
            assertThatThrownBy(() -> second.connection().poll(45_000)).isInstanceOf(EOFException.class);
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - sent)).isBetween(25L, 40L);
            // when
            shim.heal();
            // then
            assertThat(first.awaitReason()).isZero();
            first.publishUntilTaken("after");
            assertAcknowledgedSurvives(List.of("before", "in flight", "after"));
        }
    }

    @Test
    void a_slow_disk_delays_acknowledgements_and_nobody_else() throws IOException {
        try (StorePublisher publisher = new StorePublisher(Mqtt.V5, "publisher", broker);
                MqttConnection other = new MqttConnection(Mqtt.V3_1_1, broker.port())) {
            // given
            other.login(Login.passing("other"));
            other.subscribe(1, "chat", 0);
            other.receive();
            // when
            shim.fail("slow *.log 2000");
            publisher.send("late", 1);
            // then
            for (int number = 0; number < 10; number++) {
                other.publish("chat", 0, 0, false, false, "hello");
                assertThat(other.receive()).isInstanceOf(Packet.Publish.class);
            }
            assertThat(publisher.connection().poll(1))
                    .as("an acknowledgement before its time")
                    .isEmpty();
            assertThat(publisher.awaitReason()).isZero();
            shim.heal();
            assertAcknowledgedSurvives(List.of("late"));
        }
    }

    @Test
    void a_read_only_disk_is_refused_at_the_start() {
        // given
        broker.stop();
        shim.fail("read-only *");
        // when
        BrokerProcess.Refusal refusal = BrokerProcess.refused(setup);
        // then
        assertThat(refusal.status()).isEqualTo(STORE_STATUS);
        assertThat(refusal.log()).contains(shim.folder().toString()).containsIgnoringCase("read-only");
    }

    @Test
    void a_second_broker_is_refused() {
        // when
        BrokerProcess.Refusal refusal = BrokerProcess.refused(setup);
        // then
        assertThat(refusal.status()).isEqualTo(STORE_STATUS);
        assertThat(refusal.log()).contains(shim.folder().toString()).contains("in use");
    }

    @Test
    void a_damaged_tail_of_the_log_costs_no_more_than_the_tail() throws IOException {
        // given
        List<String> payloads = publishAndKill(50, 100);
        // when
        StoreFiles.truncateNewestLog(shim.folder(), 30);
        broker.restart();
        // then
        List<String> left = StoredSession.fetch(broker);
        assertThat(left).hasSizeBetween(payloads.size() - 5, payloads.size() - 1);
        assertThat(payloads).startsWith(left.toArray(String[]::new));
    }

    @Test
    void a_flipped_bit_in_the_middle_of_the_log_is_refused_at_the_start() throws IOException {
        // given
        publishAndKill(50, 1_000);
        // when
        Path damaged = StoreFiles.flipBitInNewestLog(shim.folder());
        BrokerProcess.Refusal refusal = BrokerProcess.refused(setup);
        // then
        assertRefusedForDamage(refusal, damaged);
    }

    @Test
    void flipped_bits_in_a_table_are_refused_at_the_start() throws IOException {
        // given
        publishAndKill(3_000, 60_000);
        // when
        Path damaged = StoreFiles.flipBitsInOldestTable(shim.folder());
        BrokerProcess.Refusal refusal = BrokerProcess.refused(setup);
        // then
        assertRefusedForDamage(refusal, damaged);
    }

    /** Makes the broker notice a fault by a message, which waits until the store works again. */
    private StorePublisher publisherInFlight(String fault) throws IOException {
        StorePublisher publisher = new StorePublisher(Mqtt.V5, "first", broker);
        publisher.publish("before");
        shim.fail(fault);
        publisher.send("in flight", 1);
        broker.awaitLog("the store cannot write");
        return publisher;
    }

    private static void assertRefusedForDamage(BrokerProcess.Refusal refusal, Path damaged) {
        assertThat(refusal.status()).isEqualTo(STORE_STATUS);
        assertThat(refusal.log()).contains(damaged.getFileName().toString()).contains("bellbird store recover");
    }

    /** Publishes acknowledged messages of different text, and kills the broker. */
    private List<String> publishAndKill(int count, int length) throws IOException {
        char[] filler = new char[length];
        Arrays.fill(filler, 'x');
        List<String> payloads = new ArrayList<>();
        try (StorePublisher publisher = new StorePublisher(Mqtt.V5, "publisher", broker)) {
            for (int number = 0; number < count; number++) {
                payloads.add(number + new String(filler));
                assertThat(publisher.publish(payloads.get(number))).isLessThan(FAILED);
            }
        }
        broker.kill();
        return payloads;
    }

    private void assertAcknowledgedSurvives(List<String> acknowledged) throws IOException {
        broker.kill();
        broker.restart();
        assertThat(StoredSession.fetch(broker)).containsSubsequence(acknowledged);
    }
}
