package io.bellbird.e2e;

/** A broker of whatever make, as a process of its own on ports of 127.0.0.1. Used by the thread of the test. */
public interface RealBroker extends AutoCloseable {
    /** The TCP port. */
    int port();

    /** The port for MQTT over WebSocket, at {@code /mqtt}. */
    int webSocketPort();

    /** Ends it at once (SIGKILL), as a crash does. */
    void kill();

    /** Starts the killed broker again on the same ports; one without a data folder knows nothing of what was. */
    void restart();

    /** Ends it, if it runs. */
    @Override
    void close();
}
