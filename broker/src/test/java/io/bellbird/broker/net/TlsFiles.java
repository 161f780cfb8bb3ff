package io.bellbird.broker.net;

import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.TlsConfig;
import io.bellbird.broker.config.TlsConfig.ClientCertificate;
import io.bellbird.broker.config.TlsVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** The certificates of the tests, and clients that have them. {@code src/test/resources/tls/make} makes the files. */
final class TlsFiles {
    private static final int PATIENCE_MILLIS = 20_000;

    private TlsFiles() {}

    static Path path(String name) {
        return Path.of("src/test/resources/tls", name);
    }

    /** A key that nobody else can read, as git does not keep it. */
    private static Path privateKey(String certificate) {
        Path key = path(certificate + "-key.pem");
        if (Files.notExists(key)) {
            return key; // a test wants it so
        }
        try {
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return key;
    }

    /** A listener that asks for no certificates. */
    static TlsConfig server() {
        return server("server");
    }

    /** The same with another certificate of its own. */
    static TlsConfig server(String certificate) {
        return asking(certificate, ClientCertificate.NONE, Optional.empty());
    }

    /** A listener that asks for certificates of the CA. */
    static TlsConfig asking(ClientCertificate use) {
        return asking("server", use, Optional.empty());
    }

    /** The same with a list of revoked certificates. */
    static TlsConfig asking(String certificate, ClientCertificate use, Optional<String> crl) {
        return new TlsConfig(
                path(certificate + ".pem"),
                privateKey(certificate),
                use == ClientCertificate.NONE ? Optional.empty() : Optional.of(path("ca.pem")),
                Optional.empty(),
                crl.map(TlsFiles::path),
                use,
                TlsVersion.V1_2,
                List.of(),
                List.of());
    }

    /** A client that trusts the CA and has no certificate. */
    static SSLContext client() {
        return client("ca", null);
    }

    /** A client that has a certificate. */
    static SSLContext client(String certificate) {
        return client("ca", certificate);
    }

    /**
     * A client that shows its certificate whatever the listener asks for.
     *
     * @param trusted the certificate that the listener's must come from
     * @param certificate its own, or null
     */
    static SSLContext client(String trusted, @Nullable String certificate) {
        try {
            KeyStore trust = KeyStore.getInstance("PKCS12");
            trust.load(null, null);
            trust.setCertificateEntry("ca", certificates(trusted).get(0));
            TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
            trustManagers.init(trust);
            SSLContext context = SSLContext.getInstance("TLS");
            KeyManager[] keys = certificate == null ? new KeyManager[0] : new KeyManager[] {new OneKey(certificate)};
            context.init(keys, trustManagers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | ConfigurationException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<X509Certificate> certificates(String name) throws ConfigurationException {
        return new PemFile("certfile", path(name + ".pem")).certificates();
    }

    /** An open socket to 127.0.0.1 after its handshake, so far as the client sees it. */
    static SSLSocket connect(int port, SSLContext client, String... protocols) throws IOException {
        SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        socket.startHandshake();
        return socket;
    }

    private static final class OneKey extends X509ExtendedKeyManager {
        private static final String ALIAS = "own";

        private final List<X509Certificate> chain;
        private final PrivateKey key;

        OneKey(String certificate) throws ConfigurationException {
            chain = certificates(certificate);
            key = new PemFile("keyfile", path(certificate + "-key.pem"))
                    .privateKeyOf(chain.get(0), path(certificate + ".pem"));
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return List.of(keyTypes).contains(key.getAlgorithm()) ? ALIAS : null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return chain.toArray(new X509Certificate[0]);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[0];
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }
    }
}
