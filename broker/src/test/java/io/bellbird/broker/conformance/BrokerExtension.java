package io.bellbird.broker.conformance;

import io.bellbird.broker.Broker;
import io.bellbird.broker.BrokerStartException;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.Protocol;
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
import io.bellbird.codec.Qos;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Starts each variant of the broker when the first test needs it, and stops it after the last test of all. */
final class BrokerExtension implements BeforeEachCallback {
    /** How much faster time passes than on the wall. */
    private static final int SPEED = 30;

    private static final Namespace BROKERS = Namespace.create(BrokerExtension.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        ConformanceSuite suite = (ConformanceSuite) context.getRequiredTestInstance();
        Setup.Variant variant = suite.variant;
        suite.port = variant.setup().externalPort().orElseGet(() -> context.getRoot()
                .getStore(BROKERS)
                .computeIfAbsent(variant, BrokerExtension::start, Running.class)
                .port());
    }

    /** A broker that runs until all tests are done. */
    private record Running(int port, Runnable end) implements AutoCloseable {
        static Running of(Broker broker) {
            return new Running(broker.port(), broker::close);
        }

        @Override
        public void close() {
            end.run();
        }
    }

    private static Running start(Setup.Variant variant) {
        BrokerConfig config = BrokerConfig.ephemeral().toBuilder()
                .shards(variant.shards())
                .connectionMessages(false)
                .build();
        try {
            return switch (variant.setup()) {
                case STANDARD -> Running.of(Broker.start(config));
                case WEBSOCKET ->
                    Running.of(Broker.start(config.toBuilder()
                            .listeners(List.of(ListenerConfig.local(0).withProtocol(Protocol.WEBSOCKETS)))
                            .build()));
                case LIMITED -> Running.of(Broker.start(limited(config)));
                case GUARDED ->
                    Running.of(Broker.builder(config)
                            .authenticator(Guard::authenticate)
                            .authorizer(new Guard())
                            .start());
                case RIDDLE ->
                    Running.of(
                            Broker.builder(config).authenticator(new Riddle()).start());
                case REFUSING -> refusing(config);
            };
        } catch (BrokerStartException | ConfigurationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static BrokerConfig limited(BrokerConfig config) {
        return config.toBuilder()
                .listeners(List.of(
                        ListenerConfig.local(0).withMaxQos(Qos.AT_LEAST_ONCE).withMaxTopicAlias(0)))
                .retainAvailable(false)
                .maxKeepaliveSeconds(10)
                .maxPacketSize(256)
                .maxInflightMessages(3)
                .allowZeroLengthClientId(false)
                .build();
    }

    /** Put together as {@link Broker} does, since no program has a reason to choose a clock. */
    private static Running refusing(BrokerConfig config) throws IOException, ConfigurationException {
        long startNanos = System.nanoTime();
        Shared shared = new Shared(
                config,
                () -> startNanos + SPEED * (System.nanoTime() - startNanos),
                refusingStore(),
                Authenticator.EVERYBODY,
                Authorizer.EVERYTHING,
                new Interest(1),
                new RetainedMessages(),
                Homes.hashed(config.shards(), 1),
                new Host("0", () -> 0));
        NettyServer server = new NettyServer(shared, Transport.best(), TlsListeners.read(config));
        server.start();
        return new Running(
                ((InetSocketAddress) server.bind(config.listeners().get(0)).get(0)).getPort(), server::close);
    }

    private static SessionStore refusingStore() {
        MemoryStore memory = new MemoryStore();
        return (SessionStore) Proxy.newProxyInstance(
                SessionStore.class.getClassLoader(),
                new Class<?>[] {SessionStore.class},
                (proxy, method, arguments) ->
                        method.getName().equals("isAccepting") ? false : method.invoke(memory, arguments));
    }
}
