package io.bellbird.broker.net;

import io.bellbird.broker.config.TlsConfig;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * TLS by BoringSSL, as netty-tcnative brings it. It is no part of Bellbird: who wants it puts its library on the class
 * path. Whose certificate is accepted is Java's matter with it as well ({@link ClientTrust}).
 */
final class BoringSsl {
    private BoringSsl() {}

    /** Whether the library is there, for this machine. */
    static boolean isThere() {
        return OpenSsl.isAvailable();
    }

    /** Whether it can do what a listener asks for: nobody chooses its ciphers of TLS 1.3. */
    static boolean has(TlsConfig config) {
        return config.ciphersTls13().isEmpty();
    }

    /**
     * Makes the engines of a listener.
     *
     * @param parameters versions, ciphers and whether a certificate is asked for
     * @param trust null when the listener asks for no certificate
     */
    static Supplier<SSLEngine> engines(
            SSLParameters parameters, PrivateKey key, List<X509Certificate> chain, @Nullable ClientTrust trust) {
        SslContextBuilder builder = SslContextBuilder.forServer(key, chain.toArray(new X509Certificate[0]))
                .sslProvider(SslProvider.OPENSSL)
                .protocols(parameters.getProtocols())
                .ciphers(Arrays.asList(parameters.getCipherSuites()), SupportedCipherSuiteFilter.INSTANCE)
                .clientAuth(parameters.getNeedClientAuth() ? ClientAuth.REQUIRE : ClientAuth.NONE);
        if (trust != null) {
            builder.trustManager(trust.manager());
        }
        try {
            SslContext context = builder.build();
            return () -> context.newEngine(ByteBufAllocator.DEFAULT);
        } catch (SSLException e) {
            throw new IllegalStateException("BoringSSL cannot speak TLS", e);
        }
    }
}
