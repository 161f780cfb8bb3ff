package io.bellbird.broker.shard;

import io.bellbird.broker.shard.FaithfulClient.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One run: clients that come, go, publish, read and leave wills, while shards and the store are slow at times, time
 * passes, and the broker is killed or stopped and starts again, all as a seed says. In the end everything works, and
 * everybody comes back and reads until nothing is left.
 */
final class Simulation {
    private static final int STEPS = 300;
    private static final int CLIENTS = 5;

    private final Random random;
    private final int shards;
    private final TestBroker broker;
    private final List<FaithfulClient> clients = new ArrayList<>();
    private long step;

    Simulation(long seed, int shards) {
        this.random = new Random(seed);
        this.shards = shards;
        this.broker = new TestBroker(shards);
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new FaithfulClient(this, "client" + i, kind(i), random));
        }
    }

    private Kind kind(int client) {
        int chance = random.nextInt(10);
        if (client == 0 || chance < 2) {
            return Kind.CONSTANT;
        }
        return chance < 8 ? Kind.ROVING : Kind.PASSING;
    }

    TestBroker broker() {
        return broker;
    }

    List<FaithfulClient> clients() {
        return clients;
    }

    /** Grows with all that happens. */
    long nextStep() {
        return ++step;
    }

    void onAcknowledged(SimulatedMessage message) {
        clients.forEach(client -> client.onAcknowledged(message));
    }

    void run() {
        for (FaithfulClient client : clients) {
            client.connect();
            readAll();
        }
        for (int i = 0; i < STEPS; i++) {
            step(clients.get(random.nextInt(CLIENTS)));
            progress();
        }
        end();
    }

    private void step(FaithfulClient client) {
        int chance = random.nextInt(1_000);
        if (!client.isConnecting() && chance < 300) {
            client.connect();
        } else if (chance < 350) {
            client.publish();
        } else if (chance < 750) {
            for (int packets = random.nextInt(8); packets > 0; packets--) {
                client.read();
            }
        } else if (chance < 765) {
            client.connect();
        } else if (chance < 785) {
            client.lose();
        } else if (chance < 790) {
            client.leave();
        } else if (chance < 810) {
            client.slow(random.nextBoolean());
        } else if (chance < 860) {
            client.rove();
        } else if (chance < 885) {
            broker.store().hold();
        } else if (chance < 930) {
            releaseSome();
        } else if (chance < 950) {
            broker.freeze(random.nextInt(shards));
        } else if (chance < 980) {
            broker.thaw(random.nextInt(shards));
        } else if (chance < 988) {
            broker.passMillis(random.nextInt(5_000));
        } else if (chance < 995) {
            crash();
        } else if (chance < 997) {
            restart();
        }
    }

    /** The shards go on: until nothing is left to do, or some of them a little. */
    private void progress() {
        int chance = random.nextInt(10);
        if (chance < 2) {
            broker.settle();
        } else if (chance < 8) {
            for (int turns = random.nextInt(4); turns > 0; turns--) {
                broker.turn(random.nextInt(shards));
            }
        }
    }

    private void releaseSome() {
        if (random.nextInt(4) == 0) {
            broker.store().release();
            return;
        }
        for (int some = 1 + random.nextInt(3); some > 0 && broker.store().heldCount() > 0; some--) {
            broker.store().releaseOne();
        }
    }

    private void crash() {
        checkSound();
        clients.forEach(FaithfulClient::endConnection);
        if (random.nextBoolean()) {
            broker.store().holdCounts();
        }
        broker.crashAndRestart();
    }

    private void restart() {
        checkSound();
        work();
        clients.forEach(FaithfulClient::endConnection);
        broker.restart();
    }

    /** Before the counters of a broker are gone. */
    private void checkSound() {
        SimulationCheck.broker(broker);
    }

    /** From now on nothing is slow. */
    private void work() {
        for (int shard = 0; shard < shards; shard++) {
            broker.thaw(shard);
        }
        broker.store().release();
        broker.settle();
    }

    private void end() {
        work();
        if (random.nextBoolean()) {
            broker.passSeconds(SimulatedWills.DELAY_SECONDS + 1);
            clients.forEach(client -> client.wills().delayPassed());
        }
        clients.forEach(FaithfulClient::connect);
        readAll();
        broker.passSeconds(SimulatedWills.DELAY_SECONDS + 1);
        readAll();
        SimulationCheck.all(this);
    }

    private void readAll() {
        boolean busy = true;
        while (busy) {
            broker.settle();
            busy = false;
            for (FaithfulClient client : clients) {
                busy |= client.read();
            }
        }
    }
}
