package io.bellbird.broker.conformance;

import io.bellbird.broker.Broker;
import io.bellbird.broker.BrokerStartException;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.Protocol;
import io.bellbird.codec.Qos;
import java.util.List;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Starts each variant of the broker when the first test needs it, and stops it after the last test of all. */
final class BrokerExtension implements BeforeEachCallback {
    private static final Namespace BROKERS = Namespace.create(BrokerExtension.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        ConformanceSuite suite = (ConformanceSuite) context.getRequiredTestInstance();
        Setup.Variant variant = suite.variant;
        suite.port = variant.setup().externalPort().orElseGet(() -> context.getRoot()
                .getStore(BROKERS)
                .computeIfAbsent(variant, BrokerExtension::start, Broker.class)
                .port());
    }

    private static Broker start(Setup.Variant variant) {
        BrokerConfig config = BrokerConfig.ephemeral().toBuilder()
                .shards(variant.shards())
                .connectionMessages(false)
                .build();
        try {
            return switch (variant.setup()) {
                case STANDARD -> Broker.start(config);
                case WEBSOCKET ->
                    Broker.start(config.toBuilder()
                            .listeners(List.of(ListenerConfig.local(0).withProtocol(Protocol.WEBSOCKETS)))
                            .build());
                case LIMITED -> Broker.start(limited(config));
                case GUARDED ->
                    Broker.builder(config)
                            .authenticator(Guard::authenticate)
                            .authorizer(new Guard())
                            .start();
            };
        } catch (BrokerStartException e) {
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
}
