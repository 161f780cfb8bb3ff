package io.bellbird.broker.store;

import io.bellbird.codec.WillMessage;
import org.jspecify.annotations.Nullable;

/**
 * The will of a stored session, and with whose rights it is published.
 *
 * @param username of the client that left it, or null
 * @param peer the address that the client had
 */
public record StoredWill(WillMessage message, @Nullable String username, String peer) {}
