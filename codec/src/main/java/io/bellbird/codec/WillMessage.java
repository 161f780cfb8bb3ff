package io.bellbird.codec;

/**
 * The Will of CONNECT: what the server publishes when the connection ends without a DISCONNECT that removes it
 * (section 3.1.2.5).
 *
 * @param delaySeconds Will Delay Interval, 0..4,294,967,295; 0 in MQTT 3
 * @param properties of the message; NONE in MQTT 3
 */
public record WillMessage(
        Topic topic, Qos qos, boolean retain, Bytes payload, long delaySeconds, PublishProperties properties) {}
