package io.bellbird.broker.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A shared group whose members come, go and read as a seed says, while shards and the store are slow at times, and
 * brokers crash or sessions end: whatever was acknowledged arrives at one of them, QoS 2 at one only, and once. A
 * failure says its seed, and is the same each time.
 */
class SharedSimulationTest {
    /** Fewer on a store that is slower. */
    private static final int SEEDS = Integer.getInteger("simulation.seeds", 500);

    private static final int STEPS = 400;
    private static final int PUBLISHERS = 2;
    private static final int MEMBERS = 3;

    private static final class Run {
        private final Random random;
        private final int shards;
        /** Either brokers crash or sessions end: after both nobody can say whether a QoS 2 message had arrived. */
        private final boolean crashes;

        private final TestBroker broker;
        private final List<SimulatedClient> publishers = new ArrayList<>();
        private final List<SimulatedClient> members = new ArrayList<>();
        private final List<SimulatedClient> all = new ArrayList<>();

        Run(long seed, int shards) {
            this.random = new Random(seed);
            this.shards = shards;
            this.crashes = seed % 2 == 0;
            this.broker = new TestBroker(shards);
            for (int i = 0; i < PUBLISHERS; i++) {
                publishers.add(new SimulatedClient(broker, "publisher" + i, random, ""));
            }
            for (int i = 0; i < MEMBERS; i++) {
                members.add(new SimulatedClient(broker, "member" + i, random, "$share/g/t/#"));
            }
            all.addAll(members);
            all.addAll(publishers);
        }

        void run() {
            all.forEach(SimulatedClient::connect);
            readAll();
            for (int step = 0; step < STEPS; step++) {
                step();
            }
            end();
            check();
            broker.assertSound();
        }

        private void step() {
            SimulatedClient client = all.get(random.nextInt(all.size()));
            int chance = random.nextInt(100);
            if (chance < 30) {
                publishers.get(random.nextInt(PUBLISHERS)).publish("t/" + random.nextInt(3));
            } else if (chance < 68) {
                for (int packets = random.nextInt(8); packets > 0; packets--) {
                    client.read();
                }
            } else if (chance < 73) {
                client.connect();
            } else if (chance < 78) {
                client.lose();
            } else if (chance < 81) {
                client.slow(random.nextBoolean());
            } else if (chance < 84) {
                broker.store().hold();
            } else if (chance < 89) {
                releaseSome();
            } else if (chance < 92) {
                broker.freeze(random.nextInt(shards));
            } else if (chance < 96) {
                broker.thaw(random.nextInt(shards));
            } else {
                disturb();
            }
        }

        /** The first member stays, so that the group does. */
        private void disturb() {
            SimulatedClient member = members.get(1 + random.nextInt(MEMBERS - 1));
            if (random.nextBoolean()) {
                member.toggleSubscription();
            } else if (crashes) {
                all.forEach(SimulatedClient::forgetConnection);
                broker.crashAndRestart();
            } else {
                member.beginAnew();
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
            all.forEach(SimulatedClient::connect);
            readAll();
        }

        private void readAll() {
            boolean busy = true;
            while (busy) {
                busy = false;
                for (SimulatedClient client : all) {
                    busy |= client.read();
                }
            }
        }

        private void check() {
            List<String> published = texts(publishers.stream().map(SimulatedClient::published));
            List<String> received = texts(members.stream().map(SimulatedClient::received));
            assertThat(all.stream().filter(client -> !client.isDone()))
                    .as("clients whose messages are not all acknowledged")
                    .isEmpty();
            Set<String> arrived = new HashSet<>(received);
            arrived.addAll(texts(members.stream().map(SimulatedClient::abandoned)));
            assertThat(arrived).containsAll(published);
            assertThat(received.stream().filter(payload -> payload.contains(" 2 ")))
                    .doesNotHaveDuplicates();
            assertThat(broker.store().groupQueue("g")).isEmpty();
            assertThat(broker.memoryBytes()).isZero();
        }

        private static List<String> texts(Stream<List<String>> lists) {
            return lists.flatMap(List::stream).toList();
        }
    }

    private static void runSeeds(int shards) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                new Run(seed, shards).run();
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("with seed " + seed + " and " + shards + " shards", failure);
            }
        }
    }

    @Test
    void each_message_arrives_at_one_member_with_one_shard() {
        runSeeds(1);
    }

    @Test
    void each_message_arrives_at_one_member_with_four_shards() {
        runSeeds(4);
    }
}
