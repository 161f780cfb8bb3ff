package io.bellbird.broker.net;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.TlsConfig;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.PKIXRevocationChecker.Option;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose certificates a listener accepts from clients: they come from one of its certificate authorities, are within
 * their time, may be used for clients, and are not revoked. Nothing is asked over the network: where lists of revoked
 * certificates are given, there must be a current one of every issuer between a certificate and the authority that it is
 * trusted for. Immutable.
 */
final class ClientTrust {
    private static final Logger log = LoggerFactory.getLogger(ClientTrust.class);

    private static final String CA_FILES = "*.{crt,pem,[0-9]}";

    private final X509TrustManager manager;

    private ClientTrust(X509TrustManager manager) {
        this.manager = manager;
    }

    /**
     * Reads {@code cafile}, {@code capath} and {@code crlfile}.
     *
     * @throws ConfigurationException when one of them cannot be used
     */
    static ClientTrust of(TlsConfig config) throws ConfigurationException {
        Set<TrustAnchor> anchors = new HashSet<>();
        if (config.caFile().isPresent()) {
            addTo(anchors, new PemFile("cafile", config.caFile().get()).certificates());
        }
        if (config.caPath().isPresent()) {
            addFolderTo(anchors, config.caPath().get());
        }
        if (anchors.isEmpty()) {
            throw new ConfigurationException(
                    List.of("require_certificate needs the certificates that those of clients come from:"
                            + " name them with cafile or capath"));
        }
        List<X509CRL> revoked =
                config.crlFile().isPresent() ? revoked(config.crlFile().get()) : List.of();
        try {
            return new ClientTrust(manager(anchors, revoked));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot check certificates", e);
        }
    }

    private static void addTo(Set<TrustAnchor> anchors, List<X509Certificate> certificates) {
        certificates.forEach(certificate -> anchors.add(new TrustAnchor(certificate, null)));
    }

    private static void addFolderTo(Set<TrustAnchor> anchors, Path folder) throws ConfigurationException {
        PemFile named = new PemFile("capath", folder);
        int before = anchors.size();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, CA_FILES)) {
            for (Path file : files) {
                try {
                    addTo(anchors, new PemFile("capath", file).certificates());
                } catch (ConfigurationException other) {
                    log.warn("{}; it is skipped", other.getMessage());
                }
            }
        } catch (IOException e) {
            throw named.error("is no folder that can be read: correct the path or its mode");
        }
        if (anchors.size() == before) {
            throw named.error("has no certificate in its files that end with .crt, .pem or .0: put one there");
        }
    }

    private static List<X509CRL> revoked(Path file) throws ConfigurationException {
        List<X509CRL> lists = new PemFile("crlfile", file).revocationLists();
        Instant now = InstantSource.system().instant();
        for (X509CRL list : lists) {
            if (list.getNextUpdate() != null && list.getNextUpdate().toInstant().isBefore(now)) {
                log.warn(
                        "crlfile {} is out of date for {} since {}: its clients are refused until it is renewed",
                        file,
                        list.getIssuerX500Principal(),
                        list.getNextUpdate().toInstant());
            }
        }
        return lists;
    }

    private static X509TrustManager manager(Set<TrustAnchor> anchors, List<X509CRL> revoked)
            throws GeneralSecurityException {
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
        parameters.setRevocationEnabled(!revoked.isEmpty());
        if (!revoked.isEmpty()) {
            PKIXRevocationChecker checker =
                    (PKIXRevocationChecker) CertPathBuilder.getInstance("PKIX").getRevocationChecker();
            checker.setOptions(EnumSet.of(Option.PREFER_CRLS, Option.NO_FALLBACK));
            parameters.addCertPathChecker(checker);
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(revoked)));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(new CertPathTrustManagerParameters(parameters));
        return (X509TrustManager) Arrays.stream(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    /** For the handshake. */
    X509TrustManager manager() {
        return manager;
    }

    /**
     * Checks a certificate again that was accepted before, perhaps by another.
     *
     * @param chain it, and those that lead to an authority
     * @throws CertificateException when it would not be accepted now
     */
    @AnyThread
    void check(List<X509Certificate> chain) throws CertificateException {
        manager.checkClientTrusted(
                chain.toArray(new X509Certificate[0]),
                chain.get(0).getPublicKey().getAlgorithm());
    }
}
