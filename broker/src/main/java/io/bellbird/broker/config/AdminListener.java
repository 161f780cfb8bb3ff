package io.bellbird.broker.config;

import java.util.Objects;

/**
 * Where metrics, health and what a program adds to them, such as a console, are served over HTTP.
 *
 * @param host an address or a name, without brackets; not empty
 * @param port 0..65535; 0 lets the operating system choose one
 * @param required the broker does not start without it; otherwise it says why it is not there, and goes on
 */
public record AdminListener(String host, int port, boolean required) {
    /** Where it is unless it is said. */
    public static final int DEFAULT_PORT = 9883;

    /** Checks the port. */
    public AdminListener {
        Objects.requireNonNull(host);
        Ranges.check("port", port, 0, 65_535);
    }
}
