package io.bellbird.client;

import io.bellbird.codec.MqttVersion;

/** What the broker has of the client's session when it lets the client in. */
enum BrokersSession {
    /** All of it. */
    PRESENT,
    /** Nothing: it begins now. */
    NEW,
    /** Nobody knows, since CONNACK of MQTT 3.1 does not say. What is done has to be right in both cases. */
    UNSAID;

    /**
     * As CONNACK says.
     *
     * @param cleanStart what CONNECT said
     */
    static BrokersSession of(MqttVersion version, boolean cleanStart, boolean present) {
        if (version == MqttVersion.V3_1 && !cleanStart) {
            return UNSAID;
        }
        return present ? PRESENT : NEW;
    }
}
