package io.bellbird.broker.security;

import org.jspecify.annotations.Nullable;

/**
 * A client or an address that those who run the broker do not let in for a while.
 *
 * @param client its id; null when it is about an address
 * @param address IPv4, or the network of an IPv6 address: {@code 2001:db8:0:1::/64}; null when it is about a client
 * @param secondsLeft until it may connect again, at least 0
 */
public record Ban(@Nullable String client, @Nullable String address, long secondsLeft) {
    public Ban {
        if ((client == null) == (address == null)) {
            throw new IllegalArgumentException("a ban is about a client or about an address");
        }
    }
}
