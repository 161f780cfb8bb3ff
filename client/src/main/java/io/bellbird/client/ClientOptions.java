package io.bellbird.client;

import io.bellbird.client.journal.Disk;
import io.bellbird.client.net.Endpoint;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.UserProperty;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everything that can be said of a client, made by {@link #builder}; what is not said has the value named there. */
public final class ClientOptions {
    private static final int UINT16_MAX = 0xFFFF;
    private static final int INFLIGHT_MAX = 1_000;
    private static final int INFLIGHT_MAX_OF_MQTT_3 = 20;
    private static final long UINT32_MAX = 0xFFFF_FFFFL;
    private static final Duration SESSION_EXPIRY = Duration.ofMinutes(5);
    private static final Duration FOR_EVER = Duration.ofSeconds(UINT32_MAX);
    /** Of what is counted in nanoseconds. */
    private static final Duration TIMEOUT_MAX = Duration.ofDays(36_500);

    final List<Endpoint> brokers;
    final String clientId;
    final Optional<MqttVersion> version;
    final boolean cleanStart;
    final Duration sessionExpiry;
    final Duration keepAlive;
    final Duration connectTimeout;
    final Duration closeTimeout;
    final int receiveMaximum;
    final int inflightMax;
    final int inflightMaxOfMqtt3;
    final int packetBytesMax;
    final int topicAliasMaximum;
    final long receivedBytesMax;
    final boolean requestResponseInformation;
    final boolean requestProblemInformation;
    final List<UserProperty> userProperties;
    final Supplier<? extends CompletionStage<Credentials>> credentials;
    final Optional<Authentication> authentication;
    /** The name of that. */
    final Optional<String> authenticationMethod;

    final Optional<Will> will;
    final TlsOptions tls;
    final Map<String, String> webSocketHeaders;
    final Optional<String> localAddress;
    final Backoff backoff;
    final boolean retryFirst;
    final QueueOptions queue;
    final Disk disk;
    final boolean resendWhenSessionIsLost;
    final Optional<Consumer<Message>> unclaimed;
    final List<ConnectionListener> listeners;
    final @Nullable ClientThreads threads;

    private ClientOptions(Builder from) {
        brokers = List.copyOf(from.brokers);
        clientId = from.clientId.isEmpty() ? randomId() : from.clientId;
        version = from.version;
        boolean onDisk = from.queue.folder().isPresent();
        if (onDisk && from.clientId.isEmpty()) {
            throw new IllegalArgumentException(
                    "a queue on disk needs a clientId, the same after each start: the broker "
                            + "keeps under it what it has of the client");
        }
        cleanStart = from.cleanStart.orElse(!onDisk);
        sessionExpiry = from.sessionExpiry.orElse(onDisk ? FOR_EVER : SESSION_EXPIRY);
        keepAlive = from.keepAlive;
        connectTimeout = from.connectTimeout;
        closeTimeout = from.closeTimeout;
        receiveMaximum = from.receiveMaximum;
        inflightMax = from.inflightMax.orElse(INFLIGHT_MAX);
        inflightMaxOfMqtt3 = from.inflightMax.orElse(INFLIGHT_MAX_OF_MQTT_3);
        packetBytesMax = from.packetBytesMax;
        topicAliasMaximum = from.topicAliasMaximum;
        receivedBytesMax = from.receivedBytesMax;
        requestResponseInformation = from.requestResponseInformation;
        requestProblemInformation = from.requestProblemInformation;
        userProperties = List.copyOf(from.userProperties);
        credentials = from.credentials;
        authentication = from.authentication;
        authenticationMethod = authentication.map(Authentication::method);
        will = from.will;
        tls = from.tls;
        webSocketHeaders = Map.copyOf(from.webSocketHeaders);
        localAddress = from.localAddress;
        backoff = from.backoff;
        retryFirst = from.retryFirst;
        queue = from.queue;
        disk = from.disk;
        resendWhenSessionIsLost = from.resendWhenSessionIsLost;
        unclaimed = from.unclaimed;
        listeners = List.copyOf(from.listeners);
        threads = from.threads;
    }

    /**
     * Begins with where the brokers are; they are tried in this order.
     *
     * @param brokers as {@code mqtt://host:1883}, {@code mqtts://host:8883}, {@code ws://host/mqtt},
     *     {@code wss://host/mqtt} or {@code mqtt+unix:///path}
     * @throws IllegalArgumentException for no broker, or an address that is none
     */
    public static Builder builder(String... brokers) {
        return new Builder(brokers);
    }

    /**
     * Collects what is said of a client. One thread. What is out of its range is refused at once, with an
     * {@link IllegalArgumentException} that names the range.
     */
    public static final class Builder {
        private final List<Endpoint> brokers = new ArrayList<>();
        private String clientId = "";
        private Optional<MqttVersion> version = Optional.empty();
        private Optional<Boolean> cleanStart = Optional.empty();
        private Optional<Duration> sessionExpiry = Optional.empty();
        private Duration keepAlive = Duration.ofSeconds(60);
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Duration closeTimeout = Duration.ofSeconds(10);
        private int receiveMaximum = UINT16_MAX;
        private Optional<Integer> inflightMax = Optional.empty();
        private int packetBytesMax = 268_435_460;
        private int topicAliasMaximum = 16;
        private long receivedBytesMax = 64L << 20;
        private boolean requestResponseInformation;
        private boolean requestProblemInformation = true;
        private final List<UserProperty> userProperties = new ArrayList<>();
        private Supplier<? extends CompletionStage<Credentials>> credentials =
                () -> CompletableFuture.completedFuture(Credentials.NONE);
        private Optional<Authentication> authentication = Optional.empty();
        private Optional<Will> will = Optional.empty();
        private TlsOptions tls = TlsOptions.DEFAULT;
        private final Map<String, String> webSocketHeaders = new LinkedHashMap<>();
        private Optional<String> localAddress = Optional.empty();
        private Backoff backoff = Backoff.DEFAULT;
        private boolean retryFirst;
        private QueueOptions queue = QueueOptions.DEFAULT;
        private Disk disk = Disk.REAL;
        private boolean resendWhenSessionIsLost = true;
        private Optional<Consumer<Message>> unclaimed = Optional.empty();
        private final List<ConnectionListener> listeners = new ArrayList<>();
        private @Nullable ClientThreads threads;

        private Builder(String... brokers) {
            if (brokers.length == 0) {
                throw new IllegalArgumentException("no broker is named");
            }
            for (String broker : brokers) {
                this.brokers.add(Endpoint.of(broker));
            }
        }

        /**
         * Its name at the broker; else one with a random part, the same as long as the client lives. A queue on disk needs
         * one.
         */
        public Builder clientId(String id) {
            Texts.check("a client id", id);
            clientId = id;
            return this;
        }

        /** Only this version; else MQTT 5 and, when the broker refuses that, 3.1.1 and then 3.1. */
        public Builder version(MqttVersion only) {
            version = Optional.of(only);
            return this;
        }

        /**
         * Whether the client begins with a new session (the default), or goes on with that of an earlier client of the same
         * id, if the broker has it (the default with a queue on disk). Within one client the session goes on in any case, as
         * far as the version allows. What an earlier client had under way is known with a queue on disk only: without one,
         * QoS 2 messages that it had not brought to an end may come again.
         */
        public Builder cleanStart(boolean clean) {
            cleanStart = Optional.of(clean);
            return this;
        }

        /**
         * For how long the broker keeps the session of a client that is away; 5 minutes, with a queue on disk for ever. A
         * client that began with a new session ends it when it is closed. In MQTT 3 a broker keeps it for ever exactly when
         * {@code cleanStart} is false.
         *
         * @param expiry whole seconds from 0 to 4,294,967,294; more means for ever
         */
        public Builder sessionExpiry(Duration expiry) {
            requireTime("sessionExpiry", expiry, Duration.ZERO, ChronoUnit.FOREVER.getDuration());
            sessionExpiry = Optional.of(expiry);
            return this;
        }

        /** How often the client shows that it is there; one minute. Zero switches it off, else 1 to 65,535 s. */
        public Builder keepAlive(Duration interval) {
            keepAlive = interval.isZero()
                    ? interval
                    : requireTime("keepAlive", interval, Duration.ofSeconds(1), Duration.ofSeconds(UINT16_MAX));
            return this;
        }

        /**
         * How long an attempt to connect may take, from the question for credentials to CONNACK, with all that broker and
         * application are asked between; 10 s. Also how long the client waits for the answer to a PINGREQ, and for the end
         * of {@link MqttClient#reauthenticate}. 1 ms or more.
         */
        public Builder connectTimeout(Duration timeout) {
            connectTimeout = requireTime("connectTimeout", timeout, Duration.ofMillis(1), TIMEOUT_MAX);
            return this;
        }

        /** How long {@link MqttClient#close} waits for the broker to take what waits; 10 s. Zero for not at all. */
        public Builder closeTimeout(Duration timeout) {
            closeTimeout = requireTime("closeTimeout", timeout, Duration.ZERO, TIMEOUT_MAX);
            return this;
        }

        /** Messages of QoS 1 and 2 that may come without being acknowledged, 1..65,535; 65,535. */
        public Builder receiveMaximum(int messages) {
            receiveMaximum = requireRange("receiveMaximum", messages, 1, UINT16_MAX);
            return this;
        }

        /**
         * Messages of QoS 1 and 2 that may be on their way to the broker, if it takes so many, 1..65,535; 1,000. In MQTT 3,
         * where no broker says how many it takes, 20: Mosquitto acknowledges more of QoS 2 and throws them away.
         */
        public Builder inflightMax(int messages) {
            inflightMax = Optional.of(requireRange("inflightMax", messages, 1, UINT16_MAX));
            return this;
        }

        /** The largest packet that may come, 16 to 268,435,460 bytes; 256 MiB, as MQTT allows. */
        public Builder packetBytesMax(int bytes) {
            packetBytesMax = requireRange("packetBytesMax", bytes, 16, 268_435_460);
            return this;
        }

        /** Topic aliases that the broker may use, 0..65,535; 16. */
        public Builder topicAliasMaximum(int aliases) {
            topicAliasMaximum = requireRange("topicAliasMaximum", aliases, 0, UINT16_MAX);
            return this;
        }

        /** Payload bytes that may lie here for callbacks that are behind; then the socket is not read. 1 or more; 64 MiB. */
        public Builder receivedBytesMax(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("receivedBytesMax is 1 or more, not " + bytes);
            }
            receivedBytesMax = bytes;
            return this;
        }

        /** Asks the broker where answers to requests may be sent; no. */
        public Builder requestResponseInformation(boolean ask) {
            requestResponseInformation = ask;
            return this;
        }

        /** Lets the broker explain failures; yes. */
        public Builder requestProblemInformation(boolean ask) {
            requestProblemInformation = ask;
            return this;
        }

        /** One more name and value in CONNECT. */
        public Builder userProperty(String name, String value) {
            UserProperty property = new UserProperty(name, value);
            Texts.check(List.of(property));
            userProperties.add(property);
            return this;
        }

        /** A user name and a password. */
        public Builder credentials(String username, String password) {
            Credentials fixed = Credentials.of(username, password);
            return credentials(() -> CompletableFuture.completedFuture(fixed));
        }

        /**
         * Asked before each attempt, on a callback thread: the hook for tokens that expire. An attempt fails when this throws,
         * or its stage fails or does not complete within {@link #connectTimeout}.
         */
        public Builder credentials(Supplier<? extends CompletionStage<Credentials>> source) {
            credentials = source;
            return this;
        }

        /** A method of enhanced authentication; MQTT 5. */
        public Builder authentication(Authentication method) {
            authentication = Optional.of(method);
            return this;
        }

        /** What the broker publishes when the client is gone without a good-bye. */
        public Builder will(Will message) {
            will = Optional.of(message);
            return this;
        }

        /** For {@code mqtts} and {@code wss}. */
        public Builder tls(TlsOptions options) {
            tls = options;
            return this;
        }

        /** One more header of the request that opens a WebSocket. */
        public Builder webSocketHeader(String name, String value) {
            webSocketHeaders.put(name, value);
            return this;
        }

        /** A host or an address of this machine to connect from, over TCP; else the system chooses. */
        public Builder localAddress(String address) {
            localAddress = Optional.of(address);
            return this;
        }

        /** How long to wait before connecting again. */
        public Builder backoff(Backoff waits) {
            backoff = waits;
            return this;
        }

        /** {@link MqttClient#connect} goes on trying; else it fails when all brokers have failed once. */
        public Builder retryFirstConnect(boolean retry) {
            retryFirst = retry;
            return this;
        }

        /** How much may wait to be sent, and where. */
        public Builder queue(QueueOptions options) {
            queue = options;
            return this;
        }

        /** For tests: where the queue's folder is. */
        Builder disk(Disk other) {
            disk = other;
            return this;
        }

        /**
         * What to do with QoS 2 messages of which nobody knows whether they have arrived, when the broker has forgotten the
         * session: send them again (yes, the default), or fail their futures with {@link SessionLostException}.
         */
        public Builder resendWhenSessionIsLost(boolean resend) {
            resendWhenSessionIsLost = resend;
            return this;
        }

        /** Gets messages that no subscription of this client asked for, such as those of a session that goes on. */
        public Builder unclaimed(Consumer<Message> callback) {
            unclaimed = Optional.of(callback);
            return this;
        }

        /** One more who is told of connections. */
        public Builder listener(ConnectionListener listener) {
            listeners.add(listener);
            return this;
        }

        /** Threads of one's own. */
        public Builder threads(ClientThreads own) {
            threads = own;
            return this;
        }

        /**
         * A client that is not yet connected. With a queue on disk it has read what an earlier one has left there.
         *
         * @throws IllegalArgumentException with a queue on disk and no client id, or when a broker is reached by TLS and a
         *     file of {@link TlsOptions} cannot be used
         * @throws QueueFolderException when the folder cannot be read, or is in use by another client
         */
        public MqttClient build() {
            return new MqttClient(new ClientOptions(this));
        }

        private static int requireRange(String name, int value, int min, int max) {
            if (value < min || value > max) {
                throw new IllegalArgumentException(name + " is " + min + " to " + max + ", not " + value);
            }
            return value;
        }

        private static Duration requireTime(String name, Duration value, Duration min, Duration max) {
            if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
                throw new IllegalArgumentException(name + " is " + min + " to " + max + ", not " + value);
            }
            return value;
        }
    }

    /** Short enough for every broker of MQTT 3.1, which take 23 characters. */
    private static String randomId() {
        return "bb-" + HexFormat.of().toHexDigits(new SecureRandom().nextLong());
    }

    /** 0..4,294,967,295. */
    long sessionExpirySeconds() {
        return Math.min(sessionExpiry.toSeconds(), UINT32_MAX);
    }
}
