package io.bellbird.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.e2e.wire.Login;
import io.bellbird.e2e.wire.Mqtt;
import io.bellbird.e2e.wire.MqttConnection;
import io.bellbird.e2e.wire.Packet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client that talks to itself all the time, whatever others do: every message comes back, soon and in order. A thread of
 * its own does it; the test only ends it.
 */
final class Bystander implements AutoCloseable {
    private static final String TOPIC = "bystander";
    private static final long PAUSE_MILLIS = 5;
    private static final long TURN_SECONDS_MAX = 5;

    private final MqttConnection connection;
    private final Thread thread = new Thread(this::talk, "bystander");
    private final List<Throwable> failures = new ArrayList<>();
    private volatile boolean ending;
    private final AtomicInteger turns = new AtomicInteger();

    /** Connects to the port for TCP, and begins to talk. */
    Bystander(BrokerProcess broker) throws IOException {
        connection = new MqttConnection(Mqtt.V5, broker.port());
        connection.login(Login.passing("bystander"));
        connection.subscribe(1, TOPIC, 1);
        connection.receive();
        thread.start();
    }

    private void talk() {
        try {
            while (!ending) {
                turn();
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (IOException | AssertionError | InterruptedException e) {
            failures.add(e);
        }
    }

    private void turn() throws IOException {
        String text = "turn " + turns.get();
        long begun = System.nanoTime();
        connection.publish(TOPIC, 0, 0, false, false, text);
        assertThat(connection.receive()).isEqualTo(new Packet.Publish(TOPIC, 0, 0, false, false, text));
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun)).isLessThan(TURN_SECONDS_MAX);
        turns.incrementAndGet();
    }

    /** How many of its messages have come back. */
    int turns() {
        return turns.get();
    }

    /**
     * Ends it.
     *
     * @throws AssertionError when it was disturbed
     */
    @Override
    public void close() throws IOException {
        ending = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for the bystander", e);
        }
        connection.close();
        assertThat(failures).as("what disturbed the bystander").isEmpty();
        assertThat(turns.get()).isPositive();
    }
}
