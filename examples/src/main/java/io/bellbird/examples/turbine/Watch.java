package io.bellbird.examples.turbine;

import io.bellbird.client.Message;
import io.bellbird.client.MqttClient;
import io.bellbird.examples.LabBroker;
import java.io.IOException;

/** Shows what the turbines say, and which of it the broker had kept. */
public final class Watch {
    private Watch() {}

    /** Runs until the Enter key. */
    public static void main(String[] args) throws IOException {
        try (MqttClient client = LabBroker.client().build()) {
            client.connect().join();
            client.subscribe("lab/turbine/#", Watch::show).join();
            System.out.println("watching the turbines; Enter ends me");
            System.in.read();
        }
    }

    private static void show(Message message) {
        String when = message.isRetained() ? "kept" : "new ";
        String text = message.text().isEmpty() ? "(nothing)" : message.text();
        System.out.println(when + "  " + message.topic() + "  " + text);
    }
}
