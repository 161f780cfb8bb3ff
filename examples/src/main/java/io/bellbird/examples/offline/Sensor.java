package io.bellbird.examples.offline;

import io.bellbird.client.BlockingMqttClient;
import io.bellbird.client.ClientClosedException;
import io.bellbird.client.Connected;
import io.bellbird.client.ConnectionListener;
import io.bellbird.client.Disconnected;
import io.bellbird.client.PublishOptions;
import io.bellbird.client.QueueOptions;
import io.bellbird.codec.Bytes;
import io.bellbird.examples.Arguments;
import io.bellbird.examples.LabBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A thermometer that keeps each reading on disk until the broker has it. */
public final class Sensor implements ConnectionListener {
    private static final QueueOptions TWO_DAYS = QueueOptions.DEFAULT.messages(200_000); // at one a second

    private Sensor() {}

    /** Runs until it is stopped. */
    public static void main(String... args) throws IOException, InterruptedException {
        Arguments arguments = new Arguments("NAME FOLDER [--every-millis N]", args);
        String name = arguments.word(0);
        Path folder = Files.createDirectories(Path.of(arguments.word(1)));
        BlockingMqttClient client = LabBroker.client()
                .clientId("sensor-" + name)
                .queue(TWO_DAYS.onDisk(folder.resolve("queue")))
                .backoff(Collector.SOON)
                .retryFirstConnect(true)
                .listener(new Sensor())
                .build()
                .blocking();
        Runtime.getRuntime().addShutdownHook(new Thread(client::close));
        System.out.println(name + ", as process " + ProcessHandle.current().pid());
        client.async().connect(); // does not wait for the network
        int everyMillis = arguments.option("--every-millis", 1000);
        try {
            measure(client, "lab/readings/" + name, nextRun(folder.resolve("run")), everyMillis);
        } catch (ClientClosedException stopped) {
            System.out.println("stopped; what the broker does not have yet is kept");
        }
    }

    private static void measure(BlockingMqttClient client, String topic, int run, int everyMillis)
            throws InterruptedException {
        for (int number = 1; true; number++) {
            Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            Reading reading = new Reading(run, number, now, celsius(now));
            client.enqueue(topic, Bytes.utf8(reading.toString()), PublishOptions.QOS_2);
            System.out.println("kept " + reading); // it is on disk: from now on it cannot be lost
            Thread.sleep(everyMillis);
        }
    }

    /** Made up: 20 degrees, and a little more or less from minute to minute. */
    private static double celsius(Instant now) {
        return 20 + 3 * Math.sin(now.toEpochMilli() / 60_000.0);
    }

    /** Counts the starts in a file, which is replaced as a whole, so that it is whole whenever the process ends. */
    private static int nextRun(Path file) throws IOException {
        int run = Files.exists(file) ? Integer.parseInt(Files.readString(file)) + 1 : 1;
        Path next = Files.writeString(file.resolveSibling("run.new"), Integer.toString(run));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return run;
    }

    @Override
    public void onConnected(Connected connected) {
        System.out.println("connected to " + connected.broker());
    }

    @Override
    public void onDisconnected(Disconnected disconnected) {
        System.out.println("offline: " + disconnected.explanation());
    }
}
