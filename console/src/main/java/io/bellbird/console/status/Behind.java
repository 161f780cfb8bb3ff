package io.bellbird.console.status;

/**
 * A client that has something before it.
 *
 * @param messages in its queue
 * @param bytes that it has not taken, in its queue, in flight and on the way
 */
record Behind(String clientId, boolean connected, long messages, long bytes) {}
