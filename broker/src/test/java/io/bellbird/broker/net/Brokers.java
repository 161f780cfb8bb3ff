package io.bellbird.broker.net;

import io.bellbird.broker.Broker;
import io.bellbird.broker.BrokerStartException;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Brokers whose listeners differ from the default in what a test is about. */
final class Brokers {
    private Brokers() {}

    static Broker with(ListenerConfig... listeners) throws BrokerStartException {
        return Broker.start(config(listeners));
    }

    static BrokerConfig config(ListenerConfig... listeners) {
        return BrokerConfig.ephemeral().toBuilder()
                .listeners(Arrays.asList(listeners))
                .shards(2)
                .connectionMessages(false)
                .build();
    }

    /** One listener on a free port of 127.0.0.1. */
    static ListenerConfig listener(UnaryOperator<ListenerConfig.Builder> differing) {
        return differing.apply(ListenerConfig.builder("127.0.0.1", 0)).build();
    }

    static Broker with(UnaryOperator<ListenerConfig.Builder> differing) throws BrokerStartException {
        return with(listener(differing));
    }
}
