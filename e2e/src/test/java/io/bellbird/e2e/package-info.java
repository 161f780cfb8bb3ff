/**
 * Real clients against the real broker process, by the scenarios of the tutorials.
 *
 * <p>Owns the external processes that the tests start: brokers ({@link io.bellbird.e2e.BrokerProcess}) and clients
 * (scripts under {@code e2e/clients}, the mosquitto commands). Everything runs on the thread of the test, but for a
 * {@link io.bellbird.e2e.Bystander}; a client's output is collected by one thread for each process. Must not import a
 * class of the broker: it is another process.
 */
@NullMarked
package io.bellbird.e2e;

import org.jspecify.annotations.NullMarked;
