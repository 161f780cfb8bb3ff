package io.bellbird.broker;

import io.bellbird.broker.admin.AdminAnswer;
import io.bellbird.broker.admin.AdminHandler;
import io.bellbird.broker.admin.AdminReply;
import io.bellbird.broker.admin.AdminRequest;
import io.bellbird.broker.admin.AdminToken;
import io.bellbird.broker.config.AdminListener;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.LogType;
import io.bellbird.broker.config.Reconfiguration;
import io.bellbird.broker.monitor.ConfigurationReloaded;
import io.bellbird.broker.monitor.Host;
import io.bellbird.broker.net.AdminServer;
import io.bellbird.broker.net.NettyServer;
import io.bellbird.broker.net.Transport;
import io.bellbird.broker.routing.Interest;
import io.bellbird.broker.routing.RetainedMessages;
import io.bellbird.broker.security.Authenticator;
import io.bellbird.broker.security.Authorizer;
import io.bellbird.broker.security.PasswordAuthenticator;
import io.bellbird.broker.shard.Homes;
import io.bellbird.broker.shard.Shared;
import io.bellbird.broker.store.MemoryStore;
import io.bellbird.broker.store.SessionStore;
import io.bellbird.broker.store.StoreOpener;
import io.bellbird.broker.watch.Audit;
import io.bellbird.broker.watch.AuditEvent;
import io.bellbird.broker.watch.AuditLog;
import io.bellbird.broker.watch.RecentRefusals;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    private static final Logger log = LoggerFactory.getLogger(Broker.class);

    private final NettyServer server;
    private final Optional<AdminServer> admin;
    private final SessionStore store;
    private final Security security;
    private final Optional<AuditLog> audit;
    private final OwnPublications ownPublications;
    private final List<Bound> bound;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ReloadableParts parts;
    private volatile BrokerConfig config;

    private Broker(
            BrokerConfig config,
            NettyServer server,
            Optional<AdminServer> admin,
            SessionStore store,
            Security security,
            Optional<AuditLog> audit,
            List<Bound> bound) {
        this.config = config;
        this.server = server;
        this.admin = admin;
        this.store = store;
        this.security = security;
        this.audit = audit;
        this.parts = ReloadableParts.among(security.authenticator(), security.authorizer(), security.tls(), store);
        this.ownPublications = new OwnPublications(server.home());
        this.bound = List.copyOf(bound);
    }

    /**
     * An address that is open.
     *
     * @param listener to which it belongs; one that binds a network interface may have several
     * @param address an {@link InetSocketAddress} with the real port, or a {@link java.net.UnixDomainSocketAddress}
     */
    public record Bound(ListenerConfig listener, SocketAddress address) {}

    /**
     * Starts a broker that keeps everything in memory and lets clients do all they ask for, once they may connect.
     * Returns when its listeners accept.
     *
     * @throws BrokerStartException when a listener's address cannot be had, or a file of certificates, users or rights is
     *     wrong; nothing is left running
     */
    public static Broker start(BrokerConfig config) throws BrokerStartException {
        return new Builder(config).start();
    }

    /** For a broker with parts of its own. */
    public static Builder builder(BrokerConfig config) {
        return new Builder(config);
    }

    /**
     * Finds what is wrong in a configuration, and in the files that it names, as a start would; opens no port and no
     * store.
     *
     * @throws ConfigurationException with everything that is wrong
     */
    public static void check(BrokerConfig config) throws ConfigurationException {
        Security.read(config, Optional.empty(), Optional.empty(), Optional.empty())
                .close();
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

    /**
     * The port of the first listener that has one, 1..65535.
     *
     * @throws IllegalStateException when all of them are Unix domain sockets
     */
    public int port() {
        return addresses().stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the broker listens on no port: see bound()"))
                .getPort();
    }

    /** Where it listens in the network, in the order of the configuration, with the real ports. */
    public List<InetSocketAddress> addresses() {
        return bound.stream()
                .map(Bound::address)
                .filter(InetSocketAddress.class::isInstance)
                .map(InetSocketAddress.class::cast)
                .toList();
    }

    /** Which listener has which address, in the order of the configuration; at least one for each. */
    public List<Bound> bound() {
        return bound;
    }

    /** Where metrics, health and what the admin handler adds are served, with the real port; empty when nowhere. */
    public Optional<InetSocketAddress> adminAddress() {
        return admin.map(AdminServer::address);
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

    /** The way in of messages that others publish by way of the program around the broker. */
    OwnPublications ownPublications() {
        return ownPublications;
    }

    /** What holds now: what it was started with, or what came of the last {@link #reload}. */
    @AnyThread
    public BrokerConfig config() {
        return config;
    }

    /**
     * Makes another configuration hold, and what is in its files by now, while clients stay connected. All of it is
     * checked first. What needs a restart stays as it is: the number of shards, which listeners are open, what they
     * speak, with TLS or without, and their mount points, and {@link BrokerConfig#retainedPersistence()}. A listener that {@code wanted} does not have
     * stays open with what held for it.
     *
     * <p>Clients that may not stay ({@link Authenticator#mayStay}) are told 0x87 and disconnected. Returns when all of it
     * holds; of several threads one does it after the other. Does nothing when the broker is closed. Not to be called by
     * a shard's thread, which would wait for itself.
     *
     * @throws ConfigurationException with everything that is wrong; then nothing has changed
     */
    public synchronized void reload(BrokerConfig wanted) throws ConfigurationException {
        BrokerConfig next = Reconfiguration.inForce(config, wanted);
        Runnable change = prepare(next);
        if (!closed.get()) {
            change.run();
            config = next;
            server.reconfigure(next);
            admin.ifPresent(listener -> listener.onReload(next));
            ConfigurationReloaded.note(true);
            audit.ifPresent(log -> {
                log.reopen();
                log.note(AuditEvent.reloaded(""));
            });
        }
    }

    /**
     * The same with the configuration that holds, for what has changed in its files.
     *
     * @throws ConfigurationException with everything that is wrong; then nothing has changed
     */
    public synchronized void reloadFiles() throws ConfigurationException {
        reload(config);
    }

    private Runnable prepare(BrokerConfig next) throws ConfigurationException {
        try {
            return parts.prepare(next);
        } catch (ConfigurationException wrong) {
            ConfigurationReloaded.note(false);
            audit.ifPresent(log -> log.note(AuditEvent.reloaded(String.join("; ", wrong.errors()))));
            throw wrong;
        }
    }

    /** Where what security is about is kept; empty when nowhere. */
    Optional<Path> auditFile() {
        return audit.map(AuditLog::file);
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
            end();
        }
    }

    /** Waits for a reload that is on its way. */
    private synchronized void end() {
        admin.ifPresent(AdminServer::onStopping);
        server.close();
        admin.ifPresent(AdminServer::close);
        security.close();
        ownPublications.close();
        store.close();
        audit.ifPresent(log -> {
            log.note(AuditEvent.stopped());
            log.close();
        });
    }

    /** Chooses the parts of a broker; what is not chosen has a default. */
    public static final class Builder {
        private final BrokerConfig config;
        private Optional<Authenticator> authenticator = Optional.empty();
        private Optional<Authorizer> authorizer = Optional.empty();
        private Transport transport = Transport.best();
        private Optional<Path> adminToken = Optional.empty();
        private Optional<Path> auditFile = Optional.empty();
        private Optional<Function<Administration, AdminHandler>> adminHandler = Optional.empty();
        private StoreOpener storeOpener = (retained, nanos) -> new MemoryStore();

        private Builder(BrokerConfig config) {
            this.config = config;
        }

        /** Who may connect; by default the users of the password files, see {@link PasswordAuthenticator}. */
        public Builder authenticator(Authenticator chosen) {
            authenticator = Optional.of(chosen);
            return this;
        }

        /** What clients may do; by default what the ACL files of the configuration allow, or without one everything. */
        public Builder authorizer(Authorizer chosen) {
            authorizer = Optional.of(chosen);
            return this;
        }

        /** How sockets are watched; by default the fastest way that the machine has. */
        public Builder transport(Transport chosen) {
            transport = chosen;
            return this;
        }

        /**
         * The file where the broker leaves the token that the admin listener asks for, for what is more than metrics and
         * health; for its owner alone, and removed when the broker is closed. Without it nobody can have the rest.
         */
        public Builder adminToken(Path chosen) {
            adminToken = Optional.of(chosen);
            return this;
        }

        /**
         * The file to which what security is about is appended, a line of JSON for each event: docs/audit.md. It is
         * opened anew at each {@link Broker#reload}. Without it nothing of that is kept.
         */
        public Builder auditLog(Path chosen) {
            auditFile = Optional.of(chosen);
            return this;
        }

        /**
         * What answers at the admin listener besides metrics and health, such as a console; it is made when clients can
         * connect, and closed with the broker. Without it nothing does.
         */
        public Builder adminHandler(Function<Administration, AdminHandler> chosen) {
            adminHandler = Optional.of(chosen);
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
         * @throws BrokerStartException when its store or a listener's address cannot be had, or a file of certificates,
         *     users or rights is wrong; nothing is left running
         */
        public Broker start() throws BrokerStartException {
            Optional<AuditLog> audit = openAudit();
            try {
                return start(audit);
            } catch (BrokerStartException | RuntimeException failure) {
                audit.ifPresent(AuditLog::close);
                throw failure;
            }
        }

        private Optional<AuditLog> openAudit() throws BrokerStartException {
            if (auditFile.isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(AuditLog.open(auditFile.get(), InstantSource.system()));
            } catch (IOException failure) {
                throw new BrokerStartException(
                        BrokerStartException.Kind.CONFIGURATION,
                        "cannot write the audit log " + auditFile.get() + ": " + failure
                                + "; choose another place with audit_log",
                        failure);
            }
        }

        private Broker start(Optional<AuditLog> audit) throws BrokerStartException {
            Security security = readSecurity(audit);
            try {
                return start(security, audit);
            } catch (BrokerStartException | RuntimeException failure) {
                security.close();
                throw failure;
            }
        }

        private Broker start(Security security, Optional<AuditLog> audit) throws BrokerStartException {
            RetainedMessages retained = new RetainedMessages();
            SessionStore store = openStore(retained);
            try {
                return serve(store, retained, security, audit);
            } catch (BrokerStartException | RuntimeException failure) {
                store.close();
                throw failure;
            }
        }

        private Security readSecurity(Optional<AuditLog> audit) throws BrokerStartException {
            try {
                return Security.read(config, authenticator, authorizer, audit);
            } catch (ConfigurationException failure) {
                throw new BrokerStartException(
                        BrokerStartException.Kind.CONFIGURATION, String.valueOf(failure.getMessage()), failure);
            }
        }

        /** Who asks a console why somebody may not do something is told what was refused. */
        private @Nullable Audit watched(@Nullable Audit audit) {
            return adminHandler.isPresent() ? new RecentRefusals(audit, InstantSource.system()) : audit;
        }

        private SessionStore openStore(RetainedMessages retained) throws BrokerStartException {
            try {
                return storeOpener.open(retained::get, System::nanoTime);
            } catch (IOException failure) {
                throw new BrokerStartException(
                        BrokerStartException.Kind.STORE, String.valueOf(failure.getMessage()), failure);
            }
        }

        private Broker serve(SessionStore store, RetainedMessages retained, Security security, Optional<AuditLog> audit)
                throws BrokerStartException {
            SecureRandom seeds = new SecureRandom();
            Homes homes = Homes.hashed(config.shards(), seeds.nextInt());
            Shared shared = new Shared(
                    config,
                    System::nanoTime,
                    store,
                    security.authenticator(),
                    security.authorizer(),
                    new Interest(seeds.nextLong()),
                    retained,
                    homes,
                    new Host(version(), Builder::heapBytes),
                    watched(audit.orElse(null)));
            NettyServer server = new NettyServer(shared, transport, security.tls());
            Optional<AdminServer> admin = Optional.empty();
            try {
                admin = openAdmin(shared, server);
                if (adminHandler.isPresent()) {
                    admin.ifPresent(listener -> listener.serve(Builder::refuseWhileStarting));
                }
                server.start();
                List<Bound> bound = bindAll(server, config.listeners());
                admin.ifPresent(AdminServer::onOpen);
                audit.ifPresent(log -> log.note(AuditEvent.started(version())));
                Broker broker = new Broker(config, server, admin, store, security, audit, bound);
                if (adminHandler.isPresent() && admin.isPresent()) {
                    Administration administration = new Administration(broker, admin.get(), shared, server);
                    admin.get().serve(adminHandler.get().apply(administration));
                }
                return broker;
            } catch (BrokerStartException | RuntimeException failure) {
                server.close();
                admin.ifPresent(AdminServer::close);
                throw failure;
            }
        }

        private static void refuseWhileStarting(AdminRequest request, AdminReply reply) {
            reply.send(
                    AdminAnswer.of(503, "text/plain; charset=utf-8", "the broker is starting, ask again in a second\n")
                            .with("retry-after", "1"));
        }

        /** The first listener that is open: it tells how the start gets on. */
        private Optional<AdminServer> openAdmin(Shared shared, NettyServer server) throws BrokerStartException {
            if (config.adminListener().isEmpty()) {
                return Optional.empty();
            }
            AdminListener listener = config.adminListener().get();
            try {
                return Optional.of(AdminServer.open(listener, shared, server, transport, writeAdminToken()));
            } catch (IOException failure) {
                String where = "port " + listener.port() + " on " + listener.host();
                String why = isInUse(failure) ? " is in use" : " cannot be opened: " + failure.getMessage();
                if (listener.required()) {
                    throw new BrokerStartException(
                            BrokerStartException.Kind.PORT,
                            where + why + ": choose another with the line 'admin_listener PORT' of the configuration",
                            failure);
                }
                log.info(
                        LogType.NOTICE.marker(),
                        "metrics are not served, since {}{}: choose another port with the line 'admin_listener PORT'",
                        where,
                        why);
                return Optional.empty();
            }
        }

        private AdminToken writeAdminToken() throws BrokerStartException {
            try {
                return AdminToken.write(adminToken);
            } catch (IOException failure) {
                throw new BrokerStartException(
                        BrokerStartException.Kind.CONFIGURATION,
                        "cannot write the admin token " + adminToken.orElseThrow() + ": " + failure
                                + "; it lies in the data folder or beside the pid_file, or say 'admin_listener none'",
                        failure);
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
                    if (listener.required()) {
                        String what = listener.unixPath().isPresent() ? "path" : "port with -p PORT";
                        String advice =
                                isInUse(failure) ? ": stop the program that has it, or choose another " + what : "";
                        throw new BrokerStartException(
                                BrokerStartException.Kind.PORT, explain(listener, failure) + advice, failure);
                    }
                    log.info(LogType.NOTICE.marker(), "{}: the broker goes on without it", explain(listener, failure));
                }
            }
            return bound;
        }

        private static boolean isInUse(IOException failure) {
            return String.valueOf(failure.getMessage()).contains("in use");
        }

        private static String explain(ListenerConfig listener, IOException failure) {
            boolean isUnix = listener.unixPath().isPresent();
            String where = isUnix
                    ? "the Unix socket " + listener.name()
                    : "port " + listener.port() + " on " + place(listener);
            return where + (isInUse(failure) ? " is in use" : " cannot be opened: " + failure.getMessage());
        }

        private static String place(ListenerConfig listener) {
            if (!listener.bindInterface().isEmpty()) {
                return "interface " + listener.bindInterface();
            }
            return listener.host().isEmpty() ? "all addresses" : listener.host();
        }
    }
}
