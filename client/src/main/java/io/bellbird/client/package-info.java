/**
 * The MQTT client. {@link io.bellbird.client.MqttClient} is the way in; what is not public belongs to the one thread that
 * has the client's socket. It never blocks that thread, and calls nobody's code there.
 *
 * <p>May use {@code io.bellbird.codec}; knows no broker.
 */
@NullMarked
package io.bellbird.client;

import org.jspecify.annotations.NullMarked;
