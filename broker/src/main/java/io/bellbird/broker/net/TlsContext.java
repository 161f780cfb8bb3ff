package io.bellbird.broker.net;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.TlsConfig;
import io.bellbird.broker.config.TlsConfig.ClientCertificate;
import io.bellbird.broker.config.TlsVersion;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a listener speaks TLS, as its files said when they were read. BoringSSL does it where its library is there, else
 * Java's own TLS. Immutable; each has its own memory of sessions, so that nobody resumes one of a context before.
 */
final class TlsContext {
    private static final Logger log = LoggerFactory.getLogger(TlsContext.class);

    private final Supplier<SSLEngine> engines;
    private final ClientCertificate clientCertificate;
    private final @Nullable ClientTrust trust;

    private TlsContext(Supplier<SSLEngine> engines, ClientCertificate clientCertificate, @Nullable ClientTrust trust) {
        this.engines = engines;
        this.clientCertificate = clientCertificate;
        this.trust = trust;
    }

    /**
     * Reads the files, and warns of what will not work for long.
     *
     * @throws ConfigurationException with the first thing that is wrong: a file, with its setting, or a cipher
     */
    static TlsContext of(ListenerConfig listener, TlsConfig config) throws ConfigurationException {
        PemFile certFile = new PemFile("certfile", config.certFile());
        List<X509Certificate> chain = certFile.certificates();
        PrivateKey key = new PemFile("keyfile", config.keyFile()).privateKeyOf(chain.get(0), config.certFile());
        ClientTrust trust = config.clientCertificate() == ClientCertificate.NONE ? null : ClientTrust.of(config);
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {new ListenerKey(key, chain)},
                    trust == null ? new TrustManager[0] : new TrustManager[] {trust.manager()},
                    null);
            SSLParameters parameters = parameters(context, config);
            warnOfCertificate(listener, certFile.path(), chain.get(0));
            warnOfReaders(listener, config.keyFile());
            boolean boringSsl = BoringSsl.isThere() && BoringSsl.has(config);
            log.debug("listener={} speaks TLS with {}", listener.name(), boringSsl ? "BoringSSL" : "Java's own");
            return new TlsContext(
                    boringSsl ? BoringSsl.engines(parameters, key, chain, trust) : () -> engine(context, parameters),
                    config.clientCertificate(),
                    trust);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot speak TLS", e);
        }
    }

    private static SSLEngine engine(SSLContext context, SSLParameters parameters) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static SSLParameters parameters(SSLContext context, TlsConfig config) throws ConfigurationException {
        SSLParameters parameters = context.getDefaultSSLParameters();
        parameters.setProtocols(
                config.lowestVersion() == TlsVersion.V1_3
                        ? new String[] {"TLSv1.3"}
                        : new String[] {"TLSv1.3", "TLSv1.2"});
        List<String> ciphers = new ArrayList<>(ciphers(context, "ciphers_tls1.3", config.ciphersTls13(), true));
        ciphers.addAll(ciphers(context, "ciphers", config.ciphers(), false));
        parameters.setCipherSuites(ciphers.toArray(new String[0]));
        parameters.setUseCipherSuitesOrder(true);
        parameters.setNeedClientAuth(config.clientCertificate() != ClientCertificate.NONE);
        return parameters;
    }

    private static List<String> ciphers(SSLContext context, String setting, List<String> names, boolean tls13)
            throws ConfigurationException {
        if (names.isEmpty()) {
            return Arrays.stream(context.getDefaultSSLParameters().getCipherSuites())
                    .filter(cipher -> CipherNames.isTls13(cipher) == tls13)
                    .toList();
        }
        List<String> supported = List.of(context.getSupportedSSLParameters().getCipherSuites());
        List<String> ciphers = new ArrayList<>();
        for (String name : names) {
            ciphers.add(CipherNames.find(name, supported)
                    .filter(cipher -> CipherNames.isTls13(cipher) == tls13)
                    .orElseThrow(() -> new ConfigurationException(List.of(setting + " has '" + name
                            + "', which is no cipher of TLS 1." + (tls13 ? 3 : 2) + " that this Java has: use some of "
                            + String.join(":", CipherNames.openSslNames(supported, tls13))))));
        }
        return ciphers;
    }

    private static void warnOfCertificate(ListenerConfig listener, Path file, X509Certificate certificate) {
        try {
            certificate.checkValidity();
        } catch (CertificateExpiredException e) {
            log.warn(
                    "listener={} certfile {} has expired on {}, clients will refuse it: renew it",
                    listener.name(),
                    file,
                    certificate.getNotAfter().toInstant());
        } catch (CertificateNotYetValidException e) {
            log.warn(
                    "listener={} certfile {} is valid only from {} on, until then clients will refuse it: look at the"
                            + " clock of this machine",
                    listener.name(),
                    file,
                    certificate.getNotBefore().toInstant());
        }
    }

    private static void warnOfReaders(ListenerConfig listener, Path keyFile) {
        try {
            if (Files.getPosixFilePermissions(keyFile).contains(PosixFilePermission.OTHERS_READ)) {
                log.warn(
                        "listener={} keyfile {} can be read by everybody on this machine: run 'chmod o= {}'",
                        listener.name(),
                        keyFile,
                        keyFile);
            }
        } catch (IOException | UnsupportedOperationException otherRights) {
            log.debug("listener={} rights of keyfile {} are not known", listener.name(), keyFile, otherRights);
        }
    }

    /**
     * What a channel needs to speak TLS. The work of a handshake is done on the loop of the channel, so that none is
     * under way elsewhere when the channel moves; there is no timer, since the time limit of CONNECT includes it.
     */
    @AnyThread
    SslHandler newHandler() {
        SslHandler handler = new SslHandler(engines.get());
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }

    /**
     * Who the client of a finished handshake is.
     *
     * @return null when the listener asks for no certificate
     * @throws CertificateException when its certificate has expired since the session began that it resumes
     */
    @Nullable
    CertifiedClient client(SSLSession session) throws CertificateException, SSLPeerUnverifiedException {
        if (clientCertificate == ClientCertificate.NONE) {
            return null;
        }
        List<X509Certificate> chain = Arrays.stream(session.getPeerCertificates())
                .map(X509Certificate.class::cast)
                .toList();
        chain.get(0).checkValidity();
        return new CertifiedClient(this, chain, clientCertificate);
    }

    /**
     * Checks again who was accepted before.
     *
     * @throws CertificateException when it would not be now
     */
    @AnyThread
    void check(CertifiedClient client) throws CertificateException {
        if (trust != null) {
            trust.check(client.chain());
        }
    }
}
