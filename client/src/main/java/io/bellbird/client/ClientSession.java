package io.bellbird.client;

import io.bellbird.client.net.Dialer;
import io.bellbird.client.net.Endpoint;
import io.bellbird.client.net.Link;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.ConnAck;
import io.bellbird.codec.Disconnect;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.ProtocolError;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.TopicCache;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client from its first connection to its end: connects, again and again, to one of its brokers with the newest version
 * that it speaks, and keeps what outlives connections. Belongs to one loop; other threads hand in tasks.
 */
final class ClientSession {
    static final Logger log = LoggerFactory.getLogger(ClientSession.class);

    private static final int CACHED_TOPICS = 64;
    final ClientOptions options;
    final EventLoop loop;
    final LongSupplier nanos = System::nanoTime;
    final TopicCache topics = new TopicCache(CACHED_TOPICS);
    final Exchanges exchanges;
    final Ledger ledger;
    final Inbound inbound;
    final Outbound outbound;
    final Subscriptions subscriptions;

    private final Serial callbacks;
    private final Outcomes outcomes;
    private final Dialer dialer;
    private final Held held;
    private final Intake intake = new Intake();

    private State state = State.IDLE;
    private CompletableFuture<Connected> connecting = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    /** Completed on the loop, for whoever waits on a callback thread: nothing may depend on it. */
    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    private @Nullable CompletableFuture<Void> reauthentication;
    private final Brokers brokers;
    /** Attempts that failed since the last success. */
    private int failures;

    private boolean everConnected;
    private volatile String clientId;
    private @Nullable Connection connection;
    private @Nullable Future<?> retry;
    private @Nullable Disconnect goodbye;

    /** Where the client stands. */
    private enum State {
        /** Not asked to connect, or given up. */
        IDLE,
        /** An attempt is under way, or waits for its time. */
        CONNECTING,
        CONNECTED,
        /** Waits for the broker to take what is left. */
        CLOSING,
        CLOSED
    }

    ClientSession(ClientOptions options, ClientThreads threads, Dialer dialer, Room room) {
        this.options = options;
        this.dialer = dialer;
        this.loop = threads.nextLoop();
        this.clientId = options.clientId;
        this.brokers = new Brokers(options.brokers);
        this.callbacks = new Serial(threads.callbacks());
        this.outcomes = new Outcomes(callbacks);
        this.held = new Held(options.receivedBytesMax, loop, this::onRoom);
        this.ledger = options.queue
                .folder()
                .<Ledger>map(folder -> JournalLedger.open(options, folder, nanos, this::runOnLoop))
                .orElse(Ledger.IN_MEMORY);
        this.exchanges = new Exchanges(ledger.isDurable() ? JournalLedger.IDS : 0);
        this.inbound = new Inbound(loop, held, options.receiveMaximum, ledger);
        this.outbound = new Outbound(options, nanos, exchanges, room, outcomes, ledger);
        Stream unclaimed = new Stream(
                "",
                SubscribeOptions.QOS_2,
                new CallbackSubscriber("", options.unclaimed.orElse(this::logUnclaimed)),
                threads.callbacks(),
                held,
                () -> {});
        unclaimed.open();
        this.subscriptions = new Subscriptions(exchanges, unclaimed, callbacks::execute);
    }

    private void runOnLoop(Runnable task) {
        loop.execute(() -> {
            task.run();
            onTurnEnd();
        });
    }

    private void logUnclaimed(Message message) {
        log.debug("client={} topic={} nobody here has asked for this message", clientId, message.topic());
    }

    /** The id in force. */
    String clientId() {
        return clientId;
    }

    Held held() {
        return held;
    }

    private void onRoom() {
        if (connection != null) {
            connection.read();
        }
    }

    /** Takes a message. Any thread. */
    void publish(Publication publication) {
        if (ledger.isDurable()) {
            ledger.keep(publication, this::take, outbound::fail);
        } else if (intake.put(publication)) {
            loop.execute(this::drain);
        }
    }

    private void take(Publication publication) {
        if (publication.safe != null) {
            outcomes.safe(publication);
        }
        if (state == State.CLOSED) {
            outcomes.fail(publication, new ClientClosedException("client " + clientId + " is closed"));
        } else {
            outbound.take(publication);
        }
    }

    // From other threads, by tasks of the loop

