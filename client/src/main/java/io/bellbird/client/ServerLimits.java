package io.bellbird.client;

import io.bellbird.client.net.Endpoint;
import io.bellbird.codec.ConnAck;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Qos;

/**
 * What the broker takes on this connection, as its CONNACK says (section 3.2.2.3), or, in MQTT 3, as the options assume.
 *
 * @param broker its address
 * @param receiveMaximum unacknowledged messages of QoS 1 and 2, 1..65,535
 * @param packetBytesMax bytes
 * @param topicAliasMaximum 0..65,535
 */
record ServerLimits(
        Endpoint broker,
        MqttVersion version,
        int receiveMaximum,
        Qos qosMax,
        boolean retainAvailable,
        long packetBytesMax,
        int topicAliasMaximum,
        boolean wildcardsAvailable,
        boolean sharedAvailable,
        boolean identifiersAvailable) {
    static ServerLimits of(Endpoint broker, MqttVersion version, ConnAck.Properties properties, ClientOptions options) {
        return new ServerLimits(
                broker,
                version,
                version.hasProperties() ? properties.receiveMaximum() : options.inflightMaxOfMqtt3,
                properties.maximumQos(),
                properties.retainAvailable(),
                properties.maximumPacketSize(),
                properties.topicAliasMaximum(),
                properties.wildcardSubscriptionAvailable(),
                properties.sharedSubscriptionAvailable(),
                properties.subscriptionIdentifiersAvailable() && version.hasProperties());
    }
}
