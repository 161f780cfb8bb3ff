package io.bellbird.broker.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Clients that come, go, publish and read as a seed says, while shards and the store are slow at times: whatever was
 * acknowledged arrives, QoS 2 once, and in order. That no client gets more than its Receive Maximum, or a packet id
 * twice, is seen to by {@link FakeWire}. A failure says its seed, and is the same each time.
 */
class SimulationTest {
    private static final int SEEDS = 500;
    private static final int STEPS = 400;
    private static final int CLIENTS = 5;

    private static final class Run {
        private final Random random;
        private final int shards;
        private final TestBroker broker;
        private final List<SimulatedClient> clients = new ArrayList<>();

        Run(long seed, int shards) {
            this.random = new Random(seed);
            this.shards = shards;
            this.broker = new TestBroker(shards);
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new SimulatedClient(broker, "client" + i, random));
            }
        }

        void run() {
            clients.forEach(this::begin);
            for (int step = 0; step < STEPS; step++) {
                step();
            }
            end();
            clients.forEach(this::check);
            broker.assertSound();
        }

        /** All subscribe before anybody publishes, so that everybody is to get everything. */
        private void begin(SimulatedClient client) {
            client.connect();
            boolean more = true;
            while (more) {
                more = client.read();
            }
        }

        private void step() {
            SimulatedClient client = clients.get(random.nextInt(CLIENTS));
            int chance = random.nextInt(100);
            if (chance < 30) {
                client.publish("t/" + random.nextInt(3));
            } else if (chance < 70) {
                for (int packets = random.nextInt(8); packets > 0; packets--) {
                    client.read();
                }
            } else if (chance < 75) {
                client.connect();
            } else if (chance < 80) {
                client.lose();
            } else if (chance < 84) {
                client.slow(random.nextBoolean());
            } else if (chance < 87) {
                broker.store().hold();
            } else if (chance < 92) {
                releaseSome();
            } else if (chance < 95) {
                broker.freeze(random.nextInt(shards));
            } else if (chance < 99) {
                broker.thaw(random.nextInt(shards));
            } else {
                broker.passMillis(random.nextInt(10_000));
            }
        }

        private void releaseSome() {
            if (random.nextBoolean()) {
                broker.store().release();
            } else if (broker.store().heldCount() > 0) {
                broker.store().releaseOne();
            }
            broker.settle();
        }

        /** Everything works again, everybody comes back, and reads until nothing is left. */
        private void end() {
            for (int shard = 0; shard < shards; shard++) {
                broker.thaw(shard);
            }
            broker.store().release();
            broker.settle();
            clients.forEach(SimulatedClient::connect);
            boolean busy = true;
            while (busy) {
                busy = false;
                for (SimulatedClient client : clients) {
                    busy |= client.read();
                }
            }
        }

        private void check(SimulatedClient receiver) {
            assertThat(receiver.isDone()).as("all is acknowledged").isTrue();
            for (SimulatedClient publisher : clients) {
                for (String qos : List.of(" 1 ", " 2 ")) {
                    List<String> sent = only(qos, publisher.published());
                    List<String> seen = only(qos, receiver.received());
                    seen.retainAll(new HashSet<>(sent));
                    Set<String> once = new LinkedHashSet<>(seen);
                    assertThat(new ArrayList<>(once)).isEqualTo(sent);
                    if (qos.equals(" 2 ")) {
                        assertThat(seen).hasSameSizeAs(once);
                    }
                }
            }
        }

        private static List<String> only(String qos, List<String> payloads) {
            List<String> chosen = new ArrayList<>(payloads);
            chosen.removeIf(payload -> !payload.contains(qos));
            return chosen;
        }
    }

    private void runSeeds(int shards) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                new Run(seed, shards).run();
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("with seed " + seed + " and " + shards + " shards", failure);
            }
        }
    }

    @Test
    void what_was_acknowledged_arrives_with_one_shard() {
        runSeeds(1);
    }

    @Test
    void what_was_acknowledged_arrives_with_four_shards() {
        runSeeds(4);
    }
}
