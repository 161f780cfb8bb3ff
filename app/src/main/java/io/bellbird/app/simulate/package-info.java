/**
 * Many devices that a scenario file describes: what they measure, when they send it, when they sleep, die and return.
 * {@code docs/simulate.md} describes the file.
 *
 * <p>All devices live on one event loop ({@link io.bellbird.app.simulate.Devices}), so that nothing here needs a lock; the
 * main thread only reads the {@link io.bellbird.app.simulate.RunCounters}. What a device sends and when depends on the seed alone,
 * not on the network.
 */
@NullMarked
package io.bellbird.app.simulate;

import org.jspecify.annotations.NullMarked;
