package io.bellbird.broker.security;

import io.bellbird.broker.config.ListenerConfig;
import org.jspecify.annotations.Nullable;

/**
 * Whom rights are asked for.
 *
 * @param clientId never empty
 * @param username as accepted at CONNECT, or null
 * @param peer the address that it comes from, of which a proxy may have told: {@code 192.0.2.1:49152}, {@code
 *     [2001:db8::1]:49152} or {@code unix:/run/bellbird/mqtt.sock}
 * @param listener that it came to; null when the broker has been started again since
 */
public record Client(String clientId, @Nullable String username, String peer, @Nullable ListenerConfig listener) {}
