package io.bellbird.broker.session;

import io.bellbird.broker.security.Client;
import org.jspecify.annotations.Nullable;

/**
 * Whose session it is. Immutable.
 *
 * @param client as it was connected last; null when the broker has been started again since
 * @param isConnected whether it is there now
 */
public record SessionOwner(@Nullable Client client, boolean isConnected) {}
