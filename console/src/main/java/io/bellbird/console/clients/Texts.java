package io.bellbird.console.clients;

import io.bellbird.broker.routing.SharedFilter;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.ProtocolError;
import io.bellbird.codec.Topic;
import io.bellbird.console.http.Problem;
import java.nio.charset.StandardCharsets;

/** Texts of requests that become part of packets. */
final class Texts {
    private static final int REASON_LENGTH_MAX = 200;
    /** As in SUBSCRIBE. */
    private static final int FILTER_LEVELS_MAX = 200;

    private Texts() {}

    /** A reason that clients and the log get; throws a {@link Problem} when it cannot be one. */
    static String reason(String text) {
        boolean sendable = StandardCharsets.UTF_8.newEncoder().canEncode(text)
                && text.chars().noneMatch(Character::isISOControl);
        if (!sendable || text.length() > REASON_LENGTH_MAX) {
            throw Problem.badRequest("the reason is a line of at most " + REASON_LENGTH_MAX + " characters");
        }
        return text;
    }

    /** A topic filter, which may be one of a shared subscription; throws a {@link Problem} when it is none. */
    static TopicFilter filter(String text) {
        try {
            TopicFilter filter = TopicFilter.parse(text);
            if (Topic.levelCount(text) > FILTER_LEVELS_MAX) {
                throw Problem.badRequest("the filter has more than " + FILTER_LEVELS_MAX + " levels");
            }
            if (SharedFilter.isShared(filter)) {
                SharedFilter.parse(filter);
            }
            return filter;
        } catch (ProtocolError notOne) {
            throw Problem.badRequest("'" + text + "' is no topic filter: " + notOne.text());
        }
    }

    /** There is no session of a client. */
    static Problem noSession(String client) {
        return Problem.notFound("there is no session of a client '" + client + "': /api/clients lists them");
    }
}
