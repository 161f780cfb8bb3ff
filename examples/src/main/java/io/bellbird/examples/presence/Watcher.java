package io.bellbird.examples.presence;

import io.bellbird.client.MqttClient;
import io.bellbird.examples.LabBroker;
import java.io.IOException;

/** Shows how each device is, and each change. */
public final class Watcher {
    private Watcher() {}

    /** Runs until the Enter key. */
    public static void main(String[] args) throws IOException {
        try (MqttClient client = LabBroker.client().build()) {
            client.connect().join();
            client.subscribe("lab/device/+/status", status -> System.out.println(status.topic() + ": " + status.text()))
                    .join();
            System.out.println("watching the devices; Enter ends me");
            System.in.read();
        }
    }
}
