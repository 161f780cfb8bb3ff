package io.bellbird.broker.net;

/** What came is no PROXY header that the listener takes; the message says why and what to do. Without a stack trace. */
final class InvalidProxyHeader extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidProxyHeader(String message) {
        super(message, null, false, false);
    }

    /** A header that its proxy has written wrongly. */
    static InvalidProxyHeader because(String what) {
        return new InvalidProxyHeader(
                "the PROXY header is wrong, " + what + ": look at what the proxy is told to send");
    }
}
