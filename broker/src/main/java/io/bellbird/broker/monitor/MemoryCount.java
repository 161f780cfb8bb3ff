package io.bellbird.broker.monitor;

import io.bellbird.broker.ShardConfined;

/**
 * What one shard holds of messages, in bytes: waiting, in flight, in mailboxes and on their way to sockets. A letter is
 * added by the shard that sends it and removed by the one that takes it, so that one count alone may be below 0.
 */
@ShardConfined
public final class MemoryCount {
    private long bytes;

    public void add(long more) {
        bytes += more;
    }

    public void remove(long fewer) {
        bytes -= fewer;
    }

    public long bytes() {
        return bytes;
    }
}
