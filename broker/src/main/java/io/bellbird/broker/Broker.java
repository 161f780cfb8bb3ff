package io.bellbird.broker;

import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.monitor.Host;
import io.bellbird.broker.net.NettyServer;
import io.bellbird.broker.net.TlsListeners;
import io.bellbird.broker.net.Transport;
import io.bellbird.broker.routing.Interest;
import io.bellbird.broker.routing.RetainedMessages;
import io.bellbird.broker.security.Authenticator;
import io.bellbird.broker.security.Authorizer;
import io.bellbird.broker.shard.Homes;
import io.bellbird.broker.shard.Shared;
import io.bellbird.broker.store.MemoryStore;
import io.bellbird.broker.store.SessionStore;
import io.bellbird.broker.store.StoreOpener;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A running MQTT broker. Any number of them may run in one JVM.
 *
 * <pre>{@code
 * try (Broker broker = Broker.start(BrokerConfig.ephemeral())) {
 *     connectTo("127.0.0.1", broker.port());
 * }
 * }</pre>
 *
 * <p>When Java itself cannot go on with what a thread of the broker does, because of an {@link OutOfMemoryError} or
 * another {@link Error}, that thread's uncaught exception handler is told ({@link
 * Thread#setDefaultUncaughtExceptionHandler}), and the broker may have left something undone: end the process, or close
 * the broker and start another. {@code bellbird broker} ends with exit code 1.
 *
 * <p>The one place where the parts are put together. Any thread may call it.
 */
public final class Broker implements AutoCloseable {
    private final NettyServer server;
    private final SessionStore store;
    private final OwnPublications ownPublications;
    private final List<Bound> bound;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Broker(NettyServer server, SessionStore store, List<Bound> bound) {
        this.server = server;
        this.store = store;
        this.ownPublications = new OwnPublications(server.home());
        this.bound = List.copyOf(bound);
    }

    /**
     * An address that is open.
     *
     * @param listener to which it belongs; one that binds a network interface may have several
     * @param address with the real port
     */
    public record Bound(ListenerConfig listener, InetSocketAddress address) {}

    /**
     * Starts a broker that keeps everything in memory and lets clients do all they ask for, once they may connect.
     * Returns when its listeners accept.
     *
     * @throws BrokerStartException when the files of TLS cannot be used or a listener's address cannot be had; nothing
     *     is left running
     */
    public static Broker start(BrokerConfig config) throws BrokerStartException {
        return new Builder(config).start();
    }

    /** For a broker with parts of its own. */
    public static Builder builder(BrokerConfig config) {
        return new Builder(config);
    }

