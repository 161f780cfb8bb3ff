package io.bellbird.broker;

/** A broker could not start; the message says what to do, in one line, or one for each mistake of a configuration. */
public final class BrokerStartException extends Exception {
    private static final long serialVersionUID = 1;

    private final Kind kind;

    /** What was in the way. */
    public enum Kind {
        /** A listener's address cannot be had. */
        PORT,
        /** The store cannot be opened. */
        STORE,
        /** A file that the configuration names cannot be read, or is wrong. */
        CONFIGURATION
    }

    public BrokerStartException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
