package io.bellbird.e2e.crash;

import io.bellbird.e2e.wire.Login;
import io.bellbird.e2e.wire.Mqtt;
import io.bellbird.e2e.wire.MqttConnection;
import io.bellbird.e2e.wire.Packet;
import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** Leaves a will with the broker, a new one in each round, and then does what its {@link Habit} says. */
final class WillClient extends Client {
    private static final int POLL_MILLIS = 20;

    /** What becomes of its will. */
    enum Habit {
        /** Connected at the crash and back after it: published, since there is no delay. */
        COMES_BACK(0),
        /** Connected at the crash and away after it: published after its delay. */
        STAYS_AWAY(2),
        /** Connected at the crash and back before its delay is over: not published. */
        COMES_BACK_IN_TIME(3_600),
        /** Says good-bye before the crash: not published. */
        LEAVES(0);

        private final int delaySeconds;

        Habit(int delaySeconds) {
            this.delaySeconds = delaySeconds;
        }
    }

    private final Habit habit;
    private final String topic;
    private int round;
    private boolean willSet;
    private CountDownLatch ready = new CountDownLatch(1);

    /** @param qos of the will, 1 or 2 */
    WillClient(String id, Mqtt version, Habit habit, int qos) {
        super(id, version);
        this.habit = habit;
        topic = Message.WILL + id + "/" + qos;
    }

    /** Begins a round, with a new will. */
    CountDownLatch prepare() {
        round++;
        willSet = false;
        ready = new CountDownLatch(1);
        return ready;
    }

    String topic() {
        return topic;
    }

    int delaySeconds() {
        return habit.delaySeconds;
    }

    @Override
    Login login(Course course) {
        Login login = Login.persistent(id());
        if (willSet) {
            return login;
        }
        Message will = new Message(topic, round);
        course.ledger().note(Entry.Kind.SENT, id(), will);
        return login.with(new Login.Will(topic, will.qos(), will.payload(), habit.delaySeconds));
    }

    @Override
    boolean converse(MqttConnection connection, Packet.ConnAck connAck, Course course) throws IOException {
        if (!willSet) {
            return untilCrash(connection, course);
        }
        if (habit == Habit.COMES_BACK_IN_TIME) {
            course.ledger().note(Entry.Kind.WILL_CANCELLED, id(), topic, round);
        }
        awaitEnd(connection, course);
        connection.disconnect();
        return true;
    }

    private boolean untilCrash(MqttConnection connection, Course course) throws IOException {
        willSet = true;
        course.ledger().note(Entry.Kind.WILL_SET, id(), topic, round);
        course.ledger().sync();
        if (habit == Habit.LEAVES) {
            connection.disconnect();
            awaitClose(connection);
            course.ledger().note(Entry.Kind.WILL_CANCELLED, id(), topic, round);
            ready.countDown();
            return true;
        }
        ready.countDown();
        try {
            awaitEnd(connection, course);
        } catch (IOException e) {
            return habit == Habit.STAYS_AWAY;
        }
        throw new IllegalStateException("the round ended without a crash");
    }

    private static void awaitEnd(MqttConnection connection, Course course) throws IOException {
        while (course.phase() != Course.Phase.END) {
            connection.poll(POLL_MILLIS);
        }
    }

    /** The broker closes once it has taken DISCONNECT. */
    private static void awaitClose(MqttConnection connection) throws IOException {
        try {
            throw new IllegalStateException("after DISCONNECT came " + connection.receive());
        } catch (EOFException e) {
            connection.close();
        }
    }
}
