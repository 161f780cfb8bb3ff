package io.bellbird.broker.config;

import java.util.Locale;

/** Which versions of the Internet Protocol a listener uses. */
public enum SocketDomain {
    /** Both, as far as the address and the machine have them. */
    ANY,
    /** IPv4 only. */
    IPV4,
    /** IPv6 only. */
    IPV6;

    /** The word of the {@code socket_domain} line. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
