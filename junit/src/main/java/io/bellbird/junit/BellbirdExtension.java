package io.bellbird.junit;

import io.bellbird.broker.Broker;
import io.bellbird.broker.BrokerStartException;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.client.BlockingMqttClient;
import io.bellbird.client.ClientOptions;
import io.bellbird.client.MqttClient;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test that asks for it a broker of its own, in memory and on a free port of this machine, and clients of it.
 *
 * <pre>{@code
 * @ExtendWith(BellbirdExtension.class)
 * class BellTest {
 *     @Test
 *     void rings(MqttClient client, Broker broker) { ... }
 * }
 * }</pre>
 *
 * <p>A parameter {@link Broker} is the broker of the test; each {@link MqttClient} and {@link BlockingMqttClient} is a
 * client of its own that is connected; a {@link ClientOptions.Builder} is one that is not, to say more of it. A constructor
 * or a method that is called before each test gets the same broker as the test; one that is called before all tests gets
 * one for all of them. What was given is closed when the test, or the class, ends.
 */
public final class BellbirdExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(BellbirdExtension.class);

    /** A client of a test, closed with it. */
    private record Given(MqttClient client) implements AutoCloseable {
        @Override
        public void close() {
            client.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        Class<?> type = parameter.getParameter().getType();
        return type == Broker.class
                || type == MqttClient.class
                || type == BlockingMqttClient.class
                || type == ClientOptions.Builder.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        Class<?> type = parameter.getParameter().getType();
        Broker broker = broker(test);
        if (type == Broker.class) {
            return broker;
        }
        ClientOptions.Builder options = MqttClient.builder("mqtt://127.0.0.1:" + broker.port());
        if (type == ClientOptions.Builder.class) {
            return options;
        }
        MqttClient client = options.build();
        test.getStore(NAMESPACE).put(parameter, new Given(client));
        BlockingMqttClient connected = client.blocking();
        connected.connect();
        return type == MqttClient.class ? client : connected;
    }

    /** The broker of the test, or of the class for what comes before all its tests. */
    private static Broker broker(ExtensionContext test) {
        return test.getStore(NAMESPACE).computeIfAbsent(Broker.class, absent -> start(), Broker.class);
    }

    private static Broker start() {
        try {
            return Broker.start(BrokerConfig.ephemeral());
        } catch (BrokerStartException e) {
            throw new ParameterResolutionException("the broker could not be started: " + e.getMessage(), e);
        }
    }
}
