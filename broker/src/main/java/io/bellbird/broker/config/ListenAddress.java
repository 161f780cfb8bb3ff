package io.bellbird.broker.config;

/**
 * The value of a {@code listener} line.
 *
 * @param port 0..65535; 0 lets the operating system choose one, or stands before the path of a Unix domain socket
 * @param host without brackets; empty means all addresses; a path has a slash
 */
record ListenAddress(int port, String host) {
    ListenAddress {
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
    }

    /** It is the path of a Unix domain socket. */
    boolean isUnix() {
        return host.contains("/");
    }

    /** Both could not be open at once. */
    boolean overlaps(ListenAddress other) {
        if (isUnix()) {
            return host.equals(other.host);
        }
        return port != 0
                && port == other.port
                && (host.isEmpty() || other.host.isEmpty() || host.equalsIgnoreCase(other.host));
    }
}
