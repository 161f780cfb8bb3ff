package io.bellbird.e2e.fault;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.HiveMqProcess;
import io.bellbird.e2e.MosquittoProcess;
import io.bellbird.e2e.RealBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    private static final List<String> MOSQUITTO_LINES =
            List.of("allow_anonymous true", "max_inflight_messages " + LostLinks.INFLIGHT_MAX, "sys_interval 0");

    private static final Path FOLDERS = Path.of("target", "other-brokers").toAbsolutePath();

    /** Starts one, and returns when it accepts. */
    RealBroker start() {
        return start(List.of());
    }

    /**
     * Starts one, and returns when it accepts.
     *
     * @param listeners more lines of a configuration of Mosquitto's kind; HiveMQ has none
     */
    RealBroker start(List<String> listeners) {
        List<String> lines = new ArrayList<>(List.of("max_queued_messages 0"));
        try {
            return switch (this) {
                case BELLBIRD -> {
                    lines.addAll(listeners);
                    yield BrokerProcess.startForgetful(lines);
                }
                case MOSQUITTO -> {
                    lines.addAll(MOSQUITTO_LINES);
                    lines.addAll(listeners);
                    yield new MosquittoProcess(newFolder(), lines);
                }
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
