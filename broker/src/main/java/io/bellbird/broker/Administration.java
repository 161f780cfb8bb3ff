package io.bellbird.broker;

import io.bellbird.broker.admin.AdminToken;
import io.bellbird.broker.admin.OpenTraces;
import io.bellbird.broker.admin.Shards;
import io.bellbird.broker.monitor.MetricsPage;
import io.bellbird.broker.net.AdminServer;
import io.bellbird.broker.net.NettyServer;
import io.bellbird.broker.routing.RetainedMessages;
import io.bellbird.broker.security.Authenticator;
import io.bellbird.broker.security.Authorizer;
import io.bellbird.broker.security.Gate;
import io.bellbird.broker.session.SessionOwner;
import io.bellbird.broker.shard.Shared;
import io.bellbird.broker.watch.Audit;
import io.bellbird.broker.watch.RecentRefusals;
import io.bellbird.broker.watch.RecentRefusals.Refusal;
import io.bellbird.broker.watch.Tap;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.Topic;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * What those may do with a broker who run it: look into its parts and change what is in them. It asks for no rights
 * itself. Any thread may call it.
 */
public final class Administration {
    private final Broker broker;
    private final AdminServer listener;
    private final Shared shared;
    private final NettyServer server;
    private final Shards shards;

    Administration(Broker broker, AdminServer listener, Shared shared, NettyServer server) {
        this.broker = broker;
        this.listener = listener;
        this.shared = shared;
        this.server = server;
        this.shards = new Shards(server.shards(), shared.homes());
    }

    /** The broker itself. */
    public Broker broker() {
        return broker;
    }

    /** What proves that somebody may read the broker's files. */
    public AdminToken token() {
        return listener.token();
    }

    /** The shards, for what is asked of them. */
    public Shards shards() {
        return shards;
    }

    /** The traces that are on. */
    public OpenTraces traces() {
        return listener.traces();
    }

    /** Whom the broker does not let in, whatever he can prove. */
    public Gate gate() {
        return shared.gate();
    }

    /** Connections that are open now, by the port of their listener or the path of its socket. */
    public Map<String, Integer> connectionsByListener() {
        return server.connectionsByListener();
    }

    /** Whose session that of a client id is; empty when it has none. */
    public CompletableFuture<Optional<SessionOwner>> ownerOf(String clientId) {
        return shards.askHome(clientId, (shard, answer) -> answer.accept(shard.owner(clientId)));
    }

    /** What clients were refused lately, the latest first. */
    public List<Refusal> refusals(Predicate<Refusal> wanted) {
        return shared.audit() instanceof RecentRefusals recent ? recent.latest(wanted) : List.of();
    }

    /**
     * All metrics, as {@code /metrics} has them.
     *
     * @return completed on the admin thread, after at most 2 seconds; fails once the broker has ended
     */
    public CompletableFuture<MetricsPage> metrics() {
        return listener.metrics();
    }

    /** Whether the store takes messages; {@link MetricsPage#store} says what is wrong when it does not. */
    public boolean isStoreAccepting() {
        return shared.store().isAccepting();
    }

    /** Who may connect. */
    public Authenticator authenticator() {
        return shared.authenticator();
    }

    /** What clients may do. */
    public Authorizer authorizer() {
        return shared.authorizer();
    }

    /**
     * Publishes a message in the name of a user, as {@link Broker#publish} does.
     *
     * @param user kept with what is retained
     * @return never fails
     */
    public CompletableFuture<ReasonCode> publish(
            Topic topic, Bytes payload, Qos qos, boolean retain, PublishProperties properties, String user) {
        return broker.ownPublications().publish(topic, payload, qos, retain, properties, user);
    }

    /** The retained messages of all topics. */
    public RetainedMessages retained() {
        return shared.retained();
    }

    /**
     * From now on these see the messages that enter the broker, and nobody else does. Of several calls the last counts;
     * they are to come from one thread.
     *
     * @return completed when all shards know of it
     */
    public CompletableFuture<Void> tap(List<Tap> taps) {
        List<Tap> wanted = List.copyOf(taps);
        return shards.ask(shard -> {
                    shard.tap(wanted);
                    return true;
                })
                .thenAccept(done -> {});
    }

    /** Monotonic time in nanoseconds, as messages have it. */
    public long nowNanos() {
        return shared.clock().nanos();
    }

    /** What is told of what is done; empty when nothing is kept. */
    public Optional<Audit> audit() {
        return Optional.ofNullable(shared.audit());
    }

    /** The file that has it; empty when nothing is kept. */
    public Optional<Path> auditFile() {
        return broker.auditFile();
    }
}
