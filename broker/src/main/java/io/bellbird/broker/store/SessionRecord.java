package io.bellbird.broker.store;

/**
 * A session that survives its connection.
 *
 * @param number identifies it in the store; never used again for another session
 * @param expiryIntervalSeconds 0..4,294,967,295; the last means never
 */
public record SessionRecord(long number, String clientId, long expiryIntervalSeconds) {}
