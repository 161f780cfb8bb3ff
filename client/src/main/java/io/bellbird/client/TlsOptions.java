package io.bellbird.client;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a broker is trusted, and how it can trust the client. Nothing is needed for a broker whose certificate is one that
 * Java trusts.
 *
 * @param caFile certificates (PEM) to trust instead of those that Java trusts; a folder stands for all such files in it
 * @param certFile the client's certificate and those between it and its authority (PEM)
 * @param keyFile its private key (PEM, PKCS #8)
 * @param keyPassword when the key is encrypted
 * @param versions such as {@code TLSv1.3}; empty: 1.2 and 1.3
 * @param verifyHostName the certificate has to name the broker's host; switch it off for nothing but tests
 * @param applicationProtocols to ask for (ALPN), best first; empty: none
 * @param ciphers the suites to offer, by Java's names; empty: those that are safe
 */
public record TlsOptions(
        Optional<Path> caFile,
        Optional<Path> certFile,
        Optional<Path> keyFile,
        Optional<String> keyPassword,
        List<String> versions,
        boolean verifyHostName,
        List<String> applicationProtocols,
        List<String> ciphers) {
    /** What Java trusts, and no certificate of the client. */
    public static final TlsOptions DEFAULT =
            new TlsOptions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of(), true);

    public TlsOptions {
        versions = List.copyOf(versions);
        applicationProtocols = List.copyOf(applicationProtocols);
        ciphers = List.copyOf(ciphers);
        if (certFile.isPresent() != keyFile.isPresent()) {
            throw new IllegalArgumentException("a certificate needs its key, and a key its certificate");
        }
    }

    /** Asks for no application protocol, and offers all suites that are safe. */
    public TlsOptions(
            Optional<Path> caFile,
            Optional<Path> certFile,
            Optional<Path> keyFile,
            Optional<String> keyPassword,
            List<String> versions,
            boolean verifyHostName) {
        this(caFile, certFile, keyFile, keyPassword, versions, verifyHostName, List.of(), List.of());
    }

    /** Trusts what these authorities have signed, and nothing else. */
    public TlsOptions trusting(Path authorities) {
        return new TlsOptions(
                Optional.of(authorities),
                certFile,
                keyFile,
                keyPassword,
                versions,
                verifyHostName,
                applicationProtocols,
                ciphers);
    }

    /** Shows the broker a certificate. */
    public TlsOptions identifiedBy(Path certificate, Path key) {
        return new TlsOptions(
                caFile,
                Optional.of(certificate),
                Optional.of(key),
                keyPassword,
                versions,
                verifyHostName,
                applicationProtocols,
                ciphers);
    }

    /** Says nothing of the key's password. */
    @Override
    public String toString() {
        return "TlsOptions[caFile=" + caFile + ", certFile=" + certFile + ", keyFile=" + keyFile + ", versions="
                + versions + ", verifyHostName=" + verifyHostName + ", applicationProtocols=" + applicationProtocols
                + ", ciphers=" + ciphers + "]";
    }
}
