package io.bellbird.examples;

import io.bellbird.client.ClientOptions;
import io.bellbird.client.MqttClient;

/** The broker that the labs talk to. */
public final class LabBroker {
    private LabBroker() {}

    /**
     * Begins a client of the broker on this machine, or of that which the environment variable BROKER names, with the user
     * name and the password that BROKER_USER and BROKER_PASSWORD hold.
     */
    public static ClientOptions.Builder client() {
        ClientOptions.Builder client = MqttClient.builder(variable("BROKER", "mqtt://localhost"));
        String user = variable("BROKER_USER", "");
        return user.isEmpty() ? client : client.credentials(user, variable("BROKER_PASSWORD", ""));
    }

    private static String variable(String name, String otherwise) {
        return System.getenv().getOrDefault(name, otherwise);
    }
}
