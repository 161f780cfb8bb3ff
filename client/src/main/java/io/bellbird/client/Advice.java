package io.bellbird.client;

import io.bellbird.codec.ReasonCode;
import java.util.Locale;

/** What a reason code asks a person to do. */
final class Advice {
    private Advice() {}

    /** The code in words, its number, and what to do. */
    static String on(ReasonCode reason) {
        String words = reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return String.format(Locale.ROOT, "%s (0x%02X)%s", words, reason.code(), todo(reason));
    }

    private static String todo(ReasonCode reason) {
        return switch (reason) {
            case UNSUPPORTED_PROTOCOL_VERSION -> ": leave the version open, or name another one";
            case CLIENT_IDENTIFIER_NOT_VALID ->
                ": use another client id, of 1 to 23 letters and digits for old brokers";
            case BAD_USER_NAME_OR_PASSWORD -> ": check user name and password";
            case NOT_AUTHORIZED -> ": ask for the right, or log in as somebody who has it";
            case SERVER_UNAVAILABLE, SERVER_BUSY, SERVER_SHUTTING_DOWN -> ": try again later";
            case BANNED -> ": ask who runs the broker";
            case BAD_AUTHENTICATION_METHOD -> ": the broker does not have this method of authentication";
            case SESSION_TAKEN_OVER -> ": another client has connected with the same client id, give each its own";
            case TOPIC_FILTER_INVALID, TOPIC_NAME_INVALID -> ": the broker does not take this topic";
            case PACKET_TOO_LARGE -> ": send less at once, or raise the broker's limit";
            case QUOTA_EXCEEDED -> ": a limit of the broker is reached";
            case RETAIN_NOT_SUPPORTED -> ": publish without retain";
            case QOS_NOT_SUPPORTED -> ": use a lower QoS";
            case USE_ANOTHER_SERVER, SERVER_MOVED -> ": connect to the one that it names";
            case SHARED_SUBSCRIPTIONS_NOT_SUPPORTED -> ": subscribe without $share";
            case WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED -> ": subscribe without + and #";
            default -> "";
        };
    }
}
