package io.bellbird.broker.config;

/** What part of the system log the lines belong to (RFC 5424, section 6.2.1). */
public enum SyslogFacility {
    /** System programs that run in the background. */
    DAEMON(3),
    /** For local use. */
    LOCAL0(16),
    /** For local use. */
    LOCAL1(17),
    /** For local use. */
    LOCAL2(18),
    /** For local use. */
    LOCAL3(19),
    /** For local use. */
    LOCAL4(20),
    /** For local use. */
    LOCAL5(21),
    /** For local use. */
    LOCAL6(22),
    /** For local use. */
    LOCAL7(23);

    private final int code;

    SyslogFacility(int code) {
        this.code = code;
    }

    /** The facility's number on the wire, 0..23. */
    public int code() {
        return code;
    }
}
