/**
 * Proof by abuse: clients in large numbers do to a broker what none should, and it stays within its bounds, and the
 * others do not notice.
 *
 * <p>Owns the {@link io.bellbird.e2e.abuse.Crowd}, which holds thousands of sockets on one thread, the {@link
 * io.bellbird.e2e.abuse.Pulse}, which measures how healthy subscribers are served meanwhile, and the {@link
 * io.bellbird.e2e.abuse.Vitals} of the process. The sizes are those of {@link io.bellbird.e2e.abuse.Scale}. Uses the
 * JDK alone. Must not import a class of the broker.
 */
@NullMarked
package io.bellbird.e2e.abuse;

import org.jspecify.annotations.NullMarked;
