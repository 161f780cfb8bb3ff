package io.bellbird.examples.bell;

import io.bellbird.client.MqttClient;
import io.bellbird.examples.LabBroker;
import java.io.IOException;

/** A bell in a room: makes a sound when somebody rings there. */
public final class Bell {
    private static final char BEEP = '\u0007'; // the terminal beeps when it prints this

    private Bell() {}

    /** Arguments: the room; a + means every room; without it the door. */
    public static void main(String[] args) throws IOException {
        String topic = "lab/bell/" + (args.length > 0 ? args[0] : "door");
        try (MqttClient client = LabBroker.client().build()) {
            client.connect().join();
            client.subscribe(topic, ring -> System.out.println("DING! " + ring.topic() + ", " + ring.text() + BEEP))
                    .join();
            System.out.println("waiting for " + topic + "; Enter ends me");
            System.in.read();
        }
    }
}
