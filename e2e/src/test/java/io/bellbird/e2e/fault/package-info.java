/**
 * Bellbird's Java client at real brokers of three makes, over a network that fails.
 *
 * <p>Owns {@link io.bellbird.e2e.fault.FaultProxy}, which stands between client and broker and has threads of its own;
 * everything else runs on the thread of the test, and clients' callbacks only hand on what came. Must not import a class of
 * the broker: it is another process.
 */
@NullMarked
package io.bellbird.e2e.fault;

import org.jspecify.annotations.NullMarked;
