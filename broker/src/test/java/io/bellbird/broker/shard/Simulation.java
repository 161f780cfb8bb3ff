package io.bellbird.broker.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.shard.FaithfulClient.Kind;
import io.bellbird.broker.store.TestStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One run: clients that come, go, subscribe, publish, read and leave wills, while shards and the store are slow at times
 * or the store takes nothing, time passes, and the broker is killed or stopped and starts again, all as a seed says. In
 * the end everything works, and everybody comes back and reads until nothing is left.
 */
final class Simulation {
    private static final int STEPS = 500;
    /** Every so many seeds a crash comes while commits of several shards wait, and some of them are done. */
    private static final int CRASH_WITHIN_EVERY = 3;

    /** In calm runs only every so many steps may disturb. */
    private static final int DISTURBED_EVERY = 8;

    private static final Map<Counter, Happening> COUNTED = Map.of(
            Counter.DROPPED_EXPIRED, Happening.MESSAGE_EXPIRED,
            Counter.CLIENTS_EXPIRED, Happening.SESSION_EXPIRED,
            Counter.DROPPED_OUTBOX_FULL, Happening.OUTBOX_FULL);

    private final Course course;
    private final Random random;
    private final int shards;
    private final TestBroker broker;
    private final List<FaithfulClient> clients = new ArrayList<>();
    private final boolean storeMayRefuse;
    private final boolean calm;
    /** All that is stored lives on one shard: on the others are clients only whose sessions end with their connections. */
    private final boolean lopsided;

    private boolean wantsCrashWithin;
    private long step;

    Simulation(long seed, int shards, Course course) {
        this.course = course;
        this.random = new Random(seed);
        this.shards = shards;
        this.storeMayRefuse = random.nextInt(3) == 0;
        this.calm = random.nextInt(3) == 0;
        this.lopsided = shards > 1 && random.nextInt(6) == 0;
        this.wantsCrashWithin = seed % CRASH_WITHIN_EVERY == 0;
        int lettersMax = random.nextInt(3) == 0 ? 2 : Shard.MAILBOX_LETTERS_MAX;
        this.broker = new TestBroker(
                shards, config -> config.maxInflightMessages(FaithfulClient.UNACKNOWLEDGED_MAX), lettersMax);
        for (int count = clientCount(); count > 0; count--) {
            clients.add(new FaithfulClient(this, "client" + clients.size(), kind(), random));
        }
    }

    /** Few in most runs. */
    private int clientCount() {
        int chance = random.nextInt(40);
        if (chance == 0) {
            return 50;
        }
        return chance < 10 ? 6 + random.nextInt(10) : 5;
    }

    private Kind kind() {
        int chance = random.nextInt(10);
        if (lopsided && clients.size() % shards > 0) {
            return Kind.FLEETING;
        } else if (clients.isEmpty() || chance < 2) {
            return Kind.CONSTANT;
        } else if (chance < 6) {
            return Kind.ROVING;
        }
        return chance < 8 ? Kind.PASSING : Kind.FLEETING;
    }

    Course course() {
        return course;
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
        clients.forEach(client -> client.subscriptions().onAcknowledged(message));
    }

    /** Whether there may be times at which the store takes nothing new. */
    boolean storeMayRefuse() {
        return storeMayRefuse;
    }

    /** Somebody was told that the store takes nothing. */
    void onRefused(Happening refusal) {
        assertThat(storeMayRefuse).as("the store may have refused").isTrue();
        course.count(refusal);
    }

    void run() {
        for (FaithfulClient client : clients) {
            client.connect();
            readAll();
        }
        for (int i = 0; i < STEPS; i++) {
            step(clients.get(random.nextInt(clients.size())));
            progress();
            if (wantsCrashWithin && i > STEPS / 4) {
                crashWithin();
            }
        }
        end();
    }

    private void step(FaithfulClient client) {
        int chance = random.nextInt(calm && random.nextInt(DISTURBED_EVERY) > 0 ? 560 : 1_000);
        if (!client.isConnecting() && chance < 350) {
            client.connect();
        } else if (chance < 200) {
            for (int messages = 1 + random.nextInt(3); messages > 0; messages--) {
                client.publish();
            }
        } else if (chance < 560) {
            for (int packets = random.nextInt(8); packets > 0; packets--) {
                client.read();
            }
        } else if (chance < 575) {
            client.connect();
        } else if (chance < 595) {
            client.lose();
        } else if (chance < 610) {
            client.leave();
        } else if (chance < 630) {
            client.slow(random.nextBoolean());
        } else if (chance < 730) {
            client.rove();
        } else {
            disturb(chance - 730);
        }
    }

