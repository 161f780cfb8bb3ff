package io.bellbird.e2e.soak;

import io.bellbird.e2e.wire.Login;
import io.bellbird.e2e.wire.Mqtt;
import io.bellbird.e2e.wire.Packet;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Client after client, each with an id that comes once, and each with one habit. What they leave is over a few seconds
 * after they are gone.
 */
final class Visitor implements Traffic.Work {
    /** What a client does. */
    private enum Habit {
        /** Publishes to itself, and says good-bye. */
        PASSES,
        /** The same, but its connection breaks, and its will is published. */
        BREAKS_OFF,
        /** Leaves a session, whose queue is filled, comes back for it, and ends the session. */
        COMES_BACK,
        /** Leaves a session, whose queue is filled, and which expires. */
        STAYS_AWAY,
        /** Changes what is retained, and looks at it. */
        RETAINS,
        /** Is a member of a shared group for a while. */
        SHARES
    }

    /** Of sessions that are left alone; the same as that of the broker for MQTT 3.1.1. */
    static final int SESSION_SECONDS = 20;

    private static final int MESSAGES = 20;
    private static final int RETAINED_TOPICS = 200;
    private static final int GROUPS = 3;
    private static final int SHARE_MILLIS = 150;
    private static final long PAUSE_MILLIS = 60;

    private final Traffic traffic;
    private final String name;
    private final Random random;
    private long visits;

    Visitor(Traffic traffic, String name, long seed) {
        this.traffic = traffic;
        this.name = name;
        this.random = new Random(seed);
    }

    @Override
    public void run() {
        Habit[] habits = Habit.values();
        while (traffic.isGoingOn()) {
            visits++;
            Habit habit = habits[random.nextInt(habits.length)];
            try {
                visit(habit, name + "-" + visits, random.nextBoolean() ? Mqtt.V5 : Mqtt.V3_1_1);
            } catch (IOException failure) {
                traffic.fail(name + "-" + visits + ", which " + habit + ": " + failure);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
        }
    }

    private void visit(Habit habit, String id, Mqtt version) throws IOException {
        switch (habit) {
            case PASSES -> pass(id, version);
            case BREAKS_OFF -> breakOff(id, version);
            case COMES_BACK -> comeBack(id, version);
            case STAYS_AWAY -> leave(id, version);
            case RETAINS -> retain(id, version);
            case SHARES -> share(id, version);
        }
    }

    private Conversation connect(Mqtt version, Login login, Consumer<Packet.Publish> receiver) throws IOException {
        return traffic.connect(version, random.nextInt(4) == 0, login, receiver);
    }

    private void pass(String id, Mqtt version) throws IOException {
        try (Conversation client = connect(version, Login.passing(id), message -> {})) {
            client.subscribe("inbox/" + id + "/#", random.nextInt(3));
            client.subscribe("news/+/" + random.nextInt(3), random.nextInt(3));
            publish(client, id);
            client.drain();
            client.disconnect();
        }
    }

    private void publish(Conversation client, String to) throws IOException {
        for (int number = 0; number < MESSAGES; number++) {
            client.publish("inbox/" + to + "/" + number % 3, number % 3, false, "message " + number);
            client.publish("news/" + number % 4 + "/" + random.nextInt(3), number % 3, false, "from " + to);
        }
        client.settle();
    }

    private void breakOff(String id, Mqtt version) throws IOException {
        Login.Will will = new Login.Will("inbox/" + id + "/will", 1, "gone", random.nextInt(2));
        Login login = Login.kept(id, 2).with(will);
        try (Conversation client = connect(version, login, message -> {})) {
            client.subscribe("inbox/" + id + "/#", 2);
            publish(client, id);
            client.cut();
        }
    }

    private void leave(String id, Mqtt version) throws IOException {
        try (Conversation client = connect(version, Login.kept(id, SESSION_SECONDS), message -> {})) {
            client.subscribe("inbox/" + id + "/#", 2);
            client.disconnect();
        }
        try (Conversation other = connect(version, Login.passing(id + "-other"), message -> {})) {
            publish(other, id);
            other.disconnect();
        }
    }

    private void comeBack(String id, Mqtt version) throws IOException {
        leave(id, version);
        try (Conversation client = connect(version, Login.kept(id, SESSION_SECONDS), message -> {})) {
            if (!client.sessionPresent()) {
                traffic.fail(id + ": its session was gone before it expired");
            }
            client.drain();
            client.disconnect();
        }
        try (Conversation client = connect(version, Login.passing(id), message -> {})) {
            client.disconnect();
        }
    }

    private void retain(String id, Mqtt version) throws IOException {
        try (Conversation client = connect(version, Login.passing(id), message -> {})) {
            for (int number = 0; number < MESSAGES; number++) {
                String topic = "retained/" + random.nextInt(RETAINED_TOPICS);
                client.publish(topic, number % 3, true, random.nextBoolean() ? "" : "by " + id);
            }
            client.settle();
            client.subscribe(random.nextBoolean() ? "retained/+" : "retained/#", random.nextInt(3));
            client.drain();
            client.disconnect();
        }
    }

    private void share(String id, Mqtt version) throws IOException {
        try (Conversation client = connect(version, Login.passing(id), message -> {})) {
            client.subscribe("$share/group-" + random.nextInt(GROUPS) + "/news/#", random.nextInt(3));
            client.listen(SHARE_MILLIS);
            client.drain();
            client.disconnect();
        }
    }
}