    /** Begins, unless it has. */
    CompletableFuture<Connected> connect() {
        if (state == State.CLOSING || state == State.CLOSED) {
            return CompletableFuture.failedFuture(new ClientClosedException("client " + clientId + " is closed"));
        }
        if (state == State.IDLE) {
            state = State.CONNECTING;
            connecting = new CompletableFuture<>();
            brokers.begin(Optional.empty());
            failures = 0;
            attempt();
        }
        return connecting;
    }

    /** Takes what was published. */
    void drain() {
        Publication first = intake.takeAll();
        if (state == State.CLOSED) {
            for (Publication each = first; each != null; each = each.next) {
                outcomes.fail(each, new ClientClosedException("client " + clientId + " is closed"));
            }
        } else {
            outbound.take(first);
        }
        onTurnEnd();
    }

    void subscribe(FilterRequest request, Stream stream) {
        if (isOpen(request)) {
            subscriptions.subscribe(request, stream);
        } else {
            stream.end(null);
        }
    }

    void unsubscribe(FilterRequest request) {
        if (isOpen(request)) {
            subscriptions.unsubscribe(request);
        }
    }

    private boolean isOpen(FilterRequest request) {
        boolean open = state != State.CLOSING && state != State.CLOSED;
        if (!open) {
            tell(() -> request.answer.completeExceptionally(
                    new ClientClosedException("client " + clientId + " is closed")));
        }
        return open;
    }

    /** Ends when the broker has what waits, or after a while. */
    CompletableFuture<Void> close(Disconnect with) {
        if (state == State.CLOSING || state == State.CLOSED) {
            return closed;
        }
        goodbye = with;
        boolean connected = state == State.CONNECTED;
        state = State.CLOSING;
        if (connected && !outbound.isEmpty()) {
            loop.schedule(this::sayGoodbye, options.closeTimeout.toNanos(), TimeUnit.NANOSECONDS);
        } else {
            sayGoodbye();
        }
        return closed;
    }

    private void sayGoodbye() {
        if (state == State.CLOSED) {
            return;
        }
        cancelRetry();
        Connection last = connection;
        end(new ClientClosedException("client " + clientId + " was closed before the broker had it"));
        if (last != null && last.isOpen() && goodbye != null) {
            last.disconnect(goodbye);
            return;
        }
        if (last != null) {
            connection = null;
            last.close(null);
        }
        finish();
    }

    private void finish() {
        ledger.close().thenRun(() -> {
            gone.complete(null);
            tell(() -> closed.complete(null));
        });
    }

    /** Waits until the connection of a closed client has ended. Any thread but the loop's. */
    void awaitEnd() {
        gone.join();
    }

    /** What is left fails. */
    private void end(MqttException cause) {
        state = State.CLOSED;
        outbound.close(cause);
        inbound.close();
        subscriptions.close(cause);
        tell(() -> connecting.completeExceptionally(cause));
    }

    // Attempts

    private void attempt() {
        Endpoint broker = brokers.current();
        MqttVersion version = options.version.orElseGet(brokers::version);
        tryBroker(broker, version);
    }

    private void tryBroker(Endpoint broker, MqttVersion version) {
        whenDone(options.credentials, credentials -> authenticateAndDial(broker, version, credentials), failure -> {
            log.warn("client={} the credentials could not be had", clientId, failure);
            onAttemptFailed("the credentials could not be had: " + failure.getMessage(), failure);
        });
    }

    private void authenticateAndDial(Endpoint broker, MqttVersion version, Credentials credentials) {
        if (options.authentication.isPresent() && version.hasProperties()) {
            whenDone(
                    options.authentication.get()::begin,
                    data -> dial(broker, version, credentials, data),
                    failure -> onAttemptFailed("authentication: " + failure.getMessage(), failure));
        } else {
            dial(broker, version, credentials, Optional.empty());
        }
    }

    private void dial(Endpoint broker, MqttVersion version, Credentials credentials, Optional<Bytes> data) {
        if (state != State.CONNECTING) {
            return; // closed meanwhile
        }
        connection = new Connection(this, broker, version, cleanStart(version), credentials, data);
        dialer.dial(broker, loop, connection);
    }

    /** A session of MQTT 3 that is not kept begins anew each time. */
    private boolean cleanStart(MqttVersion version) {
        return options.cleanStart && (!everConnected || !version.hasProperties());
    }

