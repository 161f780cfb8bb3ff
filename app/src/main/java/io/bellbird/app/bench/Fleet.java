package io.bellbird.app.bench;

import io.bellbird.client.ClientOptions;
import io.bellbird.client.ClientThreads;
import io.bellbird.client.ConnectionListener;
import io.bellbird.client.DisconnectOptions;
import io.bellbird.client.Disconnected;
import io.bellbird.client.MqttClient;
import io.bellbird.client.MqttException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The clients of a run: makes them, connects many at a time, and ends them. Used by the thread of the run; what the clients
 * tell comes on their callback threads.
 */
final class Fleet {
    private static final int SOCKET_THREADS_MAX = 4;
    private static final int CLOSING_MAX = 200;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
    private static final long END_SECONDS_MAX = 20;

    private final Supplier<ClientOptions.Builder> options;
    private final int run;
    private final Tally tally;
    private final ExecutorService callbacks;
    private final ClientThreads threads;
    private final Set<MqttClient> clients = new LinkedHashSet<>();
    private volatile boolean closing;

    /**
     * No client yet.
     *
     * @param options begins a client, with the address of the broker
     * @param run stands in the names of the clients
     */
    Fleet(Supplier<ClientOptions.Builder> options, int run, Tally tally) {
        this.options = options;
        this.run = run;
        this.tally = tally;
        int cores = Runtime.getRuntime().availableProcessors();
        this.callbacks = Executors.newFixedThreadPool(Math.max(2, cores), task -> {
            Thread thread = new Thread(task, "bench-callback");
            thread.setDaemon(true);
            return thread;
        });
        this.threads = new ClientThreads(Math.min(SOCKET_THREADS_MAX, cores), callbacks);
    }

    /**
     * Connects one client and ends it.
     *
     * @throws UnreachableException when it does not get in
     */
    void tryOne() throws UnreachableException {
        try (MqttClient client = begin("t0").build()) {
            client.connect().join();
        } catch (CompletionException refused) {
            throw new UnreachableException(String.valueOf(refused.getCause().getMessage()), refused);
        }
    }

    /** Begins a client; the name is unique in the run. */
    private ClientOptions.Builder begin(String name) {
        return options.get().clientId(name(name)).threads(threads).closeTimeout(CLOSE_TIMEOUT);
    }

    private String name(String name) {
        return String.format("bench-%08x-%s", run, name);
    }

    /** A client whose session ends with it. */
    MqttClient make(String name, int inflight) {
        return add(begin(name).inflightMax(inflight));
    }

    /** A client whose session outlives it, for the time of a run. */
    MqttClient makeLasting(String name, Duration session) {
        return add(begin(name).cleanStart(false).sessionExpiry(session));
    }

    private MqttClient add(ClientOptions.Builder builder) {
        MqttClient client = builder.listener(new Losses()).build();
        clients.add(client);
        return client;
    }

    private final class Losses implements ConnectionListener {
        @Override
        public void onDisconnected(Disconnected end) {
            if (!closing && end.retryAfter().isPresent()) {
                tally.error("connection lost", end.reason().map(Enum::name).orElse("the network ended it"));
            }
        }
    }

    /** Connects clients as fast as they get in, so many at a time, and returns when all are in or have failed. */
    void connect(List<MqttClient> wanted, int atOnce, Stop stop) throws InterruptedException {
        Semaphore room = new Semaphore(atOnce);
        for (MqttClient client : wanted) {
            room.acquire();
            if (stop.isAsked()) {
                room.release();
                break;
            }
            connect(client, System.nanoTime(), room::release);
        }
        room.acquire(atOnce);
    }

    /** Connects clients, each when it is due, and returns when all are in or have failed. */
    void connect(List<MqttClient> wanted, Pace pace, Stop stop) throws InterruptedException {
        Semaphore ended = new Semaphore(0);
        long beginNanos = System.nanoTime();
        int begun = 0;
        for (MqttClient client : wanted) {
            long dueNanos = beginNanos + pace.dueNanos(begun);
            stop.awaitUntil(dueNanos);
            if (stop.isAsked()) {
                break;
            }
            connect(client, dueNanos, ended::release);
            begun++;
        }
        ended.acquire(begun);
    }

    private void connect(MqttClient client, long dueNanos, Runnable ended) {
        client.connect().whenComplete((connected, failure) -> {
            if (failure == null) {
                tally.connected.increment();
                tally.connect.add(System.nanoTime() - dueNanos);
            } else {
                tally.error("connect", failure);
            }
            ended.run();
        });
    }

    /** Ends clients as their options say, some at a time. */
    void end(List<MqttClient> leaving) throws InterruptedException {
        Semaphore room = new Semaphore(CLOSING_MAX);
        for (MqttClient client : leaving) {
            room.acquire();
            client.disconnect(DisconnectOptions.DEFAULT).whenComplete((ended, failure) -> room.release());
        }
        if (!room.tryAcquire(CLOSING_MAX, END_SECONDS_MAX, TimeUnit.SECONDS)) {
            tally.error("disconnect", "some clients have not ended after " + END_SECONDS_MAX + " s");
        }
        leaving.forEach(clients::remove);
    }

    /** Lets the broker forget a session that outlives its clients. */
    void forget(String name) throws InterruptedException {
        try (MqttClient client = begin(name).build()) {
            client.connect().get(END_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | MqttException remains) {
            tally.error("end the session", remains);
        }
    }

    /** Waits for what was asked for; what fails is counted. */
    <T> void await(String what, List<CompletableFuture<T>> asked) throws InterruptedException {
        for (CompletableFuture<T> each : asked) {
            try {
                each.get(END_SECONDS_MAX, TimeUnit.SECONDS);
            } catch (ExecutionException failure) {
                tally.error(what, failure.getCause());
            } catch (TimeoutException late) {
                tally.error(what, "no answer after " + END_SECONDS_MAX + " s");
            }
        }
    }

    /** Ends all clients and the threads. */
    void endAll() throws InterruptedException {
        closing = true;
        try {
            end(List.copyOf(clients));
        } finally {
            threads.close();
            callbacks.shutdown();
        }
    }
}
