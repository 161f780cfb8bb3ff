/**
 * Where everything lives that must survive a connection, a process or a machine: {@link
 * io.bellbird.broker.store.SessionStore} and the in-memory one.
 *
 * <p>Batches are made and handed in by the thread of one shard; completions arrive on any thread. The package must not
 * import sessions, shards, sockets or threads.
 */
@NullMarked
package io.bellbird.broker.store;

import org.jspecify.annotations.NullMarked;
