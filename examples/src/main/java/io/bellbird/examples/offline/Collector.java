package io.bellbird.examples.offline;

import io.bellbird.client.Backoff;
import io.bellbird.client.Message;
import io.bellbird.client.MqttClient;
import io.bellbird.client.QueueOptions;
import io.bellbird.client.SubscribeOptions;
import io.bellbird.examples.Arguments;
import io.bellbird.examples.LabBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Writes down the readings of a sensor, and looks whether one is missing. */
public final class Collector {
    /** Tries again at least every two seconds, so that nobody in a lab has to wait long. */
    static final Backoff SOON = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(2));

    private final Logbook logbook;

    private Collector(Logbook logbook) {
        this.logbook = logbook;
    }

    /** Runs until it is stopped. */
    public static void main(String... args) throws IOException, InterruptedException {
        Arguments arguments = new Arguments("SENSOR FOLDER", args);
        String sensor = arguments.word(0);
        Path folder = Files.createDirectories(Path.of(arguments.word(1)));
        Logbook logbook = new Logbook(folder.resolve("readings.txt"));
        System.out.println("so far: " + logbook);
        MqttClient client = LabBroker.client()
                .clientId("collector-" + sensor)
                .queue(QueueOptions.DEFAULT.onDisk(folder.resolve("queue")))
                .backoff(SOON)
                .retryFirstConnect(true)
                .build();
        Runtime.getRuntime().addShutdownHook(new Thread(client::close));
        Collector collector = new Collector(logbook);
        client.subscribe("lab/readings/" + sensor, SubscribeOptions.QOS_2.acknowledgedByHand(), collector::onReading);
        client.connect().join();
        System.out.println("collecting");
        new CountDownLatch(1).await();
    }

    /** Acknowledges when the reading is in the file: until then the broker keeps it. */
    private void onReading(Message message) {
        try {
            System.out.println(logbook.add(Reading.of(message.text())));
            message.acknowledge();
        } catch (IOException full) {
            System.err.println("cannot write the reading down, it stays at the broker: " + full);
            Runtime.getRuntime().halt(1);
        }
    }
}
