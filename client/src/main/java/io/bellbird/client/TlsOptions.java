package io.bellbird.client;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a broker is trusted, and how it can trust the client. Nothing is needed for a broker whose certificate is one that
 * Java trusts.
 *
 * @param caFile certificates (PEM) to trust instead of those that Java trusts
 * @param certFile the client's certificate and those between it and its authority (PEM)
 * @param keyFile its private key (PEM, PKCS #8)
 * @param keyPassword when the key is encrypted
 * @param versions such as {@code TLSv1.3}; empty: 1.2 and 1.3
 * @param verifyHostName the certificate has to name the broker's host; switch it off for nothing but tests
 */
public record TlsOptions(
        Optional<Path> caFile,
        Optional<Path> certFile,
        Optional<Path> keyFile,
        Optional<String> keyPassword,
        List<String> versions,
        boolean verifyHostName) {
    /** What Java trusts, and no certificate of the client. */
    public static final TlsOptions DEFAULT =
            new TlsOptions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of(), true);

    public TlsOptions {
        versions = List.copyOf(versions);
        if (certFile.isPresent() != keyFile.isPresent()) {
            throw new IllegalArgumentException("a certificate needs its key, and a key its certificate");
        }
    }

    /** Trusts what these authorities have signed, and nothing else. */
    public TlsOptions trusting(Path authorities) {
        return new TlsOptions(Optional.of(authorities), certFile, keyFile, keyPassword, versions, verifyHostName);
    }

    /** Shows the broker a certificate. */
    public TlsOptions identifiedBy(Path certificate, Path key) {
        return new TlsOptions(
                caFile, Optional.of(certificate), Optional.of(key), keyPassword, versions, verifyHostName);
    }

    /** Says nothing of the key's password. */
    @Override
    public String toString() {
        return "TlsOptions[caFile=" + caFile + ", certFile=" + certFile + ", keyFile=" + keyFile + ", versions="
                + versions + ", verifyHostName=" + verifyHostName + "]";
    }
}
