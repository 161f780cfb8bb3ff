package io.bellbird.e2e.kill;

import io.bellbird.client.ClientOptions;
import io.bellbird.client.MqttClient;
import io.bellbird.client.PublishOptions;
import io.bellbird.client.QueueOptions;
import io.bellbird.codec.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes numbered messages, those with odd numbers with QoS 1 and the others with QoS 2, until it is killed. Notes
 * {@code begin N} before it enqueues a message and {@code kept N} when the queue has it.
 */
final class PublishingProcess {
    private static final int MESSAGES_AT_ONCE = 40;
    private static final long PAUSE_NANOS = 20_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private PublishingProcess() {}

    /** PORT FOLDER NOTES online|offline|finish: the last sends all that is left, and a good-bye. */
    public static void main(String[] arguments) throws IOException {
        Path notesFile = Path.of(arguments[2]);
        String how = arguments[3];
        int number = KillRounds.lastBegun(Notes.read(notesFile)) + 1;
        try (Notes notes = new Notes(notesFile);
                MqttClient client = client(arguments)) {
            CompletableFuture<?> connected = how.equals("offline") ? null : client.connect();
            if (how.equals("finish") && connected != null) {
                connected.join();
                client.publish(KillRounds.TOPIC, KillRounds.GOOD_BYE, PublishOptions.QOS_2)
                        .join();
                return;
            }
            System.out.println("ready");
            while (true) {
                for (int i = 0; i < MESSAGES_AT_ONCE; i++) {
                    enqueue(client, notes, number++);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private static MqttClient client(String[] arguments) {
        return ClientOptions.builder("mqtt://127.0.0.1:" + arguments[0])
                .clientId("publisher")
                .retryFirstConnect(true)
                .closeTimeout(PATIENCE)
                .queue(QueueOptions.DEFAULT.onDisk(Path.of(arguments[1])))
                .build();
    }

    private static void enqueue(MqttClient client, Notes notes, int number) {
        notes.add("begin " + number);
        client.enqueue(
                        KillRounds.TOPIC,
                        Bytes.utf8(Integer.toString(number)),
                        number % 2 == 1 ? PublishOptions.QOS_1 : PublishOptions.QOS_2)
                .whenComplete((done, failure) ->
                        notes.add(failure == null ? "kept " + number : "failed " + number + " " + failure));
    }
}
