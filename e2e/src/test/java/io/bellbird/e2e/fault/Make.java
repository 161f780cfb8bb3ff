package io.bellbird.e2e.fault;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.HiveMqProcess;
import io.bellbird.e2e.MosquittoProcess;
import io.bellbird.e2e.RealBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The brokers that the client is tested at. They keep what they have in memory. */
enum Make {
    BELLBIRD,
    MOSQUITTO,
    HIVEMQ;

    /**
     * Of MQTT 3 clients, Mosquitto 2.0.11 acknowledges and throws away messages of QoS 2 when more than
     * {@code max_inflight_messages}, 20 when nothing is said, are on their way to it.
     */
    private static final List<String> MOSQUITTO_LINES = List.of(
            "allow_anonymous true",
            "max_queued_messages 0",
            "max_inflight_messages " + LostLinks.INFLIGHT_MAX,
            "sys_interval 0");

    private static final Path FOLDERS = Path.of("target", "other-brokers").toAbsolutePath();

    /** Starts one, and returns when it accepts. */
    RealBroker start() {
        try {
            return switch (this) {
                case BELLBIRD -> BrokerProcess.start(2);
                case MOSQUITTO -> new MosquittoProcess(newFolder(), MOSQUITTO_LINES);
                case HIVEMQ -> new HiveMqProcess(newFolder());
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path newFolder() throws IOException {
        return Files.createTempDirectory(Files.createDirectories(FOLDERS), "broker-");
    }
}
