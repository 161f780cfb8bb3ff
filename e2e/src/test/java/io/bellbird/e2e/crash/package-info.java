/**
 * Proof by crash: a broker is killed under load, and what it acknowledged is looked for after its restart.
 *
 * <p>Owns the clients that make the load, the ledger of what they sent, were told and received, and the checks of it.
 * Each client has a thread of its own; the ledger is shared by all; the thread of the test drives the rounds. Uses the
 * JDK alone, so that the rounds also run as a command. Must not import a class of the broker.
 */
@NullMarked
package io.bellbird.e2e.crash;

import org.jspecify.annotations.NullMarked;
