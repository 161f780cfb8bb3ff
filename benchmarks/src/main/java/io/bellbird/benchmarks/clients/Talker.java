package io.bellbird.benchmarks.clients;

import java.io.IOException;
import java.util.function.Consumer;

/** One connected client of a library. */
interface Talker extends AutoCloseable {
    /** Returns when the broker has granted it. */
    void subscribe(String filter, int qos, Consumer<byte[]> callback) throws Exception;

    /** Publishes without waiting; what fails later is thrown at the next call. */
    void publish(String topic, byte[] payload, int qos) throws Exception;

    /** Publishes, and waits until that is done: QoS 0 with the socket, QoS 1 with the broker. */
    void publishAndWait(String topic, byte[] payload, int qos) throws Exception;

    @Override
    void close() throws IOException;

    /** A library of clients. */
    enum Library {
        BELLBIRD,
        HIVEMQ,
        PAHO;

        /** A client of MQTT 5, or of 3.1.1 where the library has no more, connected to a broker on this machine. */
        Talker connect(int port, String clientId) throws Exception {
            return switch (this) {
                case BELLBIRD -> new BellbirdTalker(port, clientId);
                case HIVEMQ -> new HiveMqTalker(port, clientId);
                case PAHO -> new PahoTalker(port, clientId);
            };
        }
    }
}
