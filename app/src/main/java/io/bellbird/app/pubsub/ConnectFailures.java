package io.bellbird.app.pubsub;

import io.bellbird.client.ConnectFailedException;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.ProtocolError;
import io.bellbird.codec.ReasonCode;
import io.netty.channel.ConnectTimeoutException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Why there is no connection, in the words of Mosquitto's programs. */
final class ConnectFailures {
    private ConnectFailures() {}

    /** What the end of an attempt means for the process. */
    static Failure of(ConnectFailedException failed, Settings settings) {
        List<String> advice = List.of(String.valueOf(failed.getMessage()));
        if (failed.reason().isPresent()) {
            return refused(failed.reason().get(), settings, advice);
        }
        Throwable cause = failed.getCause();
        if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
            return new Failure(Failure.ERROR, "Unable to connect (Lookup error.).", advice);
        }
        if (cause instanceof SSLException) {
            return tls(advice);
        }
        if (cause instanceof ProtocolError) {
            return new Failure(
                    Failure.PROTOCOL,
                    "Error: A network protocol error occurred when communicating with the broker.",
                    advice);
        }
        if (cause instanceof ConnectTimeoutException || cause instanceof SocketTimeoutException) {
            return new Failure(Failure.ERROR, "Error: Connection timed out", advice);
        }
        if (cause == null || isBroken(cause)) {
            return settings.isSecure() ? tls(advice) : Failure.connectionLost(advice.get(0));
        }
        return new Failure(Failure.ERROR, "Error: " + systemWords(cause), advice);
    }

    /** Also when the broker has hung up: then it does not speak TLS. */
    private static Failure tls(List<String> advice) {
        return new Failure(Failure.TLS, "Error: A TLS error occurred.", advice);
    }

    /** The broker has closed after it had accepted the connection. */
    private static boolean isBroken(Throwable cause) {
        String words = String.valueOf(cause.getMessage());
        return words.startsWith("Connection reset")
                || words.startsWith("Broken pipe")
                || cause instanceof ClosedChannelException
                || words.startsWith("the broker closed the connection"); // within a handshake
    }

    /** {@code Connection refused}, without the address that Netty adds. */
    private static String systemWords(Throwable cause) {
        String words = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        int colon = words.indexOf(": ");
        return colon < 0 ? words : words.substring(0, colon);
    }

    private static Failure refused(ReasonCode reason, Settings settings, List<String> advice) {
        if (settings.version != MqttVersion.V5) {
            return refusedByMqtt3(reason, advice);
        }
        String words = "Connection error: " + words(reason);
        if (reason == ReasonCode.UNSUPPORTED_PROTOCOL_VERSION) {
            words += settings.tool == Tool.RR
                    ? ". mosquitto_rr only supports connecting to an MQTT v5 broker"
                    : ". Try connecting to an MQTT v5 broker, or use MQTT v3.x mode.";
        }
        return new Failure(reason.code(), words, advice);
    }

    private static Failure refusedByMqtt3(ReasonCode reason, List<String> advice) {
        int code =
                switch (reason) {
                    case UNSUPPORTED_PROTOCOL_VERSION -> 1;
                    case CLIENT_IDENTIFIER_NOT_VALID -> 2;
                    case BAD_USER_NAME_OR_PASSWORD -> 4;
                    case NOT_AUTHORIZED -> 5;
                    default -> 3;
                };
        String words =
                switch (code) {
                    case 1 -> "unacceptable protocol version";
                    case 2 -> "identifier rejected";
                    case 4 -> "bad user name or password";
                    case 5 -> "not authorised";
                    default -> "broker unavailable";
                };
        return new Failure(code, "Connection error: Connection Refused: " + words + ".", advice);
    }

    /** A reason code as Mosquitto writes it. */
    static String words(ReasonCode reason) {
        return switch (reason) {
            case BAD_USER_NAME_OR_PASSWORD -> "Bad User Name or Password";
            case CLIENT_IDENTIFIER_NOT_VALID -> "Client Identifier not valid";
            case UNSUPPORTED_PROTOCOL_VERSION -> "Unsupported Protocol Version";
            case MALFORMED_PACKET -> "Malformed Packet";
            case PROTOCOL_ERROR -> "Protocol Error";
            case TOPIC_FILTER_INVALID -> "Topic Filter invalid";
            case TOPIC_NAME_INVALID -> "Topic Name invalid";
            case TOPIC_ALIAS_INVALID -> "Topic Alias invalid";
            case RECEIVE_MAXIMUM_EXCEEDED -> "Receive Maximum exceeded";
            case KEEP_ALIVE_TIMEOUT -> "Keep Alive timeout";
            case PACKET_IDENTIFIER_IN_USE -> "Packet Identifier in use";
            case PACKET_IDENTIFIER_NOT_FOUND -> "Packet Identifier not found";
            case QOS_NOT_SUPPORTED -> "QoS not supported";
            case BANNED -> "Banned";
            default -> sentence(reason.name());
        };
    }

    private static String sentence(String name) {
        String words = name.toLowerCase(Locale.ROOT).replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
