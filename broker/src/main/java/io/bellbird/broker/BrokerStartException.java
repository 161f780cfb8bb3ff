package io.bellbird.broker;

/** A broker could not start; the message is one line that says what to do. */
public final class BrokerStartException extends Exception {
    private static final long serialVersionUID = 1;

    private final Kind kind;

    /** What was in the way. */
    public enum Kind {
        /** The files of TLS cannot be used. */
        CONFIGURATION,
        /** A listener's address cannot be had. */
        PORT,
        /** The store cannot be opened. */
        STORE
    }

    public BrokerStartException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