    private void disturb(int chance) {
        if (chance < 30) {
            broker.store().hold();
            note(Happening.STORE_SLOW);
        } else if (chance < 80) {
            releaseSome();
        } else if (chance < 105) {
            broker.freeze(random.nextInt(shards));
            note(Happening.SHARD_FROZEN);
        } else if (chance < 140) {
            broker.thaw(random.nextInt(shards));
        } else if (chance < 150) {
            broker.passMillis(random.nextInt(5_000));
            note(Happening.TIME_PASSES);
        } else if (chance < 160 && storeMayRefuse) {
            broker.store().accept(false);
            note(Happening.STORE_REFUSES);
        } else if (chance < 180) {
            broker.store().accept(true);
        } else if (chance < 186) {
            broker.store().hold();
            turnSome();
            crash(random.nextInt(broker.store().heldCommitCount() + 1));
        } else if (chance < 188) {
            restart();
        } else if (chance < 192 && lopsided) {
            crashBehindUnsettled();
        }
    }

    private void note(Happening happening) {
        course.count(happening);
        course.tell("%s", happening);
    }

    /** The shards go on: until nothing is left to do, or some of them a little. */
    private void progress() {
        int chance = random.nextInt(10);
        if (chance < 2) {
            broker.settle();
        } else if (chance < 8) {
            turnSome();
        }
    }

    private void turnSome() {
        for (int turns = random.nextInt(4); turns > 0; turns--) {
            if (random.nextInt(3) == 0) {
                broker.turnAtSocket(random.nextInt(shards));
            } else {
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

    /** As soon as there are several commits: some are done, and the others are not. */
    private void crashWithin() {
        broker.thaw(random.nextInt(shards));
        broker.store().hold();
        int commits = broker.store().heldCommitCount();
        if (commits > 1) {
            crash(1 + random.nextInt(commits - 1));
        }
    }

    /**
     * The broker is killed while commits wait, of which so many are done before, though no shard has heard of it: as one
     * write of the store has some of what the shards handed in, in order, and not the rest.
     */
    private void crash(int commitsDone) {
        endBroker();
        TestStore store = broker.store();
        int commits = store.heldCommitCount();
        while (store.heldCommitCount() > commits - commitsDone) {
            store.releaseOne();
        }
        Happening point = Happening.crashPoint(commits, commitsDone);
        note(point);
        wantsCrashWithin &= point != Happening.CRASH_WITHIN_COMMIT;
        if (random.nextBoolean()) {
            store.holdCounts();
        }
        broker.crashAndRestart();
    }

    /**
     * A message is on its way to other shards when their subscribers go, so that the next one finds nobody there; both are
     * stored here when the broker is killed, and the first is not settled.
     */
    private void crashBehindUnsettled() {
        FaithfulClient publisher = clients.get(0);
        int home = broker.home(publisher.clientId());
        broker.settle();
        publisher.publishExactlyOnce();
        broker.turnAtSocket(home);
        for (FaithfulClient other : clients) {
            int shard = broker.home(other.clientId());
            if (shard != home) {
                other.lose();
                broker.turn(shard);
            }
        }
        publisher.publishExactlyOnce();
        broker.turnAtSocket(home);
        note(Happening.CRASH_BEHIND_UNSETTLED);
        crash(broker.store().heldCommitCount());
    }

    private void restart() {
        work();
        endBroker();
        note(Happening.RESTART);
        broker.restart();
    }

    /** Its counters are about to be gone, and its connections. */
    private void endBroker() {
        SimulationCheck.broker(broker, storeMayRefuse);
        COUNTED.forEach((counter, happening) -> course.count(happening, broker.count(counter)));
        clients.forEach(FaithfulClient::onBrokerEnd);
    }

    /** From now on nothing is slow. */
    private void work() {
        for (int shard = 0; shard < shards; shard++) {
            broker.thaw(shard);
        }
        broker.store().accept(true);
        broker.store().release();
        broker.settle();
    }

    private void end() {
        course.tell("from now on everything works");
        assertThat(wantsCrashWithin).as("no crash came within a commit").isFalse();
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
        endBroker();
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
