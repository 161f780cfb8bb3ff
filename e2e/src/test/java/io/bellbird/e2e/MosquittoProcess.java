package io.bellbird.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real Mosquitto, to compare with, and for clients to be tested at. Used by the thread of the test. */
public final class MosquittoProcess implements RealBroker {
    private final int port = BrokerProcess.freePort();
    private final int webSocketPort = BrokerProcess.freePort();
    private final Path folder;
    private final Path file;
    private ClientProcess process;

    /**
     * Starts one on ports of 127.0.0.1, and returns when it accepts.
     *
     * @param folder where its configuration is written
     * @param lines more of that; they are about the listener for TCP, unless they begin another
     */
    public MosquittoProcess(Path folder, List<String> lines) throws IOException {
        this.folder = folder;
        List<String> configuration = new ArrayList<>(List.of(
                "listener " + webSocketPort + " 127.0.0.1", "protocol websockets", "listener " + port + " 127.0.0.1"));
        configuration.addAll(lines);
        configuration.add("user root"); // it would become a user that may not use the files
        configuration.addAll(List.of("log_dest stdout", "log_timestamp false"));
        file = Files.write(folder.resolve("mosquitto.conf"), configuration);
        process = started();
    }

    private ClientProcess started() {
        ClientProcess starting = new ClientProcess(
                folder, List.of("stdbuf", "-oL", Clients.mosquittoBroker().toString(), "-c", file.toString()));
        starting.awaitLine("mosquitto version"); // starting
        starting.awaitLine("mosquitto version"); // running
        return starting;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public int webSocketPort() {
        return webSocketPort;
    }

    /** Ends it as an operator does, so that it writes down what it has. */
    void stop() {
        process.terminate();
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public void restart() {
        process = started();
    }

    @Override
    public void close() {
        process.close();
    }

    /** For the names of tests. */
    @Override
    public String toString() {
        return "Mosquitto";
    }
}
