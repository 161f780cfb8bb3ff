package io.bellbird.broker.net;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The one key and certificate of a listener. It signs once a connection: a client of TLS 1.2 that begins another
 * handshake on an open one would make the broker work at little cost of its own, and is cut off. Immutable.
 */
final class ListenerKey extends X509ExtendedKeyManager {
    private static final String ALIAS = "listener";
    /** What an engine says of its session before the first handshake. */
    private static final String NO_SESSION = "NONE";

    private final PrivateKey key;
    private final List<X509Certificate> chain;

    /** @param chain its certificate first */
    ListenerKey(PrivateKey key, List<X509Certificate> chain) {
        this.key = key;
        this.chain = List.copyOf(chain);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        boolean first = engine != null && engine.getSession().getProtocol().equals(NO_SESSION);
        return first && keyType.equals(key.getAlgorithm()) ? ALIAS : null;
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
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
    }

    // Not a client, and no sockets

    @Override
    public @Nullable String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[0];
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
