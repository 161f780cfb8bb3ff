package io.bellbird.e2e.labs;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.BrokerSetup;
import io.bellbird.e2e.ClientProcess;
import io.bellbird.e2e.Clients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The lab offline. */
final class OfflineLabTest {
    private static final String KEPT = "kept ";

    @RegisterExtension
    final Clients clients = new Clients();

    @TempDir
    private Path folder;

    private final List<ClientProcess> sensors = new ArrayList<>();

    @Test
    void each_reading_arrives_once_and_in_order_whoever_is_killed() throws IOException {
        try (BrokerProcess broker = BrokerProcess.start(BrokerSetup.keeping(folder.resolve("broker")))) {
            // given
            ClientProcess collector = collector(broker);
            // when the sensor is killed, the broker while the sensor goes on, and the sensor while there is no broker
            ClientProcess sensor = sensor(broker);
            sensor.awaitLine("kept 1 20 ");
            sensor.kill();
            sensor = sensor(broker);
            sensor.awaitLine("connected to");
            broker.kill();
            sensor.awaitLine("offline: ");
            sensor.awaitLine("kept 2 60 ");
            sensor.kill();
            sensor = sensor(broker);
            sensor.awaitLine("kept 3 20 ");
            // and when the broker is back, the sensor while it sends what waited, and the collector
            broker.restart();
            sensor.awaitLine("connected to");
            sensor.kill();
            sensor = sensor(broker);
            collector.awaitLine("4 1 ");
            collector.kill();
            sensor.awaitLine("kept 4 20 ");
            sensor.terminate();
            collector = collector(broker);
            sensor = sensor(broker);
            sensor.awaitLine("kept 5 20 ");
            // then
            collector.awaitLine("5 1 ");
            sensor.terminate();
            collector.awaitLine(kept(sensor).get(kept(sensor).size() - 1));
            assertEachIsThereOnce();
            assertThat(clients.lab(broker, "offline.Check", collected()).awaitSuccess())
                    .hasSize(1)
                    .allMatch(found -> found.endsWith(" in 5 runs, 0 gaps, 0 came again"));
        }
    }

    /** A reading that was kept when the sensor was killed may be one that it could not print any more. */
    private void assertEachIsThereOnce() throws IOException {
        List<String> kept =
                sensors.stream().flatMap(sensor -> kept(sensor).stream()).toList();
        List<String> collected = Files.readAllLines(Path.of(collected(), "readings.txt"));
        assertThat(collected).containsSubsequence(kept).doesNotHaveDuplicates();
        assertThat(collected).hasSizeLessThan(kept.size() + sensors.size());
    }

    private static List<String> kept(ClientProcess sensor) {
        return sensor.output().stream()
                .filter(line -> line.startsWith(KEPT))
                .map(line -> line.substring(KEPT.length()))
                .toList();
    }

    private ClientProcess collector(BrokerProcess broker) {
        ClientProcess collector = clients.lab(broker, "offline.Collector", "attic", collected());
        collector.awaitLine("collecting");
        return collector;
    }

    private ClientProcess sensor(BrokerProcess broker) {
        String own = folder.resolve("sensor").toString();
        ClientProcess sensor = clients.lab(broker, "offline.Sensor", "attic", own, "--every-millis", "20");
        sensors.add(sensor);
        return sensor;
    }

    private String collected() {
        return folder.resolve("collected").toString();
    }
}
