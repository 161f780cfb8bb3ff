package io.bellbird.examples.firststeps;

import io.bellbird.client.MqttClient;
import io.bellbird.examples.LabBroker;

/** Publishes one text to lab/hello. */
public final class Publisher {
    private Publisher() {}

    /** Arguments: the text; without it a greeting. */
    public static void main(String[] args) {
        String text = args.length > 0 ? String.join(" ", args) : "Hello from Java";
        try (MqttClient client = LabBroker.client().build()) {
            client.connect().join();
            client.publish("lab/hello", text).join();
            System.out.println("published: " + text);
        }
    }
}
