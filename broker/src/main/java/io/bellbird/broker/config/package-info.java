/**
 * What can be set, and how it is read from a mosquitto.conf: the settings as data, the reader, and the typed records
 * that the rest of the broker is built from.
 *
 * <p>Everything here is immutable and runs on the thread that starts the broker. The package depends on the JDK, the
 * codec and slf4j only: no Netty, no sockets. One class reads files.
 */
@NullMarked
package io.bellbird.broker.config;

import org.jspecify.annotations.NullMarked;
