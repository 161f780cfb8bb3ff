package io.bellbird.client;

import io.bellbird.codec.ConnAck;
import io.bellbird.codec.MqttVersion;

/**
 * The client is connected.
 *
 * @param broker the URI of the one that let it in
 * @param clientId the one in force: that of the options, or what the broker has assigned
 * @param sessionPresent the broker knew the session; false in MQTT 3.1, which does not say
 * @param properties what the broker said of itself; the defaults in MQTT 3
 */
public record Connected(
        String broker, MqttVersion version, String clientId, boolean sessionPresent, ConnAck.Properties properties) {}
