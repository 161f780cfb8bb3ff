package io.bellbird.client.net;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Makes what TLS needs from files. */
public final class Tls {
    private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");

    private Tls() {}

    /**
     * What clients need for TLS, with Java's own provider. Reads the files.
     *
     * @param caFile to trust instead of what Java trusts; or a folder of such files
     * @param certFile and its key, or neither
     * @param versions none means 1.2 and 1.3
     * @param applicationProtocols to ask for
     * @param ciphers none means those that are safe
     * @throws IllegalArgumentException when a file cannot be read, or is not what it should be, naming it
     */
    public static SslContext context(
            Optional<Path> caFile,
            Optional<Path> certFile,
            Optional<Path> keyFile,
            Optional<String> keyPassword,
            List<String> versions,
            List<String> applicationProtocols,
            List<String> ciphers) {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .protocols(versions.isEmpty() ? VERSIONS : versions);
        caFile.ifPresent(file -> trust(file, builder));
        if (!applicationProtocols.isEmpty()) {
            builder.applicationProtocolConfig(new ApplicationProtocolConfig(
                    Protocol.ALPN,
                    SelectorFailureBehavior.NO_ADVERTISE,
                    SelectedListenerFailureBehavior.ACCEPT,
                    applicationProtocols));
        }
        if (!ciphers.isEmpty()) {
            builder.ciphers(ciphers);
        }
        if (certFile.isPresent() && keyFile.isPresent()) {
            requireReadable(certFile.get());
            requireReadable(keyFile.get());
            try {
                builder.keyManager(certFile.get().toFile(), keyFile.get().toFile(), keyPassword.orElse(null));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        certFile.get() + " and " + keyFile.get()
                                + " are not a certificate and its key in PEM (PKCS #8): " + e.getMessage(),
                        e);
            }
        }
        try {
            return builder.build();
        } catch (SSLException e) {
            throw new IllegalArgumentException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static void trust(Path file, SslContextBuilder builder) {
        try {
            if (Files.isDirectory(file)) {
                builder.trustManager(certificatesIn(file));
            } else {
                requireReadable(file);
                builder.trustManager(file.toFile());
            }
        } catch (IllegalArgumentException | CertificateException e) {
            throw new IllegalArgumentException(file + " has no certificates in PEM: " + e.getMessage(), e);
        }
    }

    private static List<X509Certificate> certificatesIn(Path folder) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, Files::isRegularFile)) {
            for (Path file : files) {
                all.addAll(certificatesOf(file, factory));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(folder + " cannot be read: " + e, e);
        }
        if (all.isEmpty()) {
            throw new CertificateException("no file in it has one");
        }
        return all;
    }

    /** None for another file: such folders also have lists of revoked certificates. */
    private static List<X509Certificate> certificatesOf(Path file, CertificateFactory factory) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return factory.generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException other) {
            return List.of();
        }
    }

    private static void requireReadable(Path file) {
        try {
            Files.newInputStream(file).close();
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e, e);
        }
    }
}
