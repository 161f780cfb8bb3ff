package io.bellbird.app.doctor;

import io.bellbird.app.doctor.Endpoint.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Opens connections to an endpoint. Whatever certificate it has is taken, since nothing secret is sent: who it is shall
 * be found out.
 */
final class Door {
    static final int CONNECT_MILLIS = 2_000;
    static final int ANSWER_MILLIS = 3_000;

    private final Endpoint endpoint;
    private final Transport transport;
    private List<X509Certificate> chain = List.of();

    Door(Endpoint endpoint, Transport transport) {
        this.endpoint = endpoint;
        this.transport = transport;
    }

    /** The certificates of the last handshake, the endpoint's own first; empty when it showed none. */
    List<X509Certificate> chain() {
        return chain;
    }

    /**
     * A connection.
     *
     * @param in what comes, without TLS and frames
     * @param out what goes, the same
     */
    record Opened(Socket socket, InputStream in, OutputStream out) {}

    /**
     * A connection that is ready for MQTT.
     *
     * @throws IOException when nobody answers, or not in TLS or WebSocket
     */
    Opened open() throws IOException {
        Socket socket = openPlain();
        try {
            if (transport == Transport.TLS) {
                socket = shakeHands(socket);
            }
            return endpoint.webSocket()
                    ? WebSocketFrames.begin(socket, endpoint.toString())
                    : new Opened(socket, socket.getInputStream(), socket.getOutputStream());
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private Socket shakeHands(Socket plain) throws IOException {
        SSLSocket socket =
                (SSLSocket) context().getSocketFactory().createSocket(plain, endpoint.host(), endpoint.port(), true);
        socket.startHandshake();
        return socket;
    }

    /** A connection without TLS, whatever is spoken there. */
    Socket openPlain() throws IOException {
        InetSocketAddress address = new InetSocketAddress(endpoint.host(), endpoint.port());
        if (address.isUnresolved()) {
            throw new UnknownHostException("the host " + endpoint.host() + " is not known");
        }
        Socket socket = new Socket();
        try {
            socket.connect(address, CONNECT_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Looking()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot speak TLS", e);
        }
    }

    /** Keeps the certificates instead of judging them. */
    private final class Looking extends X509ExtendedTrustManager {
        private void keep(X509Certificate[] certificates) {
            chain = List.of(certificates);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] certificates, String authType, Socket socket) {
            keep(certificates);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] certificates, String authType, SSLEngine engine) {
            keep(certificates);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] certificates, String authType) {
            keep(certificates);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] certificates, String authType, Socket socket) {
            throw new IllegalStateException("a client has no clients");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] certificates, String authType, SSLEngine engine) {
            throw new IllegalStateException("a client has no clients");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] certificates, String authType) {
            throw new IllegalStateException("a client has no clients");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
