package io.bellbird.broker.config;

/** A version of TLS. */
public enum TlsVersion {
    V1_2("tlsv1.2"),
    V1_3("tlsv1.3");

    private final String word;

    TlsVersion(String word) {
        this.word = word;
    }

    /** The word of the {@code tls_version} line. */
    public String word() {
        return word;
    }
}
