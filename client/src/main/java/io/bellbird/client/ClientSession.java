package io.bellbird.client;

import io.bellbird.client.net.Dialer;
import io.bellbird.client.net.Link;
import io.bellbird.codec.ConnAck;
import io.bellbird.codec.Disconnect;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.ReasonCode;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client from its first connection to its end: has what outlives connections, and is connected or gets connected for as
 * long as it is wanted. Belongs to one loop; other threads hand in tasks.
 */
final class ClientSession {
    private static final Logger log = LoggerFactory.getLogger(ClientSession.class);

    final ClientOptions options;
    final EventLoop loop;
    final LongSupplier nanos = System::nanoTime;
    final Application application;
    final Exchanges exchanges;
    final Ledger ledger;
    final Inbound inbound;
    final Outbound outbound;
    final Subscriptions subscriptions;

    private final Serial callbacks;
    private final Outcomes outcomes;
    private final Held held;
    private final Intake intake = new Intake();
    private final Attempts attempts;

    private State state = State.IDLE;
    private CompletableFuture<Connected> connecting = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    /** Completed on the loop, for whoever waits on a callback thread: nothing may depend on it. */
    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    /** Why it does not connect again until it is told to; null unless another client has its session. */
    private @Nullable MqttException takenOver;

    private volatile String clientId;
    private volatile MqttVersion version = MqttVersion.V5;
    private @Nullable Connection connection;
    private @Nullable Disconnect goodbye;
    private @Nullable Future<?> closeDeadline;

    /** Where the client stands. */
    private enum State {
        /** Not asked to connect, or given up. */
        IDLE,
        /** An attempt is under way, or waits for its time. */
        CONNECTING,
        CONNECTED,
        /** Connected, and waits for the broker to take what is left. */
        CLOSING,
        CLOSED
    }

    ClientSession(ClientOptions options, ClientThreads threads, Dialer dialer, Room room) {
        this.options = options;
        this.loop = threads.nextLoop();
        this.clientId = options.clientId;
        this.application = new Application(threads.callbacks(), loop);
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
        this.subscriptions = new Subscriptions(this, exchanges, unclaimed(threads));
        this.attempts = new Attempts(this, dialer);
    }

    /** Gets the messages that nobody has subscribed to. */
    private Stream unclaimed(ClientThreads threads) {
        Stream stream = new Stream(
                "",
                SubscribeOptions.QOS_2,
                new CallbackSubscriber("", options.unclaimed.orElse(this::logUnclaimed)),
                threads.callbacks(),
                held,
                () -> {});
        stream.open();
        return stream;
    }

    private void logUnclaimed(Message message) {
        log.debug("client={} topic={} nobody here has asked for this message", clientId, message.topic());
    }

    private void runOnLoop(Runnable task) {
        loop.execute(() -> {
            task.run();
            onTurnEnd();
        });
    }

    /** The id in force. Any thread. */
    String clientId() {
        return clientId;
    }

    /** What was last spoken. Any thread. */
    MqttVersion version() {
        return version;
    }

    Held held() {
        return held;
    }

    private void onRoom() {
        if (connection != null) {
            connection.read();
        }
    }

