package io.bellbird.broker.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * What the tests of both versions share: the broker's port, connections that end with the test, and a prefix for
 * client ids and topics that no other test uses, so that tests of one broker do not meet.
 */
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@ArgumentsSource(Setup.Variants.class)
@ExtendWith(BrokerExtension.class)
public abstract class ConformanceSuite {
    private static final String RUN = Long.toString(System.currentTimeMillis() / 100 % 1_000_000, 36);
    private static final AtomicInteger TESTS = new AtomicInteger();

    @Parameter
    Setup.Variant variant;

    int port;

    private final String prefix = "t" + RUN + "x" + TESTS.incrementAndGet();
    private final List<AutoCloseable> connections = new ArrayList<>();

    @AfterEach
    void closeConnections() throws Exception {
        for (AutoCloseable connection : connections) {
            connection.close();
        }
    }

    /** A connection on which nothing was sent, read as MQTT of {@code level}: 3, 4 or 5. */
    protected final RawClient open(int level) {
        try {
            RawClient client = new RawClient(new Socket(InetAddress.getLoopbackAddress(), port), level, prefix);
            connections.add(client);
            return client;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection on which no HTTP was sent, read as MQTT of {@code level}: 3, 4 or 5. */
    protected final RawWebSocket openWebSocket(int level) {
        try {
            RawWebSocket connection = new RawWebSocket(port, level, prefix);
            connections.add(connection);
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client of MQTT 5 whose CONNECT was accepted. */
    protected final RawClient connect5(String connect) {
        return open(5).connect(connect);
    }

    /** A client of MQTT 3.1.1 whose CONNECT was accepted. */
    protected final RawClient connect4(String connect) {
        return open(4).connect(connect);
    }

    /** A client of MQTT 5 with a new session that ends with its connection. */
    protected final RawClient client5(String id) {
        return connect5("10 (<MQTT> 05 02 003C () <~%s>)".formatted(id));
    }

    /** A client of MQTT 3.1.1 with a new session that ends with its connection. */
    protected final RawClient client4(String id) {
        return connect4("10 (<MQTT> 04 02 003C <~%s>)".formatted(id));
    }

    /** What {@code ~} stands for in this test. */
    protected final String prefix() {
        return prefix;
    }

    /** Lets the broker's clock go on, where what must have happened by then gives no sign of its own. */
    protected static void letPass(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
