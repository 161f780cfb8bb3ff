package io.bellbird.client;

import io.bellbird.client.net.Dialer;
import io.bellbird.client.net.Tls;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client of MQTT brokers.
 *
 * <pre>{@code
 * try (MqttClient client = MqttClient.to("mqtt://localhost")) {
 *     client.connect().join();
 *     client.subscribe("home/#", message -> System.out.println(message.topic() + ": " + message.text())).join();
 *     client.publish("home/bell", "ding").join();
 * }
 * }</pre>
 *
 * <p>Once connected it connects again by itself whenever the connection breaks, asks for its subscriptions when the broker
 * has forgotten them, and sends what was published meanwhile. Any thread may call any method, and none blocks but
 * {@link #close} and, with {@link QueueOptions.WhenFull#WAIT}, publishing; {@link #blocking} has those that wait for their
 * results. Futures are completed, and callbacks called, on callback threads, never on the thread of the socket: they may
 * take their time. What hangs on futures and listeners of one client is called one after the other: it must not wait there
 * for another future of that client.
 *
 * <p>Futures fail with an {@link MqttException}, each method says with which, and with a {@code CancellationException} when
 * what they stand for was called off.
 */
public final class MqttClient implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MqttClient.class);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    private final ClientOptions options;
    private final Executor callbacks;
    private final Room room;
    private final TopicNames topics = new TopicNames();
    private final ClientSession session;
    private final Requests requests;
    private volatile boolean closed;

    MqttClient(ClientOptions options) {
        this.options = options;
        ClientThreads threads = options.threads == null ? ClientThreads.shared() : options.threads;
        this.callbacks = threads.callbacks();
        this.room = new Room(options.clientId, options.queue);
        TlsOptions tls = options.tls;
        boolean secure =
                options.brokers.stream().anyMatch(broker -> broker.scheme().hasTls());
        Dialer dialer = new Dialer(
                callbacks,
                secure
                        ? Tls.context(
                                tls.caFile(),
                                tls.certFile(),
                                tls.keyFile(),
                                tls.keyPassword(),
                                tls.versions(),
                                tls.applicationProtocols(),
                                tls.ciphers())
                        : null,
                tls.verifyHostName(),
                options.webSocketHeaders,
                options.localAddress);
        this.session = new ClientSession(options, threads, dialer, room);
        this.requests = new Requests(this, options.queue.messagesMax());
    }

    /** A client of the first of these brokers that lets it in, with what {@link ClientOptions.Builder} has by default. */
    public static MqttClient to(String... brokers) {
        return ClientOptions.builder(brokers).build();
    }

    /** Begins a client with options. */
    public static ClientOptions.Builder builder(String... brokers) {
        return ClientOptions.builder(brokers);
    }

    /** The same client, with methods that wait. */
    public BlockingMqttClient blocking() {
        return new BlockingMqttClient(this);
    }

    /** Its name at the broker. */
    public String clientId() {
        return session.clientId();
    }

    /**
     * Connects, unless it is connected.
     *
     * @return done when a broker has let the client in. Fails with {@link ConnectFailedException} when each of them refused
     *     or could not be reached once, unless {@link ClientOptions.Builder#retryFirstConnect}: a client that was connected
     *     before goes on trying; and with {@link ClientClosedException}
     */
    public CompletableFuture<Connected> connect() {
        return onLoop(session::connect);
    }

    /**
     * Publishes text, with QoS 1.
     *
     * @return as {@link #publish(String, Bytes, PublishOptions)}
     */
    public CompletableFuture<Published> publish(String topic, String payload) {
        return publish(topic, Bytes.utf8(payload), PublishOptions.QOS_1);
    }

    /** Publishes text. Returns as {@link #publish(String, Bytes, PublishOptions)} does. */
    public CompletableFuture<Published> publish(String topic, String payload, PublishOptions how) {
        return publish(topic, Bytes.utf8(payload), how);
    }

    /** Publishes bytes, which must not be changed any more. Returns as {@link #publish(String, Bytes, PublishOptions)} does. */
    public CompletableFuture<Published> publish(String topic, byte[] payload, PublishOptions how) {
        return publish(topic, Bytes.wrap(payload), how);
    }

    /** Publishes a value. Returns as {@link #publish(String, Bytes, PublishOptions)} does. */
    public <T> CompletableFuture<Published> publish(String topic, T value, PayloadCodec<T> codec, PublishOptions how) {
        return publish(topic, codec.encode(value), how);
    }

    /**
     * Publishes a message, now or when there is a connection. Messages are sent in the order in which they were published.
     *
     * @return done when the socket has taken the message (QoS 0), or the broker has confirmed it (QoS 1 and 2). Fails with
     *     {@link RefusedException} when the broker refuses it or has said that it cannot take such a message; with
     *     {@link QueueFullException} as {@link QueueOptions#whenFull} says; with {@link QueueFolderException} when the queue
     *     is on disk and the message, of QoS 1 or 2, cannot be written; with {@link MessageExpiredException} when its expiry
     *     is over before it is sent; with {@link ConnectionLostException} when the connection broke while a message of QoS 0
     *     was sent; with {@link SessionLostException} as {@link ClientOptions.Builder#resendWhenSessionIsLost} says; with
     *     {@link ConnectFailedException} when another client has taken the session over, unless the queue is on disk; with
     *     {@link ClientClosedException} when the client is closed, or the calling thread is interrupted while it waits for
     *     room. Cancelling it keeps a message that was not yet sent from being sent
     * @throws IllegalArgumentException when the topic is empty, too long or has a wildcard
     */
    public CompletableFuture<Published> publish(String topic, Bytes payload, PublishOptions how) {
        Publication publication = new Publication(topics.topic(topic), payload, how, session.nanos.getAsLong());
        publish(publication);
        return publication;
    }

    /** Publishes for a thread that waits for it, and hangs nothing on it. */
    CompletableFuture<Published> publishAwaited(String topic, Bytes payload, PublishOptions how) {
        Publication publication = new Publication(topics.topic(topic), payload, how, session.nanos.getAsLong());
        publication.awaited = true;
        publish(publication);
        return publication;
    }

    /** Enqueues text, with QoS 1. Returns as {@link #enqueue(String, Bytes, PublishOptions)} does. */
    public CompletableFuture<Void> enqueue(String topic, String payload) {
        return enqueue(topic, Bytes.utf8(payload), PublishOptions.QOS_1);
    }

    /**
     * Publishes a message for which it is enough that it will be sent, with or without a connection. The cheapest way to
     * publish: no thread is woken to tell that the broker has it.
     *
     * @return done when the message is as safe as the queue is: with {@link QueueOptions#onDisk} and QoS 1 or 2 when it is
     *     written, else at once. Fails with {@link QueueFullException}, {@link QueueFolderException} and
     *     {@link ClientClosedException}, as publishing does. What becomes of the message later is logged, if it is lost
     * @throws IllegalArgumentException when the topic is empty, too long or has a wildcard
     */
    public CompletableFuture<Void> enqueue(String topic, Bytes payload, PublishOptions how) {
        Publication publication = new Publication(topics.topic(topic), payload, how, session.nanos.getAsLong());
        CompletableFuture<Void> safe = new CompletableFuture<>();
        publication.safe = safe;
        publish(publication);
        if (options.queue.folder().isEmpty() || how.qos() == Qos.AT_MOST_ONCE) {
            safe.complete(null);
        }
        return safe;
    }

    private void publish(Publication publication) {
        if (closed) {
            publication.onFailed(ClientClosedException.of(clientId()));
            return;
        }
        switch (options.queue.whenFull()) {
            case WAIT -> {
                try {
                    room.awaitAndTake(publication.bytes());
                } catch (ClientClosedException closedMeanwhile) {
                    publication.onFailed(closedMeanwhile);
                    return;
                }
            }
            case DROP_OLDEST -> room.take(publication.bytes());
            case FAIL -> {
                if (!room.tryTake(publication.bytes())) {
                    publication.onFailed(new QueueFullException("client " + clientId() + ", message to "
                            + publication.topic + ": the queue is full with " + options.queue.messagesMax()
                            + " messages or "
                            + options.queue.bytesMax() + " bytes; wait for futures of earlier ones, or choose another "
                            + "QueueOptions.whenFull"));
                    return;
                }
            }
        }
        session.publish(publication);
    }

    /** Subscribes with QoS 1. Returns as {@link #subscribe(String, SubscribeOptions, Consumer)} does. */
    public CompletableFuture<Subscription> subscribe(String filter, Consumer<? super Message> callback) {
        return subscribe(filter, SubscribeOptions.QOS_1, callback);
    }

    /**
     * Subscribes. The callback gets one message after the other, in order; a slow one makes nobody else wait. What it throws
     * is logged.
     *
     * @return done when the broker has granted it, which may be after the first message came. Fails with
     *     {@link RefusedException} when the broker refuses it, or has said that it cannot take such a filter; with
     *     {@link QueueFullException} when 65,535 requests wait for the broker; with {@link ClientClosedException}. Cancelled
     *     when the filter is given up before the broker is asked
     * @throws IllegalArgumentException when the filter is none
     */
    public CompletableFuture<Subscription> subscribe(
            String filter, SubscribeOptions how, Consumer<? super Message> callback) {
        return subscribe(filter, how, new CallbackSubscriber(filter, callback));
    }

    /**
     * Subscribes for the callback of {@link ClientOptions.Builder#unclaimed}, which gets what comes for any such filter in
     * the order in which it came, and a message that several of them match once.
     *
     * @return as {@link #subscribe(String, SubscribeOptions, Consumer)}
     * @throws IllegalArgumentException when the filter is none
     */
    public CompletableFuture<Subscription> subscribe(String filter, SubscribeOptions how) {
        Filters.check(filter, how);
        FilterRequest request = new FilterRequest(FilterRequest.Kind.SUBSCRIBE, filter, how, null);
        session.loop.execute(() -> session.subscribe(request, null));
        return told(request, granted -> new Subscription(filter, Qos.of(granted.code()), () -> unsubscribe(filter)));
    }

    /** Subscribes to values; the callback gets the topic with each. Returns as the one for messages does. */
    public <T> CompletableFuture<Subscription> subscribe(
            String filter, SubscribeOptions how, PayloadCodec<T> codec, BiConsumer<String, ? super T> callback) {
        return subscribe(filter, how, message -> callback.accept(message.topic(), codec.decode(message.payload())));
    }

    /**
     * The messages of a filter, for a subscriber that says how many it can take: while it takes none, they lie here, then in
     * the socket, then at the broker. Each {@code subscribe} of the publisher is a subscription of its own. Its
     * {@code onError} gets what the future of {@link #subscribe(String, SubscribeOptions, Consumer)} would fail with, its
     * {@code onComplete} tells that the filter was given up or the client closed.
     *
     * @throws IllegalArgumentException when the filter is none
     */
    public Flow.Publisher<Message> messages(String filter, SubscribeOptions how) {
        Filters.check(filter, how);
        return subscriber -> subscribe(filter, how, subscriber);
    }

    private CompletableFuture<Subscription> subscribe(
            String filter, SubscribeOptions how, Flow.Subscriber<? super Message> subscriber) {
        Filters.check(filter, how);
        CancelOnce cancel = new CancelOnce();
        Stream stream = new Stream(filter, how, subscriber, callbacks, session.held(), cancel);
        cancel.stream = stream;
        FilterRequest request = new FilterRequest(FilterRequest.Kind.SUBSCRIBE, filter, how, stream);
        session.loop.execute(() -> session.subscribe(request, stream));
        stream.open(); // may cancel, which has to come second
        return told(
                request,
                granted -> new Subscription(filter, Qos.of(granted.code()), () -> unsubscribe(filter, stream)));
    }

    /** What its caller gets: steps of the answer itself would wrap what it fails with. */
    private static <T extends @Nullable Object> CompletableFuture<T> told(
            FilterRequest request, Function<ReasonCode, T> then) {
        CompletableFuture<T> told = new CompletableFuture<>();
        request.answer.whenComplete((reason, failure) -> {
            if (failure == null) {
                told.complete(then.apply(reason));
            } else {
                told.completeExceptionally(failure);
            }
        });
        return told;
    }

    /** Unsubscribes the stream whose subscriber wants no more. */
    private final class CancelOnce implements Runnable {
        private @Nullable Stream stream;

        @Override
        public void run() {
            if (stream != null && !closed) {
                unsubscribe(stream.filter, stream).whenComplete((done, failure) -> {
                    if (failure != null) {
                        log.debug("client={} {}", clientId(), failure.getMessage());
                    }
                });
            }
        }
    }

    /**
     * Gives up a filter, and ends everything here that has it.
     *
     * @return done when the broker has confirmed. Fails with {@link RefusedException} when it does not; with
     *     {@link QueueFullException} when 65,535 requests wait for the broker; with {@link ClientClosedException}
     * @throws IllegalArgumentException when the filter is none
     */
    public CompletableFuture<Void> unsubscribe(String filter) {
        Filters.check(filter, SubscribeOptions.QOS_0);
        return unsubscribe(filter, null);
    }

    private CompletableFuture<Void> unsubscribe(String filter, @Nullable Stream stream) {
        FilterRequest request =
                new FilterRequest(FilterRequest.Kind.UNSUBSCRIBE, filter, SubscribeOptions.QOS_0, stream);
        session.loop.execute(() -> session.unsubscribe(request));
        return told(request, reason -> null);
    }

    /** Asks somebody, and waits 30 s. Returns as {@link #request(String, Bytes, PublishOptions, Duration)} does. */
    public CompletableFuture<Message> request(String topic, String payload) {
        return request(topic, Bytes.utf8(payload), PublishOptions.QOS_1, REQUEST_TIMEOUT);
    }

    /**
     * Publishes a message that asks for an answer; MQTT 5. Who gets it answers with {@link #reply}, or publishes to its
     * response topic with its correlation data.
     *
     * @return the answer. Fails with {@link RequestTimeoutException}; with {@link RefusedException} when the broker speaks
     *     MQTT 3; with {@link QueueFullException} when as many requests wait for answers as {@link QueueOptions} allows
     *     messages; and as publishing and subscribing do
     * @throws IllegalArgumentException when the topic is empty, too long or has a wildcard
     */
    public CompletableFuture<Message> request(String topic, Bytes payload, PublishOptions how, Duration timeout) {
        topics.topic(topic);
        return requests.request(topic, payload, how, timeout);
    }

    /**
     * Answers a message that asks for it, with its QoS.
     *
     * @return as publishing does
     * @throws IllegalArgumentException when it asks for none
     */
    public CompletableFuture<Published> reply(Message request, Bytes payload) {
        String topic = request.responseTopic()
                .orElseThrow(
                        () -> new IllegalArgumentException("a message to " + request.topic() + " asks for no answer"));
        Bytes correlation = request.properties().correlationData();
        PublishOptions how = PublishOptions.of(request.qos());
        return publish(topic, payload, correlation == null ? how : how.correlatedWith(correlation));
    }

    /**
     * Authenticates once more on the open connection; MQTT 5.
     *
     * @return done when the broker has accepted. Fails with {@link ConnectFailedException} when there is no connection of
     *     MQTT 5 or no {@link ClientOptions.Builder#authentication}; and when the broker refuses it, the method fails, the
     *     connection breaks, or it is not over within {@link ClientOptions.Builder#connectTimeout}, which all end the
     *     connection
     */
    public CompletableFuture<Void> reauthenticate() {
        return onLoop(session::reauthenticate);
    }

    /**
     * Disconnects for good: at once when there is no connection, else once the broker has taken what was published, or after
     * {@link ClientOptions.Builder#closeTimeout}. What is left fails. The will is not published, unless asked for.
     *
     * @return done when the connection has ended, never fails
     */
    public CompletableFuture<Void> disconnect(DisconnectOptions how) {
        closed = true;
        room.close();
        if (session.loop.isShuttingDown()) { // the threads were closed before the client
            return session.leave();
        }
        return session.ledger.handedOn().thenCompose(all -> onLoop(() -> session.close(how.onTheWire(options))));
    }

    /** {@link #disconnect}, and waits for it. */
    @Override
    public void close() {
        var ended = disconnect(DisconnectOptions.DEFAULT);
        if (!ended.isDone()) {
            session.awaitEnd(); // its future may be told on this very thread
        }
    }

    private <T> CompletableFuture<T> onLoop(Supplier<CompletableFuture<T>> asked) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        session.loop.execute(() -> asked.get()
                .whenComplete((value, failure) -> session.tell(() -> {
                    if (failure == null) {
                        answer.complete(value);
                    } else {
                        answer.completeExceptionally(Failures.cause(failure));
                    }
                })));
        return answer;
    }

    /** What was last spoken with a broker. */
    MqttVersion version() {
        return session.version();
    }

    /** Where callbacks run. */
    Executor callbacks() {
        return callbacks;
    }

    /** Whether the calling thread is the one on which futures are completed and listeners are called. */
    boolean isTelling() {
        return session.isTelling();
    }
}
