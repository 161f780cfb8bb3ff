package io.bellbird.broker.security;

import org.jspecify.annotations.Nullable;

/**
 * Whom rights are asked for.
 *
 * @param clientId never empty
 * @param username as accepted at CONNECT, or null
 * @param peer the address that it comes from
 */
public record Client(String clientId, @Nullable String username, String peer) {}
