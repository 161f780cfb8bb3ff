package io.bellbird.broker.net;

import io.bellbird.broker.monitor.LogText;
import io.netty.buffer.ByteBuf;
import io.netty.handler.ssl.NotSslRecordException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertPathValidatorException.Reason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateRevokedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What went wrong in TLS, as a sentence for the log that says whose turn it is. */
final class TlsFailure {
    private static final String ALERT = "fatal alert: ";
    /** How BoringSSL says it. */
    private static final Pattern BORING_ALERT = Pattern.compile("(?:SSLV3|TLSV1)_ALERT_(\\w+)");

    private static final int ALERT_RECORD = 0x15;
    /** Type, version and length before level and description (RFC 8446, sections 5.1 and 6). */
    private static final int ALERT_RECORD_BYTES = 7;

    /** What clients say of the certificate of a listener, by number. */
    private static final Map<Integer, String> ALERTS = Map.of(
            42, "bad_certificate",
            43, "unsupported_certificate",
            44, "certificate_revoked",
            45, "certificate_expired",
            46, "certificate_unknown",
            48, "unknown_ca");

    private TlsFailure() {}

    /** Says why a handshake failed, or a connection after it. */
    static String text(Throwable failure) {
        List<Throwable> causes = causes(failure);
        return certificate(causes).or(() -> handshake(causes)).orElseGet(() -> {
            Throwable last = causes.get(causes.size() - 1);
            return "TLS failed: " + LogText.sentence(String.valueOf(last.getMessage()));
        });
    }

    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null && !causes.contains(cause); cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }

    /** Why the certificate of a client was not accepted; empty when that was not it. */
    static Optional<String> certificate(Throwable failure) {
        return certificate(causes(failure));
    }

    private static Optional<String> certificate(List<Throwable> causes) {
        for (Throwable cause : causes) {
            if (cause instanceof CertPathValidatorException invalid) {
                Optional<String> text = certificate(invalid.getReason());
                if (text.isPresent()) {
                    return text;
                }
            } else if (cause instanceof CertificateExpiredException) {
                return certificate(BasicReason.EXPIRED);
            } else if (cause instanceof CertificateNotYetValidException) {
                return certificate(BasicReason.NOT_YET_VALID);
            } else if (cause instanceof CertificateRevokedException) {
                return certificate(BasicReason.REVOKED);
            } else if (cause instanceof CertPathBuilderException) {
                return Optional.of("the client's certificate comes from none of cafile and capath");
            }
        }
        return causes.stream()
                .filter(CertificateException.class::isInstance)
                .findFirst()
                .map(cause -> "the client's certificate cannot be used: "
                        + LogText.sentence(String.valueOf(cause.getMessage())));
    }

    private static Optional<String> certificate(Reason reason) {
        if (!(reason instanceof BasicReason known)) {
            return Optional.empty();
        }
        return switch (known) {
            case EXPIRED -> Optional.of("the client's certificate has expired");
            case NOT_YET_VALID ->
                Optional.of("the client's certificate is not valid yet, or the clock of this machine is wrong");
            case REVOKED -> Optional.of("the client's certificate is revoked");
            case UNDETERMINED_REVOCATION_STATUS ->
                Optional.of("crlfile has no current list of the issuer of the client's certificate");
            case INVALID_SIGNATURE -> Optional.of("the client's certificate has a false signature");
            case ALGORITHM_CONSTRAINED ->
                Optional.of("the client's certificate has a key or signature that is too weak");
            case UNSPECIFIED -> Optional.empty();
        };
    }

    private static Optional<String> handshake(List<Throwable> causes) {
        for (Throwable cause : causes) {
            String message = String.valueOf(cause.getMessage());
            if (message.contains("Empty client certificate chain")
                    || message.contains("PEER_DID_NOT_RETURN_A_CERTIFICATE")) {
                return Optional.of("the client has sent no certificate, and require_certificate is true");
            }
            if (message.contains("no cipher suites in common") || message.contains("NO_SHARED_CIPHER")) {
                return Optional.of("the client has no cipher that this listener has");
            }
            if (message.contains("protocol version")
                    || message.contains("protocol is disabled")
                    || message.contains("Client requested protocol")
                    || message.contains("UNSUPPORTED_PROTOCOL")) {
                return Optional.of("the client has no version of TLS that this listener has, see tls_version");
            }
            if (message.contains(ALERT)) {
                return Optional.of(givenUp(message.substring(message.indexOf(ALERT) + ALERT.length())));
            }
            Matcher boring = BORING_ALERT.matcher(message);
            if (boring.find()) {
                return Optional.of(givenUp(boring.group(1).toLowerCase(Locale.ROOT)));
            }
            if (cause instanceof NotSslRecordException) {
                return Optional.of("what the client sent is not TLS");
            }
            if (cause instanceof ClosedChannelException) {
                return Optional.of("the connection has ended in the middle of the TLS handshake");
            }
        }
        return Optional.empty();
    }

    /** Says that the client ended the handshake, with this alert. */
    static String givenUp(String alert) {
        boolean certificate = alert.contains("certificate") || alert.contains("unknown_ca");
        return "the client has given up, with " + alert
                + (certificate ? ": it does not trust the certificate of this listener" : "");
    }

    /**
     * What the client says of the certificate, if the bytes of a handshake end with that and it is not encrypted. So
     * OpenSSL gives up TLS 1.3 when the listener expects encryption already, and Java cannot read it.
     */
    static Optional<String> alertAtEnd(ByteBuf bytes) {
        int start = bytes.writerIndex() - ALERT_RECORD_BYTES;
        if (start < bytes.readerIndex() || bytes.getByte(start) != ALERT_RECORD || bytes.getShort(start + 3) != 2) {
            return Optional.empty();
        }
        return Optional.ofNullable(ALERTS.get((int) bytes.getUnsignedByte(start + 6)));
    }
}
