package io.bellbird.examples.firststeps;

import io.bellbird.client.MqttClient;
import io.bellbird.examples.LabBroker;
import java.io.IOException;

/** Prints what is published to lab/hello. */
public final class Subscriber {
    private static final String TOPIC = "lab/hello";

    private Subscriber() {}

    /** Runs until the Enter key. */
    public static void main(String[] args) throws IOException {
        try (MqttClient client = LabBroker.client().build()) {
            client.connect().join();
            client.subscribe(TOPIC, message -> System.out.println(message.topic() + ": " + message.text()))
                    .join();
            System.out.println("subscribed to " + TOPIC + "; Enter ends me");
            System.in.read();
        }
    }
}
