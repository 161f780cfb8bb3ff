package io.bellbird.broker.store;

/** What an acknowledgement means: what the acknowledged outlives. */
public enum Durability {
    /** It is lost with the process, unless the broker is stopped cleanly. */
    MEMORY,
    /** It was written to the operating system: it outlives the process, also when that is killed. */
    PROCESS,
    /** It is on the disk: it outlives a loss of power. */
    DISK
}
