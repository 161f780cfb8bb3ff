package io.bellbird.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.net.NoLeaks;
import io.bellbird.broker.routing.Racers;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link Broker#reload} by two threads, while clients come and others publish to each other. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class ReloadStressTest {
    private static final int MESSAGES = 3_000;
    private static final int RELOADS_MAX = 100_000;

    private final AtomicBoolean done = new AtomicBoolean();
    private final AtomicInteger reloads = new AtomicInteger();

    /** Alternates between two that differ in all that is kept at some place besides the shards. */
    private void reload(Broker broker) throws Exception {
        for (int i = 0; !done.get() && i < RELOADS_MAX; i++) {
            boolean even = i % 2 == 0;
            broker.reload(broker.config().toBuilder()
                    .listeners(List.of(ListenerConfig.local(0).withMaxConnections(even ? 1_000 : 2_000)))
                    .globalMaxConnections(even ? 1_000 : 2_000)
                    .maxPacketSize(even ? 1_000 : 2_000)
                    .maxInflightMessages(even ? 10 : 20)
                    .memoryLimitBytes(even ? 1 << 28 : 1 << 29)
                    .sysIntervalSeconds(even ? 0 : 1)
                    .build());
            reloads.incrementAndGet();
        }
    }

    private static RawClient connect(Broker broker, String clientId) {
        return RawClient.to(broker, 5).connect("10 (<MQTT> 05 02 0000 () <" + clientId + ">)");
    }

    /** Sends to itself over whatever shard it lives on, one after the other. */
    private void talk(Broker broker, String clientId) {
        try (RawClient client = connect(broker, clientId).subscribe(clientId, 0)) {
            for (int i = 0; i < MESSAGES; i++) {
                client.send("30 (<" + clientId + "> () 58)").expect("30 (<" + clientId + "> () 58)");
            }
        }
    }

    /** What CONNACK says is of one configuration, whatever happens between the loops that a client comes to. */
    private void comeAndGo(Broker broker) {
        for (int i = 0; !done.get(); i++) {
            try (RawClient client = connect(broker, "guest-" + i)) {
                long packetBytes = client.connack().number(0x27);
                long inflight = client.connack().number(0x21);
                assertThat(inflight).isEqualTo(packetBytes / 100);
            }
        }
    }

    @Test
    void nothing_is_lost_and_each_client_sees_one_configuration() throws Exception {
        BrokerConfig config = BrokerConfig.ephemeral().toBuilder()
                .shards(3)
                .connectionMessages(false)
                .maxPacketSize(2_000)
                .maxInflightMessages(20)
                .build();
        try (ErrorLines errors = new ErrorLines();
                Broker broker = Broker.start(config)) {
            AtomicInteger talking = new AtomicInteger(2);
            Racers.race(
                    () -> talkUntilAllHave(broker, "a", talking),
                    () -> talkUntilAllHave(broker, "b", talking),
                    () -> comeAndGo(broker),
                    () -> reload(broker),
                    () -> reload(broker));
            assertThat(errors.lines()).isEmpty();
            assertThat(reloads.get()).isGreaterThan(10);
        } finally {
            done.set(true);
        }
    }

    private void talkUntilAllHave(Broker broker, String clientId, AtomicInteger talking) {
        try {
            talk(broker, clientId);
        } finally {
            if (talking.decrementAndGet() == 0) {
                done.set(true);
            }
        }
    }

    @Test
    void a_reload_and_a_close_at_the_same_moment_both_end() throws Exception {
        for (int round = 0; round < 20; round++) {
            Broker broker =
                    Broker.start(BrokerConfig.ephemeral().toBuilder().shards(2).build());
            Racers.race(
                    () -> broker.reload(
                            broker.config().toBuilder().maxPacketSize(30).build()),
                    broker::close,
                    () -> broker.reload(
                            broker.config().toBuilder().maxPacketSize(40).build()));
        }
    }
}