    // Messages and filters

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
            outcomes.fail(publication, ClientClosedException.of(clientId));
        } else {
            outbound.take(publication);
        }
    }

    /** Takes what was published. */
    private void drain() {
        Publication first = intake.takeAll();
        MqttException refusal = state == State.CLOSED ? ClientClosedException.of(clientId) : takenOver;
        if (refusal == null) {
            outbound.take(first);
        } else {
            for (Publication each = first; each != null; each = each.next) {
                outbound.fail(each, refusal);
            }
        }
        onTurnEnd();
    }

    /** @param stream null when the messages are unclaimed */
    void subscribe(FilterRequest request, @Nullable Stream stream) {
        if (isOpen(request)) {
            subscriptions.subscribe(request, stream);
        } else if (stream != null) {
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
            tell(() -> request.answer.completeExceptionally(ClientClosedException.of(clientId)));
        }
        return open;
    }

    /** What was collected in a turn of the loop is told, and a client that closes looks whether it can. */
    void onTurnEnd() {
        outcomes.tell();
        if (state == State.CLOSING && outbound.isEmpty()) {
            end(closedTooEarly());
        }
    }

    // Connections

    /** Begins, unless it has. */
    CompletableFuture<Connected> connect() {
        if (state == State.CLOSING || state == State.CLOSED) {
            return CompletableFuture.failedFuture(ClientClosedException.of(clientId));
        }
        if (state == State.IDLE) {
            state = State.CONNECTING;
            takenOver = null;
            connecting = new CompletableFuture<>();
            attempts.begin();
        }
        return connecting;
    }

    /** Nobody let the client in. */
    void onGivenUp(ConnectFailedException why) {
        state = State.IDLE;
        CompletableFuture<Connected> future = connecting;
        tell(() -> future.completeExceptionally(why));
    }

    /** @param first it is the first connection of this client */
    Connection onConnected(Handshake done, Link link, ConnAck connAck, boolean first) {
        state = State.CONNECTED;
        Connection accepted = new Connection(this, done, link, connAck);
        connection = accepted;
        link.passTo(accepted);
        if (connAck.properties().assignedClientId() != null) {
            clientId = connAck.properties().assignedClientId();
        }
        version = done.version;
        BrokersSession session = BrokersSession.of(done.version, done.cleanStart, connAck.sessionPresent());
        if (first && session != BrokersSession.NEW && !ledger.isDurable()) {
            exchanges.beginAfter(ThreadLocalRandom.current().nextInt(Exchanges.ID_MAX));
        }
        ServerLimits limits = ServerLimits.of(done.broker, done.version, connAck.properties(), options);
        inbound.onConnected(link, session);
        ledger.onConnected(session, () -> {
            if (connection == accepted) {
                subscriptions.onConnected(link, limits, session);
                outbound.onConnected(link, limits, session != BrokersSession.NEW);
            }
        });
        tellConnected(new Connected(
                done.broker.toString(), done.version, clientId, connAck.sessionPresent(), connAck.properties()));
        onTurnEnd();
        return accepted;
    }

    private void tellConnected(Connected connected) {
        log.info(
                "client={} connected to={} version={} session_present={}",
                clientId,
                connected.broker(),
                connected.version(),
                connected.sessionPresent());
        CompletableFuture<Connected> future = connecting;
        tell(() -> future.complete(connected));
        options.listeners.forEach(listener -> tell(() -> listener.onConnected(connected)));
    }

    void onEnded(Connection ended, Ending ending) {
        connection = null;
        ledger.onDisconnected();
        inbound.onDisconnected();
        outbound.onDisconnected();
        subscriptions.onDisconnected();
        if (state == State.CLOSED) {
            tellDisconnected(ended, ending, Optional.empty());
            finish();
        } else if (state == State.CLOSING) {
            tellDisconnected(ended, ending, Optional.empty());
            end(new ClientClosedException("client " + clientId + " was closed, and the connection to " + ended.broker
                    + " broke before the broker had everything: " + ending.inWords()));
        } else if (ending.reason().equals(Optional.of(ReasonCode.SESSION_TAKEN_OVER))) {
            onTakenOver(ended, ending);
        } else {
            onLost(ended, ending);
        }
        onTurnEnd();
    }

    private void onTakenOver(Connection ended, Ending ending) {
        state = State.IDLE;
        String why = ending.inWords();
        log.warn("client={} disconnected from={}, does not connect again: {}", clientId, ended.broker, why);
        tellDisconnected(ended, ending, Optional.empty());
        if (!ledger.isDurable()) {
            takenOver = new ConnectFailedException(
                    "client " + clientId + " was disconnected from " + ended.broker + ": " + why,
                    ReasonCode.SESSION_TAKEN_OVER,
                    null);
            outbound.close(takenOver);
        }
    }

    private void onLost(Connection ended, Ending ending) {
        state = State.CONNECTING;
        connecting = new CompletableFuture<>();
        Duration delay = attempts.beginLater(ending.serverReference());
        log.warn(
                "client={} disconnected from={} retry_ms={}: {}",
                clientId,
                ended.broker,
                delay.toMillis(),
                ending.inWords());
        tellDisconnected(ended, ending, Optional.of(delay));
    }

    private void tellDisconnected(Connection ended, Ending ending, Optional<Duration> delay) {
        Disconnected disconnected = new Disconnected(ended.broker.toString(), ending.reason(), ending.inWords(), delay);
        options.listeners.forEach(listener -> tell(() -> listener.onDisconnected(disconnected)));
    }

    /** Authenticates once more on the open connection (section 4.12.1). */
    CompletableFuture<Void> reauthenticate() {
        if (connection == null || state != State.CONNECTED) {
            return CompletableFuture.failedFuture(new ConnectFailedException(
                    "client " + clientId + " cannot authenticate again: it is not connected", null, null));
        }
        return connection.reauthenticate();
    }

    // The end

    /** Ends when the broker has what waits, or after a while. */
    CompletableFuture<Void> close(Disconnect with) {
        if (state == State.CLOSING || state == State.CLOSED) {
            return closed;
        }
        goodbye = with;
        if (state == State.CONNECTED && !outbound.isEmpty()) {
            state = State.CLOSING;
            closeDeadline = loop.schedule(this::onCloseTimeout, options.closeTimeout.toNanos(), TimeUnit.NANOSECONDS);
        } else {
            end(closedTooEarly());
        }
        return closed;
    }

    private ClientClosedException closedTooEarly() {
        return new ClientClosedException("client " + clientId + " was closed before the broker had answered");
    }

    private void onCloseTimeout() {
        end(new ClientClosedException("client " + clientId + " was closed, and the broker did not take this within "
                + options.closeTimeout.toMillis() + " ms"));
    }

    /** What is left fails, and the connection ends with a good-bye. */
    private void end(MqttException cause) {
        state = State.CLOSED;
        if (closeDeadline != null) {
            closeDeadline.cancel(false);
        }
        attempts.stop();
        outbound.close(cause);
        inbound.close();
        subscriptions.close(cause);
        tell(() -> connecting.completeExceptionally(cause));
        if (connection != null && goodbye != null) {
            connection.disconnect(goodbye);
        } else {
            finish();
        }
    }

    private void finish() {
        leave().thenRun(() -> tell(() -> closed.complete(null)));
    }

    /** Lets go of the folder. Any thread, when the loop has ended. */
    CompletableFuture<Void> leave() {
        return ledger.close().thenRun(() -> gone.complete(null));
    }

    /** Waits until the connection of a closed client has ended. Any thread but the loop's. */
    void awaitEnd() {
        gone.join();
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
}
