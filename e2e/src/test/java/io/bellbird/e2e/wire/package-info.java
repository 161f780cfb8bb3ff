/**
 * A small MQTT client that hides nothing: packet ids, DUP flags and the moment of each packet are its user's.
 *
 * <p>Owns the bytes of the packets that the tests of crashes and abuse need, for MQTT 3.1.1 and 5. Each connection is used by
 * one thread. Must not import a class of the broker, or a client library.
 */
@NullMarked
package io.bellbird.e2e.wire;

import org.jspecify.annotations.NullMarked;
