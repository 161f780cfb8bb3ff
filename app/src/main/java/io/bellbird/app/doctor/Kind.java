package io.bellbird.app.doctor;

/** Everything that can be found. {@code docs/security.md} has a row for each. */
public enum Kind {
    ANONYMOUS("anonymous", Severity.ERROR),
    OPEN_BROKER("open-broker", Severity.ERROR),
    UNPROVEN_NAMES("unproven-names", Severity.ERROR),
    DEFAULT_PASSWORD("default-password", Severity.ERROR),
    GUESSABLE_PASSWORD("guessable-password", Severity.ERROR),
    PLAIN_PASSWORD("plain-password", Severity.ERROR),
    EVERYTHING_FOR_EVERYBODY("everything-for-everybody", Severity.ERROR),
    READABLE_KEY("readable-key", Severity.ERROR),
    EXPIRED_CERTIFICATE("expired-certificate", Severity.ERROR),
    WEAK_CERTIFICATE("weak-certificate", Severity.ERROR),
    WRITABLE_FILE("writable-file", Severity.ERROR),
    UNUSABLE("unusable", Severity.ERROR),

    ANONYMOUS_ENTERS("anonymous-enters", Severity.WARNING),
    NO_TLS("no-tls", Severity.WARNING),
    OLD_TLS("old-tls", Severity.WARNING),
    WEAK_CIPHER("weak-cipher", Severity.WARNING),
    EXPIRING_CERTIFICATE("expiring-certificate", Severity.WARNING),
    CERTIFICATE_NAMES("certificate-names", Severity.WARNING),
    OLD_REVOCATIONS("old-revocations", Severity.WARNING),
    WEAK_HASH("weak-hash", Severity.WARNING),
    READABLE_PASSWORDS("readable-passwords", Severity.WARNING),
    READABLE_DATA("readable-data", Severity.WARNING),
    SYS_WRITABLE("sys-writable", Severity.WARNING),
    PUBLIC_ADMIN("public-admin", Severity.WARNING),
    NO_BANS("no-bans", Severity.WARNING),
    RUNS_AS_ROOT("runs-as-root", Severity.WARNING),

    SOME_ANONYMOUS("some-anonymous", Severity.NOTE),
    SYS_READABLE("sys-readable", Severity.NOTE),
    NO_RIGHTS("no-rights", Severity.NOTE),
    NO_CONNECTION_LIMIT("no-connection-limit", Severity.NOTE),
    PATTERN_FOR_ALL("pattern-for-all", Severity.NOTE),
    UNKNOWN_USER("unknown-user", Severity.NOTE),
    SELF_SIGNED("self-signed", Severity.NOTE),
    KEY_OF_GROUP("key-of-group", Severity.NOTE),
    NOT_RUNNING("not-running", Severity.NOTE);

    private final String id;
    private final Severity severity;

    Kind(String id, Severity severity) {
        this.id = id;
        this.severity = severity;
    }

    /** A name for scripts and for the page in docs, which does not change. */
    public String id() {
        return id;
    }

    /** How bad it is. */
    public Severity severity() {
        return severity;
    }
}
