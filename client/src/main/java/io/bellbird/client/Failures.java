package io.bellbird.client;

import io.bellbird.codec.ProtocolError;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.FileSystemException;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;

/** Why connections fail, in words that say what to do. */
final class Failures {
    private Failures() {}

    static String inWords(Throwable cause) {
        if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
            return "the host is not known: " + said(cause);
        }
        if (cause instanceof ConnectException) {
            return said(cause) + ": does a broker run there?";
        }
        if (cause instanceof WebSocketHandshakeException) {
            return "there is no MQTT over WebSocket: " + said(cause) + "; check port and path";
        }
        if (cause instanceof SSLException) {
            return "TLS failed: " + said(cause) + "; check the port, and with TlsOptions whom the client trusts";
        }
        if (cause instanceof ProtocolError) {
            return "the broker broke the protocol: " + said(cause);
        }
        if (cause instanceof FileSystemException file && file.getReason() == null) {
            return cause.getClass().getSimpleName() + " " + file.getFile();
        }
        return said(cause);
    }

    /** What is behind the wrapping of futures. */
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Its message, or at least its kind. */
    static String said(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
