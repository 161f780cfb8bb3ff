package io.bellbird.broker.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One run: a shared group whose members come, go and read as a seed says, while shards and the store are slow at times,
 * and brokers crash or sessions end. Whatever was acknowledged arrives at one of them, QoS 2 at one only, and once.
 */
final class SharedSimulation {
    private static final int STEPS = 500;
    private static final int PUBLISHERS = 2;
    private static final int MEMBERS = 3;

    private final Course course;
    private final Random random;
    private final int shards;
    /** Either brokers crash or sessions end: after both nobody can say whether a QoS 2 message had arrived. */
    private final boolean crashes;

    private final TestBroker broker;
    private final List<SimulatedClient> publishers = new ArrayList<>();
    private final List<SimulatedClient> members = new ArrayList<>();
    private final List<SimulatedClient> all = new ArrayList<>();

    SharedSimulation(long seed, int shards, Course course) {
        this.course = course;
        this.random = new Random(seed);
        this.shards = shards;
        this.crashes = seed % 2 == 0;
        this.broker = new TestBroker(shards);
        for (int i = 0; i < PUBLISHERS; i++) {
            publishers.add(new SimulatedClient(broker, course, "publisher" + i, random, ""));
        }
        for (int i = 0; i < MEMBERS; i++) {
            members.add(new SimulatedClient(broker, course, "member" + i, random, "$share/g/t/#"));
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
            note(Happening.STORE_SLOW);
            broker.store().hold();
        } else if (chance < 89) {
            releaseSome();
        } else if (chance < 92) {
            note(Happening.SHARD_FROZEN);
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
            crash();
        } else {
            member.beginAnew();
        }
    }

    /** The broker is killed while commits wait, of which the first are done. */
    private void crash() {
        all.forEach(SimulatedClient::forgetConnection);
        int commits = broker.store().heldCommitCount();
        int done = random.nextInt(commits + 1);
        while (broker.store().heldCommitCount() > commits - done) {
            broker.store().releaseOne();
        }
        note(Happening.crashPoint(commits, done));
        broker.crashAndRestart();
    }

    private void note(Happening happening) {
        course.count(happening);
        course.tell("%s", happening);
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
        assertThat(received.stream().filter(payload -> payload.contains(" 2 "))).doesNotHaveDuplicates();
        eachQos2MessageIsSentToOneMember();
        assertThat(broker.store().groupQueue("g")).isEmpty();
        assertThat(broker.memoryBytes()).isZero();
    }

    /** Also when it never read it, and its session has ended [MQTT-4.8.2-4] [MQTT-4.8.2-5]. */
    private void eachQos2MessageIsSentToOneMember() {
        Set<String> sent = new HashSet<>();
        for (SimulatedClient member : members) {
            Set<String> sentToOne = new HashSet<>(member.received());
            sentToOne.addAll(member.abandoned());
            sentToOne.removeIf(payload -> !payload.contains(" 2 "));
            sentToOne.forEach(payload -> assertThat(sent.add(payload))
                    .as("%s was sent to one member", payload)
                    .isTrue());
        }
    }

    private static List<String> texts(Stream<List<String>> lists) {
        return lists.flatMap(List::stream).toList();
    }
}