    /** The version of this library, for example 0.1.0. */
    public static String version() {
        try (InputStream in = Broker.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port of the first listener, 1..65535. */
    public int port() {
        return bound.get(0).address().getPort();
    }

    /** Where it listens, in the order of the configuration, with the real ports. */
    public List<InetSocketAddress> addresses() {
        return bound.stream().map(Bound::address).toList();
    }

    /** Which listener has which address, in the order of the configuration; at least one for each. */
    public List<Bound> bound() {
        return bound;
    }

    /**
     * Publishes a message of the program that the broker is part of, as a client would, but with all rights: also to
     * topics that begin with {@code $SYS/}. A filter with {@code No Local} holds nothing of it back.
     *
     * <p>Returns at once. The result comes when the message is as safe as the acknowledgement of such a message to a
     * client is ({@link BrokerConfig#durability()}), with one of
     *
     * <ul>
     *   <li>SUCCESS (0x00): the subscribers have it, or it waits for them,
     *   <li>NO_MATCHING_SUBSCRIBERS (0x10): nobody has subscribed to the topic; it is retained all the same,
     *   <li>TOPIC_NAME_INVALID (0x90): the topic has more than 200 levels,
     *   <li>QUOTA_EXCEEDED (0x97): not taken, since too many messages wait to enter here, other shards cannot follow,
     *       memory is full or the store takes nothing; or refused by the full queue of a session. Try again later,
     *   <li>UNSPECIFIED_ERROR (0x80): a defect of the broker, which it has logged,
     *   <li>SERVER_SHUTTING_DOWN (0x8B): not taken, or not known to be safe, since the broker was closed.
     * </ul>
     *
     * <p>Messages of one thread keep their order. What follows on the result may run on a shard's thread, where nothing
     * may wait: use the {@code Async} methods of the result for long work.
     *
     * @param payload at most as long as the packets that subscribers take; may be empty, and a retained empty one
     *     removes what the topic retained
     * @return never fails
     */
    @AnyThread
    public CompletableFuture<ReasonCode> publish(Topic topic, Bytes payload, Qos qos, boolean retain) {
        return ownPublications.publish(topic, payload, qos, retain);
    }

    /** Connections that are open now, those included that have not sent CONNECT. */
    public int connectionCount() {
        return server.connectionCount();
    }

    /**
     * Tells every client that the broker stops, closes the connections and ends its threads. Takes some seconds at the
     * most; a second call does nothing. Not to be called by a shard's thread, which would wait for itself.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.close();
            ownPublications.close();
            store.close();
        }
    }

    /** Chooses the parts of a broker; what is not chosen has a default. */
    public static final class Builder {
        private final BrokerConfig config;
        private Authenticator authenticator = Authenticator.WITHOUT_USERS;
        private Authorizer authorizer = Authorizer.EVERYTHING;
        private Transport transport = Transport.best();
        private StoreOpener storeOpener = (retained, nanos) -> new MemoryStore();

        private Builder(BrokerConfig config) {
            this.config = config;
        }

        /** Who may connect; by default everybody where the configuration allows anonymous clients, elsewhere nobody. */
        public Builder authenticator(Authenticator chosen) {
            authenticator = chosen;
            return this;
        }

        /** What clients may do; by default everything. */
        public Builder authorizer(Authorizer chosen) {
            authorizer = chosen;
            return this;
        }

        /** How sockets are watched; by default the fastest way that the machine has. */
        public Builder transport(Transport chosen) {
            transport = chosen;
            return this;
        }

        /** Where what must survive is kept; by default in memory, so that it ends with the broker. */
        public Builder store(StoreOpener chosen) {
            storeOpener = chosen;
            return this;
        }

        /**
         * Starts the broker; returns when its listeners accept.
         *
         * @throws BrokerStartException when the files of TLS, its store or a listener's address cannot be had; nothing is
         *     left running
         */
        public Broker start() throws BrokerStartException {
            TlsListeners tls = readTls();
            RetainedMessages retained = new RetainedMessages();
            SessionStore store = openStore(retained);
            try {
                return serve(store, retained, tls);
            } catch (BrokerStartException | RuntimeException failure) {
                store.close();
                throw failure;
            }
        }

        private TlsListeners readTls() throws BrokerStartException {
            try {
                return TlsListeners.read(config);
            } catch (ConfigurationException failure) {
                throw new BrokerStartException(
                        BrokerStartException.Kind.CONFIGURATION, String.valueOf(failure.getMessage()), failure);
            }
        }

        private SessionStore openStore(RetainedMessages retained) throws BrokerStartException {
            try {
                return storeOpener.open(retained::get, System::nanoTime);
            } catch (IOException failure) {
                throw new BrokerStartException(
                        BrokerStartException.Kind.STORE, String.valueOf(failure.getMessage()), failure);
            }
        }

        private Broker serve(SessionStore store, RetainedMessages retained, TlsListeners tls)
                throws BrokerStartException {
            SecureRandom seeds = new SecureRandom();
            Homes homes = Homes.hashed(config.shards(), seeds.nextInt());
            Shared shared = new Shared(
                    config,
                    System::nanoTime,
                    store,
                    authenticator,
                    authorizer,
                    new Interest(seeds.nextLong()),
                    retained,
                    homes,
                    new Host(version(), Builder::heapBytes));
            NettyServer server = new NettyServer(shared, transport, tls);
            try {
                server.start();
                return new Broker(server, store, bindAll(server, config.listeners()));
            } catch (BrokerStartException | RuntimeException failure) {
                server.close();
                throw failure;
            }
        }

        private static long heapBytes() {
            Runtime runtime = Runtime.getRuntime();
            return runtime.totalMemory() - runtime.freeMemory();
        }

        private static List<Bound> bindAll(NettyServer server, List<ListenerConfig> listeners)
                throws BrokerStartException {
            List<Bound> bound = new ArrayList<>();
            for (ListenerConfig listener : listeners) {
                try {
                    server.bind(listener).forEach(address -> bound.add(new Bound(listener, address)));
                } catch (IOException failure) {
                    throw new BrokerStartException(BrokerStartException.Kind.PORT, explain(listener, failure), failure);
                }
            }
            return bound;
        }

        private static boolean isInUse(IOException failure) {
            return String.valueOf(failure.getMessage()).contains("in use");
        }

        private static String explain(ListenerConfig listener, IOException failure) {
            String where = "port " + listener.port() + " on " + place(listener);
            return isInUse(failure)
                    ? where + " is in use: stop the program that has it, or choose another port with -p PORT"
                    : where + " cannot be opened: " + failure.getMessage();
        }

        private static String place(ListenerConfig listener) {
            if (!listener.bindInterface().isEmpty()) {
                return "interface " + listener.bindInterface();
            }
            return listener.host().isEmpty() ? "all addresses" : listener.host();
        }
    }
}