    void onAccepted(Connection accepted, Link link, ConnAck connAck) {
        state = State.CONNECTED;
        failures = 0;
        everConnected = true;
        brokers.onAccepted(accepted.broker, accepted.version);
        if (connAck.properties().assignedClientId() != null) {
            clientId = connAck.properties().assignedClientId();
        }
        boolean present = connAck.sessionPresent();
        ServerLimits limits = ServerLimits.of(accepted.version, connAck.properties());
        inbound.onConnected(link, present);
        ledger.onConnected(present, () -> {
            if (connection == accepted) {
                subscriptions.onConnected(link, limits, present);
                outbound.onConnected(link, limits, present);
            }
        });
        Connected connected =
                new Connected(accepted.broker.toString(), accepted.version, clientId, present, connAck.properties());
        log.info(
                "client={} connected to={} version={} session_present={}",
                clientId,
                accepted.broker,
                accepted.version,
                present);
        CompletableFuture<Connected> future = connecting;
        tell(() -> future.complete(connected));
        options.listeners.forEach(listener -> tell(() -> listener.onConnected(connected)));
        onTurnEnd();
    }

    void onEnded(Connection ended, @Nullable Throwable cause) {
        if (connection != ended) {
            return;
        }
        connection = null;
        boolean was = ended.isAccepted();
        if (was) {
            ledger.onDisconnected();
            inbound.onDisconnected();
            outbound.onDisconnected();
            subscriptions.onDisconnected();
        }
        String why = state == State.CLOSED ? "the client was closed" : why(ended, cause);
        if (reauthentication != null) {
            failReauthentication(reauthentication, ended, why);
        }
        if (state == State.CLOSED) {
            if (was) {
                disconnected(ended, why, Optional.empty());
            }
            finish();
            return;
        }
        if (was && ended.reason().equals(Optional.of(ReasonCode.SESSION_TAKEN_OVER))) {
            onTakenOver(ended, why);
        } else if (was) {
            onLost(ended, why);
        } else if (!fallsBack(ended, cause)) {
            onAttemptFailed(ended.broker + ": " + why, ended.reason().orElse(null), cause, ended.serverReference());
        }
        onTurnEnd();
    }

    private static String why(Connection ended, @Nullable Throwable cause) {
        String said = ended.explanation().map(text -> " (" + text + ")").orElse("");
        if (ended.reason().isPresent()) {
            return Advice.on(ended.reason().get()) + said;
        }
        if (ended.explanation().isPresent()) {
            return ended.explanation().get();
        }
        return cause == null ? "the broker closed the connection" : Failures.inWords(cause);
    }

    /** An older version is tried when the broker does not speak this one. */
    private boolean fallsBack(Connection ended, @Nullable Throwable cause) {
        boolean spokeOtherwise = ended.isAnswered()
                ? ended.reason().equals(Optional.of(ReasonCode.UNSUPPORTED_PROTOCOL_VERSION))
                : cause instanceof ProtocolError || ended.isHungUp(cause);
        Optional<MqttVersion> older = brokers.olderThan(ended.version, ended.broker);
        if (!spokeOtherwise
                || older.isEmpty()
                || options.version.isPresent()
                || options.authentication.isPresent() // which older ones do not have
                || state != State.CONNECTING) {
            return false;
        }
        log.debug("client={} {} does not speak {}", clientId, ended.broker, ended.version);
        tryBroker(ended.broker, older.get());
        return true;
    }

    private void onTakenOver(Connection ended, String why) {
        state = State.IDLE;
        log.warn("client={} disconnected from={}, does not connect again: {}", clientId, ended.broker, why);
        disconnected(ended, why, Optional.empty());
        if (!ledger.isDurable()) {
            outbound.close(
                    new ConnectFailedException("client " + clientId + ": " + why, ReasonCode.SESSION_TAKEN_OVER, null));
        }
    }

    private void onLost(Connection ended, String why) {
        if (state == State.CLOSING) {
            end(new ClientClosedException(
                    "client " + clientId + " was closed, and the connection broke meanwhile: " + why));
            disconnected(ended, why, Optional.empty());
            finish();
            return;
        }
        state = State.CONNECTING;
        connecting = new CompletableFuture<>();
        brokers.begin(ended.serverReference());
        failures = 1;
        Duration delay = options.backoff.delay(failures, ThreadLocalRandom.current()::nextDouble);
        log.warn("client={} disconnected from={} retry_ms={}: {}", clientId, ended.broker, delay.toMillis(), why);
        disconnected(ended, why, Optional.of(delay));
        retryAfter(delay);
    }

