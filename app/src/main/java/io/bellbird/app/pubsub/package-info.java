/**
 * {@code bellbird pub}, {@code sub} and {@code rr}: what {@code mosquitto_pub}, {@code mosquitto_sub} and
 * {@code mosquitto_rr} of Mosquitto 2.0 do, with their options, output and exit codes, and under their names when the
 * launcher is called by these.
 *
 * <p>The options are read here and not by picocli, since a process that publishes one message should be done before
 * picocli has looked at its annotations; picocli gets their table to print help. The main thread waits for the end of what
 * was asked, messages are printed on the client's callback thread. May use the client, the codec and {@code app.cli}.
 */
@NullMarked
package io.bellbird.app.pubsub;

import org.jspecify.annotations.NullMarked;
