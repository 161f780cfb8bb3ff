package io.bellbird.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real HiveMQ CE, which keeps everything in memory. Used by the thread of the test. */
public final class HiveMqProcess implements RealBroker {
    private static final Path PROGRAM = Path.of("hivemq", "HiveMqBroker.java").toAbsolutePath();
    private static final Path LIBRARIES = Path.of("target", "clients", "hivemq").toAbsolutePath();

    private final int port = BrokerProcess.freePort();
    private final int webSocketPort = BrokerProcess.freePort();
    private final Path folder;
    private ClientProcess process;

    /**
     * Starts one, and returns when it accepts.
     *
     * @param folder for its configuration
     * @throws AssertionError when it is not installed, or does not accept in time
     */
    public HiveMqProcess(Path folder) {
        if (!Files.isDirectory(LIBRARIES)) {
            throw new AssertionError("HiveMQ CE is not installed: run e2e/install-clients and read what it says");
        }
        this.folder = folder;
        process = started();
    }

    private ClientProcess started() {
        ClientProcess starting = new ClientProcess(
                folder,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        LIBRARIES + "/*",
                        PROGRAM.toString(),
                        Integer.toString(port),
                        Integer.toString(webSocketPort),
                        folder.toString()));
        starting.awaitLine("accepting");
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
        return "HiveMQ CE";
    }
}