    private void disconnected(Connection ended, String why, Optional<Duration> delay) {
        Disconnected disconnected = new Disconnected(ended.broker.toString(), ended.reason(), why, delay);
        options.listeners.forEach(listener -> tell(() -> listener.onDisconnected(disconnected)));
    }

    private void onAttemptFailed(String why, @Nullable Throwable cause) {
        onAttemptFailed(why, null, cause, Optional.empty());
    }

    private void onAttemptFailed(
            String why, @Nullable ReasonCode reason, @Nullable Throwable cause, Optional<String> reference) {
        connection = null;
        if (state == State.CLOSING) {
            sayGoodbye();
            return;
        }
        if (state != State.CONNECTING) {
            return;
        }
        if (brokers.next(reference)) {
            log.info("client={} {}; the next broker is tried", clientId, why);
            attempt();
            return;
        }
        if (!everConnected && !options.retryFirst) {
            state = State.IDLE;
            MqttException failure =
                    new ConnectFailedException("client " + clientId + " cannot connect to " + why, reason, cause);
            CompletableFuture<Connected> future = connecting;
            tell(() -> future.completeExceptionally(failure));
            return;
        }
        failures++;
        Duration delay = options.backoff.delay(failures, ThreadLocalRandom.current()::nextDouble);
        log.warn("client={} cannot connect retry_ms={}: {}", clientId, delay.toMillis(), why);
        brokers.begin(Optional.empty());
        retryAfter(delay);
    }

    private void retryAfter(Duration delay) {
        retry = loop.schedule(this::attempt, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void cancelRetry() {
        if (retry != null) {
            retry.cancel(false);
        }
    }

    /** Authenticates once more on the open connection (section 4.12.1). */
    CompletableFuture<Void> reauthenticate() {
        Connection current = connection;
        Optional<Authentication> method = options.authentication;
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (reauthentication != null) {
            return reauthentication;
        }
        if (method.isEmpty() || current == null || state != State.CONNECTED || !current.version.hasProperties()) {
            done.completeExceptionally(new ConnectFailedException(
                    "client " + clientId + " has no method of authentication, or no connection of MQTT 5", null, null));
            return done;
        }
        reauthentication = done;
        whenDone(method.get()::begin, data -> current.authenticate(ReasonCode.REAUTHENTICATE, data), current::close);
        return done;
    }

    void onReauthenticated() {
        CompletableFuture<Void> done = reauthentication;
        reauthentication = null;
        if (done != null) {
            tell(() -> done.complete(null));
        }
    }

    private void failReauthentication(CompletableFuture<Void> done, Connection ended, String why) {
        reauthentication = null;
        MqttException failure = new ConnectFailedException(
                "client " + clientId + " has not authenticated again: " + why,
                ended.reason().orElse(null),
                null);
        tell(() -> done.completeExceptionally(failure));
    }

    /** What was collected in a turn of the loop is told, and a client that closes looks whether it can. */
    void onTurnEnd() {
        outcomes.tell();
        if (state == State.CLOSING && outbound.isEmpty()) {
            sayGoodbye();
        }
    }

    // Callback threads

    /** Hands something to the callback threads, in order. */
    void tell(Runnable callback) {
        callbacks.execute(callback);
    }

    /** Whether this is the thread that callbacks are told on, one after the other. */
    boolean isTelling() {
        return callbacks.isCurrent();
    }

    /** Asks user code for something that takes its time, and goes on here. */
    <T> void whenDone(Supplier<? extends CompletionStage<T>> asked, Consumer<T> then, Consumer<Throwable> otherwise) {
        tell(() -> {
            CompletionStage<T> stage;
            try {
                stage = asked.get();
            } catch (RuntimeException failure) {
                stage = CompletableFuture.failedFuture(failure);
            }
            stage.whenComplete((answer, failure) -> loop.execute(() -> {
                if (failure == null) {
                    then.accept(answer);
                } else {
                    otherwise.accept(
                            failure instanceof CompletionException && failure.getCause() != null
                                    ? failure.getCause()
                                    : failure);
                }
            }));
        });
    }
}
