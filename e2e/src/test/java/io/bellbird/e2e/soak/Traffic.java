package io.bellbird.e2e.soak;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.wire.Login;
import io.bellbird.e2e.wire.Mqtt;
import io.bellbird.e2e.wire.MqttConnection;
import io.bellbird.e2e.wire.Packet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** All clients of a soak, what they have done, and what went wrong. Used by their threads. */
final class Traffic implements AutoCloseable {
    private static final int VISITORS = 6;
    private static final long END_SECONDS_MAX = 90;

    private final BrokerProcess broker;
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong messages = new AtomicLong();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    /**
     * Starts the clients.
     *
     * @param seed decides what they do
     */
    Traffic(BrokerProcess broker, long seed) {
        this.broker = broker;
        for (int number = 0; number < VISITORS; number++) {
            start(new Visitor(this, "visitor-" + number, seed + number));
        }
        Stream stream = new Stream(this);
        start(stream::receive);
        start(stream::publish);
    }

    /** What one thread does. */
    interface Work {
        /** Does it until the traffic ends; fails when the broker does not do what it must. */
        void run() throws IOException;
    }

    private void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException | RuntimeException failure) {
                fail(failure.toString());
            }
        });
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }

    /** A connection over TCP or, now and then, WebSocket. */
    Conversation connect(Mqtt version, boolean webSocket, Login login, Consumer<Packet.Publish> receiver)
            throws IOException {
        MqttConnection connection = webSocket
                ? MqttConnection.overWebSocket(version, broker.webSocketPort())
                : new MqttConnection(version, broker.port());
        connections.incrementAndGet();
        return new Conversation(connection, login, message -> {
            messages.incrementAndGet();
            receiver.accept(message);
        });
    }

    boolean isGoingOn() {
        return !stopped;
    }

    void fail(String what) {
        failures.add(what);
    }

    long connections() {
        return connections.get();
    }

    /** Messages that clients received. */
    long messages() {
        return messages.get();
    }

    /** What the broker must not have done. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Lets the clients come to an end. */
    @Override
    public void close() {
        stopped = true;
        try {
            for (Thread thread : threads) {
                thread.join(TimeUnit.SECONDS.toMillis(END_SECONDS_MAX));
                if (thread.isAlive()) {
                    fail("a client does not come to its end");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail("interrupted while the clients ended");
        }
    }
}
