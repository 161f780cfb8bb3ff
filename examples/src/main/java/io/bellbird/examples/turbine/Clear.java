package io.bellbird.examples.turbine;

import io.bellbird.client.MqttClient;
import io.bellbird.client.PublishOptions;
import io.bellbird.examples.LabBroker;

/** Makes the broker forget a turbine that was taken down. */
public final class Clear {
    private Clear() {}

    /** Arguments: the turbine's name; without it north. */
    public static void main(String[] args) {
        String topic = "lab/turbine/" + (args.length > 0 ? args[0] : "north") + "/state";
        try (MqttClient client = LabBroker.client().build()) {
            client.connect().join();
            client.publish(topic, "", PublishOptions.QOS_1.retained()).join();
            System.out.println("cleared " + topic);
        }
    }
}
