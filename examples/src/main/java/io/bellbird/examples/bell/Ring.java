package io.bellbird.examples.bell;

import io.bellbird.client.MqttClient;
import io.bellbird.client.PublishOptions;
import io.bellbird.examples.LabBroker;

/** Rings the bells of a room. */
public final class Ring {
    private Ring() {}

    /** Arguments: the room, and who rings; without them somebody rings at the door. */
    public static void main(String[] args) {
        String topic = "lab/bell/" + (args.length > 0 ? args[0] : "door");
        String who = args.length > 1 ? args[1] : "somebody";
        try (MqttClient client = LabBroker.client().build()) {
            client.connect().join();
            // QoS 0: a ring that is lost on the way is not worth a second try
            client.publish(topic, who + " rings", PublishOptions.QOS_0).join();
            System.out.println("rang " + topic);
        }
    }
}
