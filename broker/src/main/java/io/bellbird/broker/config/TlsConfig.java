package io.bellbird.broker.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a listener needs to speak TLS. Its files are read when the broker starts, and again when it reloads.
 *
 * @param certFile the listener's certificate and those that lead to a trusted one, PEM
 * @param keyFile the private key, PEM
 * @param caFile what the certificates of clients must come from, PEM
 * @param caPath a folder of such files
 * @param crlFile revoked certificates, PEM
 * @param clientCertificate what is asked of clients
 * @param lowestVersion that is spoken
 * @param ciphers of TLS 1.2, the best first; empty means those that Java thinks safe
 * @param ciphersTls13 of TLS 1.3, the same
 */
public record TlsConfig(
        Path certFile,
        Path keyFile,
        Optional<Path> caFile,
        Optional<Path> caPath,
        Optional<Path> crlFile,
        ClientCertificate clientCertificate,
        TlsVersion lowestVersion,
        List<String> ciphers,
        List<String> ciphersTls13) {

    /** Copies the lists. */
    public TlsConfig {
        Objects.requireNonNull(certFile);
        Objects.requireNonNull(keyFile);
        ciphers = List.copyOf(ciphers);
        ciphersTls13 = List.copyOf(ciphersTls13);
    }

    /** What is asked of clients, and what their certificate says. */
    public enum ClientCertificate {
        /** Clients need none. */
        NONE,
        /** It must be there and come from a trusted one; the user name is that of CONNECT. */
        REQUIRED,
        /** The same, and its common name is the user name. */
        IDENTITY,
        /** The same, and its subject is the user name. */
        SUBJECT;

        /** Whether it gives the client its user name, so that no password is asked for. */
        public boolean isUser() {
            return this == IDENTITY || this == SUBJECT;
        }
    }
}
