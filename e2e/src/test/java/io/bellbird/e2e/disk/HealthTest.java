package io.bellbird.e2e.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.BrokerSetup;
import io.bellbird.e2e.wire.Mqtt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What curl hears of the health of a broker whose disk fails or is slow. */
final class HealthTest {
    private static final int ADMIN_PORT = BrokerProcess.freePort();
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    @TempDir
    private Path folder;

    private Shim shim;
    private BrokerProcess broker;

    @BeforeEach
    void startBroker() throws IOException {
        shim = Shim.before(folder.resolve("data"));
        broker = BrokerProcess.start(BrokerSetup.keeping(shim.folder())
                .durability("disk")
                .adminListener(ADMIN_PORT)
                .environment(shim.failing()));
        StoredSession.make(broker);
    }

    @AfterEach
    void endBroker() {
        broker.kill();
    }

    @Test
    void a_broker_whose_store_cannot_write_is_live_and_not_ready_until_it_can() throws IOException {
        try (StorePublisher publisher = new StorePublisher(Mqtt.V5, "publisher", broker)) {
            // given
            publisher.publish("before");
            assertThat(get("ready")).isEqualTo("200 ok");
            // when
            shim.fail("sync-error *");
            publisher.send("in flight", 1);
            broker.awaitLog("the store cannot write");
            // then
            awaitReady("503 the store ");
            assertThat(get("live")).isEqualTo("200 ok");
            // when
            shim.heal();
            // then
            awaitReady("200 ok");
            assertThat(publisher.awaitReason()).isZero();
        }
    }

    @Test
    void a_broker_that_stops_is_not_ready() throws IOException {
        try (StorePublisher publisher = new StorePublisher(Mqtt.V5, "publisher", broker)) {
            // given: something to write for some seconds
            shim.fail("slow *.log 5000");
            publisher.send("late", 1);
            // when
            broker.beginToStop();
            // then
            awaitReady("503 the broker is stopping");
            shim.heal();
            assertThat(broker.awaitEnd()).isZero();
        }
    }

    /** Asks for the readiness until the answer begins so. */
    private static void awaitReady(String start) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        String answer = get("ready");
        while (!answer.startsWith(start)) {
            assertThat(System.nanoTime() - deadline).as(answer).isNegative();
            LockSupport.parkNanos(RETRY_NANOS);
            answer = get("ready");
        }
    }

    /** The status and the line that a question gets. */
    private static String get(String health) {
        String url = "http://127.0.0.1:" + ADMIN_PORT + "/health/" + health;
        String[] answer = Command.run(List.of("curl", "-sS", "-w", "%{http_code}", url), Map.of())
                .split("\n", -1);
        assertThat(answer).as(String.join("|", answer)).hasSizeGreaterThan(1);
        return answer[1].substring(0, 3) + " " + answer[0];
    }
}
