package io.bellbird.codec;

/**
 * The peer broke the protocol: the connection ends with {@link #reason()} if its version can say so
 * [MQTT-4.13.1-1]. Has no stack trace, since a peer can provoke millions.
 */
public final class ProtocolError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ReasonCode reason;
    private final String statement;

    /**
     * @param reason what DISCONNECT or CONNACK says; an error code, 0x80 or above
     * @param statement id of the statement that was broken, for example {@code MQTT-3.3.2-2}, or "" when no numbered
     *     one fits
     * @param text what was wrong, for a log and for a reason string; names no secrets
     */
    public ProtocolError(ReasonCode reason, String statement, String text) {
        super(text, null, false, false);
        this.reason = reason;
        this.statement = statement;
    }

    public ReasonCode reason() {
        return reason;
    }

    public String statement() {
        return statement;
    }

    /** What was wrong, without the statement. */
    public String text() {
        return String.valueOf(super.getMessage());
    }

    @Override
    public String getMessage() {
        return statement.isEmpty() ? text() : text() + " [" + statement + "]";
    }
}
