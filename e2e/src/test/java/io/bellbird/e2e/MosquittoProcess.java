package io.bellbird.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real Mosquitto, to compare with. Used by the thread of the test. */
final class MosquittoProcess implements AutoCloseable {
    private final int port = BrokerProcess.freePort();
    private final ClientProcess process;

    /**
     * Starts one on a port of 127.0.0.1, and returns when it accepts.
     *
     * @param folder where its configuration is written
     * @param lines more of that
     */
    MosquittoProcess(Path folder, List<String> lines) throws IOException {
        List<String> configuration = new ArrayList<>(List.of("listener " + port + " 127.0.0.1"));
        configuration.addAll(lines);
        configuration.add("user root"); // it would become a user that may not use the files
        configuration.addAll(List.of("log_dest stdout", "log_timestamp false"));
        Path file = Files.write(folder.resolve("mosquitto.conf"), configuration);
        process = new ClientProcess(
                folder, List.of("stdbuf", "-oL", Clients.mosquittoBroker().toString(), "-c", file.toString()));
        process.awaitLine("mosquitto version"); // starting
        process.awaitLine("mosquitto version"); // running
    }

    int port() {
        return port;
    }

    /** Ends it as an operator does, so that it writes down what it has. */
    void stop() {
        process.terminate();
    }

    @Override
    public void close() {
        process.close();
    }
}
