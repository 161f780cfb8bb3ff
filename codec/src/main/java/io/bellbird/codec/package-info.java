/**
 * MQTT packets as records, and the conversion between packets and bytes for MQTT 3.1, 3.1.1 and 5.0.
 *
 * <p>Packets are immutable values that hold no Netty type and may be shared between threads. {@link
 * io.bellbird.codec.Decoder} belongs to one connection; {@link io.bellbird.codec.Encoder} has no state. The package
 * depends on the JDK and netty-buffer only, and knows no sockets.
 */
@NullMarked
package io.bellbird.codec;

import org.jspecify.annotations.NullMarked;
