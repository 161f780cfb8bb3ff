package io.bellbird.app.pubsub;

import io.bellbird.client.ClientThreads;
import io.bellbird.client.ConnectFailedException;
import io.bellbird.client.ConnectionListener;
import io.bellbird.client.Disconnected;
import io.bellbird.client.Message;
import io.bellbird.client.MqttClient;
import io.bellbird.client.PublishOptions;
import io.bellbird.client.Published;
import io.bellbird.client.RefusedException;
import io.bellbird.client.SubscribeOptions;
import io.bellbird.client.Subscription;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.RetainHandling;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The client of one run, which tells {@code -d} what it does. The main thread. */
final class Talk {
    private static final long LONG_SECONDS = 15;

    private final ClientSettings means;
    private final Diagnostics diagnostics;
    private final MqttClient client;
    /** Of its own, to be ended: Java waits 0.3 s at its end for a thread that waits for a socket. */
    private final ClientThreads threads = new ClientThreads(1, Executors.newCachedThreadPool(Talk::daemon));

    private final Settings settings;
    private final CompletableFuture<Failure> lost = new CompletableFuture<>();
    /** Messages published so far, as {@code -d} counts them. */
    private int published;

    /**
     * @param onMessage gets what comes, on a callback thread
     * @throws Failure when the options do not make a client
     */
    Talk(Settings settings, Diagnostics diagnostics, Consumer<Message> onMessage) throws Failure {
        this.settings = settings;
        this.means = new ClientSettings(settings);
        this.diagnostics = diagnostics;
        try {
            this.client = means.client()
                    .threads(threads)
                    .unclaimed(onMessage)
                    .listener(new Listener())
                    .build();
        } catch (IllegalArgumentException wrong) { // in a file of TLS
            throw new Failure(Failure.TLS, "Error: A TLS error occurred.", List.of(String.valueOf(wrong.getMessage())));
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "bellbird-callback");
        thread.setDaemon(true);
        return thread;
    }

    /** Hears of connections that break. */
    private final class Listener implements ConnectionListener {
        @Override
        public void onDisconnected(Disconnected disconnected) {
            disconnected.reason().ifPresent(reason -> diagnostics.debug("received DISCONNECT (" + reason.code() + ")"));
            lost.complete(Failure.connectionLost(disconnected.explanation()));
            disconnected
                    .retryAfter()
                    .ifPresent(wait -> diagnostics.advice(List.of(disconnected.broker() + ": "
                            + disconnected.explanation() + "; connecting again in " + wait.toMillis() + " ms")));
        }
    }

    /** Done when a connection has been lost; a lost one is made anew by itself. */
    CompletableFuture<Failure> lost() {
        return lost;
    }

    /** Connects once. */
    void connect() throws Failure, InterruptedException {
        diagnostics.debug("sending CONNECT");
        try {
            client.connect().get();
            diagnostics.debug("received CONNACK (0)");
        } catch (ExecutionException failed) {
            threads.close();
            if (failed.getCause() instanceof ConnectFailedException reason) {
                reason.reason().ifPresent(code -> diagnostics.debug("received CONNACK (" + code.code() + ")"));
                throw ConnectFailures.of(reason, settings);
            }
            throw unexpected(failed.getCause());
        }
    }

    /**
     * Publishes, and goes on.
     *
     * @return done as {@link MqttClient#publish}, or when the broker has refused the message, which is told
     */
    CompletableFuture<Void> publish(String topic, Bytes payload, PublishOptions how) {
        int number = ++published;
        diagnostics.debug("sending PUBLISH (d0, q" + how.qos().level() + ", r" + (how.retain() ? 1 : 0) + ", m" + number
                + ", '" + topic + "', ... (" + payload.length() + " bytes))");
        return client.publish(topic, payload, how).handle((answer, failure) -> {
            if (failure == null) {
                confirm(how.qos(), number, answer);
            } else {
                refuse(number, failure);
            }
            return null;
        });
    }

    private void confirm(Qos qos, int number, Published answer) {
        switch (qos) {
            case AT_MOST_ONCE -> {
                // nobody confirms
            }
            case AT_LEAST_ONCE ->
                diagnostics.debug("received PUBACK (Mid: " + number + ", RC:"
                        + answer.reason().code() + ")");
            case EXACTLY_ONCE -> {
                diagnostics.debug("received PUBREC (Mid: " + number + ")");
                diagnostics.debug("sending PUBREL (m" + number + ")");
                diagnostics.debug("received PUBCOMP (Mid: " + number + ", RC:0)");
            }
        }
    }

    private void refuse(int number, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RefusedException refused) {
            ReasonCode reason = refused.reason().orElse(ReasonCode.UNSPECIFIED_ERROR);
            diagnostics.error("Warning: Publish " + number + " failed: " + ConnectFailures.words(reason) + ".");
            diagnostics.advice(List.of(String.valueOf(refused.getMessage())));
        } else if (!lost.isDone()) {
            diagnostics.error("Error: " + cause.getMessage());
        }
    }

    /**
     * Subscribes to filters, and waits for the answers.
     *
     * @return whether any was granted
     */
    boolean subscribe(List<String> filters, SubscribeOptions how) throws InterruptedException {
        List<CompletableFuture<Subscription>> asked = new ArrayList<>();
        for (String filter : filters) {
            diagnostics.debug("sending SUBSCRIBE (Mid: 1, Topic: " + filter + ", QoS: "
                    + how.qos().level() + ", Options: 0x" + String.format("%02x", options(how)) + ")");
            asked.add(client.subscribe(filter, how));
        }
        StringBuilder granted = new StringBuilder();
        boolean any = false;
        for (CompletableFuture<Subscription> each : asked) {
            int code;
            try {
                code = each.get().qos().level();
                any = true;
            } catch (ExecutionException refused) {
                code = refused.getCause() instanceof RefusedException said
                        ? said.reason().map(ReasonCode::code).orElse(128)
                        : 128;
                diagnostics.advice(List.of(String.valueOf(refused.getCause().getMessage())));
            }
            granted.append(granted.isEmpty() ? "" : ", ").append(code);
        }
        diagnostics.debug("received SUBACK");
        diagnostics.debugPlain("Subscribed (mid: 1): " + granted);
        return any;
    }

    private int options(SubscribeOptions how) {
        return settings.version.hasProperties()
                ? (how.retainAsPublished() ? 0x08 : 0) | (how.retainHandling() == RetainHandling.DO_NOT_SEND ? 0x20 : 0)
                : 0;
    }

    /** Gives filters up, and does not wait for the answers. */
    void unsubscribe(List<String> filters) {
        for (String filter : filters) {
            diagnostics.debug("sending UNSUBSCRIBE (Mid: 2, Topic: " + filter + ")");
            client.unsubscribe(filter).exceptionally(refused -> {
                diagnostics.advice(List.of(String.valueOf(refused.getMessage())));
                return null;
            });
        }
    }

    /** Says good-bye when the broker has what was published. */
    void disconnect(boolean withWill) throws InterruptedException {
        diagnostics.debug("sending DISCONNECT");
        try {
            client.disconnect(means.disconnect(withWill)).get(LONG_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException tooLate) {
            diagnostics.debug("was not told that it is disconnected");
        }
        threads.close();
    }

    ClientSettings means() {
        return means;
    }

    /** A failure that is no refusal. */
    static Failure unexpected(Throwable cause) {
        return new Failure(Failure.ERROR, "Error: " + (cause.getMessage() == null ? cause : cause.getMessage()));
    }
}
