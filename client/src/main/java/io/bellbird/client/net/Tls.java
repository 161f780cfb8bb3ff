package io.bellbird.client.net;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
     * @param caFile to trust instead of what Java trusts
     * @param certFile and its key, or neither
     * @param versions none means 1.2 and 1.3
     * @throws IllegalArgumentException when a file cannot be read, or is not what it should be, naming it
     */
    public static SslContext context(
            Optional<Path> caFile,
            Optional<Path> certFile,
            Optional<Path> keyFile,
            Optional<String> keyPassword,
            List<String> versions) {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .protocols(versions.isEmpty() ? VERSIONS : versions);
        caFile.ifPresent(file -> {
            requireReadable(file);
            try {
                builder.trustManager(file.toFile());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(file + " has no certificates in PEM: " + e.getMessage(), e);
            }
        });
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

    private static void requireReadable(Path file) {
        try {
            Files.newInputStream(file).close();
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e, e);
        }
    }
}
