/**
 * {@link io.bellbird.broker.store.SessionStore} on RocksDB: {@link io.bellbird.store.rocksdb.RocksStore}, and {@link
 * io.bellbird.store.rocksdb.StoreMaintenance} for the command line.
 *
 * <p>Shards fill batches and hand them in. One thread, the {@link io.bellbird.store.rocksdb.Committer}, turns them into
 * bytes and is the only one that writes; a second one syncs, a third one reads queues back, a fourth one counts,
 * cleans and compacts. The package must not import shards, sessions or sockets.
 */
@NullMarked
package io.bellbird.store.rocksdb;

import org.jspecify.annotations.NullMarked;
