package io.bellbird.broker;

import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.net.NettyServer;
import io.bellbird.broker.net.Transport;
import io.bellbird.broker.routing.Interest;
import io.bellbird.broker.routing.RetainedMessages;
import io.bellbird.broker.security.Authenticator;
import io.bellbird.broker.security.Authorizer;
import io.bellbird.broker.shard.Shared;
import io.bellbird.broker.store.MemoryStore;
import io.bellbird.broker.store.SessionStore;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A running MQTT broker. Any number of them may run in one JVM.
 *
 * <pre>{@code
 * try (Broker broker = Broker.start(BrokerConfig.ephemeral())) {
 *     connectTo("127.0.0.1", broker.port());
 * }
 * }</pre>
 *
 * <p>The one place where the parts are put together. Any thread may call it.
 */
public final class Broker implements AutoCloseable {
    private final NettyServer server;
    private final SessionStore store;
    private final List<InetSocketAddress> addresses;

    private Broker(NettyServer server, SessionStore store, List<InetSocketAddress> addresses) {
        this.server = server;
        this.store = store;
        this.addresses = addresses;
    }

    /**
     * Starts a broker that keeps everything in memory and lets clients do all they ask for, once they may connect.
     * Returns when its listeners accept.
     *
     * @throws BrokerStartException when a listener's address cannot be had; nothing is left running
     */
    public static Broker start(BrokerConfig config) throws BrokerStartException {
        return new Builder(config).start();
    }

    /** For a broker with parts of its own. */
    public static Builder builder(BrokerConfig config) {
        return new Builder(config);
    }

    /** The port of the first listener, 1..65535. */
    public int port() {
        return addresses.get(0).getPort();
    }

    /** Where it listens, in the order of the configuration, with the real ports. */
    public List<InetSocketAddress> addresses() {
        return addresses;
    }

    /** Connections that are open now, those included that have not sent CONNECT. */
    public int connectionCount() {
        return server.connectionCount();
    }

    /**
     * Tells every client that the broker stops, closes the connections and ends its threads. Takes some seconds at the
     * most; not to be called by a shard's thread, which would wait for itself.
     */
    @Override
    public void close() {
        server.close();
        store.close();
    }

    /** Chooses the parts of a broker; what is not chosen has a default. */
    public static final class Builder {
        private final BrokerConfig config;
        private Authenticator authenticator;
        private Authorizer authorizer = Authorizer.EVERYTHING;
        private Transport transport = Transport.best();

        private Builder(BrokerConfig config) {
            this.config = config;
            this.authenticator = config.allowAnonymous() ? Authenticator.EVERYBODY : Authenticator.NOBODY;
        }

        /** Who may connect; by default everybody when the configuration allows anonymous clients, else nobody. */
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

        /**
         * Starts the broker; returns when its listeners accept.
         *
         * @throws BrokerStartException when a listener's address cannot be had; nothing is left running
         */
        public Broker start() throws BrokerStartException {
            SessionStore store = new MemoryStore();
            Shared shared = new Shared(
                    config,
                    System::nanoTime,
                    store,
                    authenticator,
                    authorizer,
                    new Interest(),
                    new RetainedMessages(),
                    new AtomicLong());
            NettyServer server = new NettyServer(shared, transport);
            try {
                return new Broker(server, store, bindAll(server, config.listeners()));
            } catch (BrokerStartException failure) {
                server.close();
                store.close();
                throw failure;
            }
        }

        private static List<InetSocketAddress> bindAll(NettyServer server, List<ListenerConfig> listeners)
                throws BrokerStartException {
            List<InetSocketAddress> addresses = new ArrayList<>();
            for (ListenerConfig listener : listeners) {
                try {
                    addresses.add(server.bind(listener));
                } catch (IOException failure) {
                    throw new BrokerStartException(BrokerStartException.Kind.PORT, explain(listener, failure), failure);
                }
            }
            return List.copyOf(addresses);
        }

        private static boolean isInUse(IOException failure) {
            return String.valueOf(failure.getMessage()).contains("in use");
        }

        private static String explain(ListenerConfig listener, IOException failure) {
            String host = listener.host().isEmpty() ? "all addresses" : listener.host();
            String where = "port " + listener.port() + " on " + host;
            return isInUse(failure)
                    ? where + " is in use: stop the program that has it, or choose another port with -p PORT"
                    : where + " cannot be opened: " + failure.getMessage();
        }
    }
}
