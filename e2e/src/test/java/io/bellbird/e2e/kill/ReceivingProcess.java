package io.bellbird.e2e.kill;

import io.bellbird.client.ClientOptions;
import io.bellbird.client.Message;
import io.bellbird.client.MqttClient;
import io.bellbird.client.QueueOptions;
import io.bellbird.client.SubscribeOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Notes each message that comes, until the good-bye comes or it is killed. Notes {@code start} when it starts. */
final class ReceivingProcess {
    private ReceivingProcess() {}

    /** PORT FOLDER NOTES */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        CountDownLatch goodBye = new CountDownLatch(1);
        try (Notes notes = new Notes(Path.of(arguments[2]));
                MqttClient client = ClientOptions.builder("mqtt://127.0.0.1:" + arguments[0])
                        .clientId("receiver")
                        .retryFirstConnect(true)
                        .queue(QueueOptions.DEFAULT.onDisk(Path.of(arguments[1])))
                        .build()) {
            notes.add("start");
            CompletableFuture<?> subscribed = client.subscribe(KillRounds.TOPIC, SubscribeOptions.QOS_2, message -> {
                notes.add(noted(message));
                if (message.text().equals(KillRounds.GOOD_BYE)) {
                    goodBye.countDown();
                }
            });
            client.connect().join();
            subscribed.join();
            System.out.println("ready");
            goodBye.await();
        }
    }

    private static String noted(Message message) {
        return message.qos().level() + " " + message.text();
    }
}
