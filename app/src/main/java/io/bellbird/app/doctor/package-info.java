/**
 * What a stranger could do with a broker: found in its configuration and at its open ports, each thing with what mends
 * it. {@code docs/security.md} lists all of them.
 *
 * <p>Used by one thread. It reads files and talks to brokers by plain sockets; it changes nothing, and knows nothing of
 * the command line.
 */
@NullMarked
package io.bellbird.app.doctor;

import org.jspecify.annotations.NullMarked;
