package io.bellbird.examples.presence;

import io.bellbird.client.Connected;
import io.bellbird.client.ConnectionListener;
import io.bellbird.client.Disconnected;
import io.bellbird.client.MqttClient;
import io.bellbird.client.PublishOptions;
import io.bellbird.client.Will;
import io.bellbird.examples.LabBroker;
import java.io.IOException;
import java.time.Duration;

/** A device that everybody can see to be on, off or lost. */
public final class Device implements ConnectionListener {
    private static final PublishOptions RETAINED = PublishOptions.QOS_1.retained();

    private final String topic;
    private final MqttClient client;

    private Device(String name) {
        topic = "lab/device/" + name + "/status";
        client = LabBroker.client()
                .clientId("device-" + name)
                .keepAlive(Duration.ofSeconds(2)) // so that the broker sees soon when the device is silent
                .will(Will.of(topic, "lost").retained())
                .listener(this)
                .build();
    }

    /** Arguments: the device's name; without it pump. */
    public static void main(String[] args) throws IOException {
        new Device(args.length > 0 ? args[0] : "pump").run();
    }

    private void run() throws IOException {
        try (client) {
            client.connect().join();
            System.out.println("on, as process " + ProcessHandle.current().pid() + "; Enter ends me");
            System.in.read();
            client.publish(topic, "off", RETAINED).join();
        }
    }

    /** Also after a connection was lost: then the broker has published the will. */
    @Override
    public void onConnected(Connected connected) {
        client.publish(topic, "on", RETAINED);
    }

    @Override
    public void onDisconnected(Disconnected disconnected) {
        if (disconnected.retryAfter().isPresent()) {
            System.out.println("not connected, trying again: " + disconnected.explanation());
        } else if (disconnected.reason().isPresent()) {
            System.out.println("another device came with my name, so I end");
            System.exit(1);
        }
    }
}
