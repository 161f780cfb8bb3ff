package io.bellbird.console.security;

import io.bellbird.broker.admin.AdminRequest;
import io.bellbird.broker.routing.SharedFilter;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.security.Access;
import io.bellbird.codec.ProtocolError;
import io.bellbird.codec.Topic;
import io.bellbird.console.http.Problem;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What somebody wants to know.
 *
 * @param user empty for that of the client's session
 * @param topic as it was asked; for SUBSCRIBE a filter
 * @param name the same; of a shared subscription its filter
 * @param listener empty for that of the client's session
 */
record ExplainQuestion(
        String client, Optional<String> user, String topic, String name, Access access, Optional<String> listener) {

    /** @throws Problem when something is missing or wrong */
    static ExplainQuestion of(AdminRequest request) {
        String client = needed(request, "client", "the id of a client");
        String topic = needed(request, "topic", "a topic");
        Access access = access(request.parameter("access").orElse("publish"));
        return new ExplainQuestion(
                client, given(request, "user"), topic, name(topic, access), access, given(request, "listener"));
    }

    private static Optional<String> given(AdminRequest request, String name) {
        return request.parameter(name).filter(text -> !text.isEmpty());
    }

    private static String needed(AdminRequest request, String name, String what) {
        return given(request, name)
                .orElseThrow(() -> Problem.badRequest("the parameter " + name + " is missing: give " + what));
    }

    private static Access access(String word) {
        return Arrays.stream(Access.values())
                .filter(access -> word(access).equals(word))
                .findFirst()
                .orElseThrow(() ->
                        Problem.badRequest("parameter access is " + word + ": use publish, subscribe or receive"));
    }

    private static String name(String topic, Access access) {
        try {
            if (access == Access.SUBSCRIBE) {
                TopicFilter filter = TopicFilter.parse(topic);
                return SharedFilter.isShared(filter)
                        ? SharedFilter.parse(filter).filter().text()
                        : filter.text();
            }
            return Topic.of(topic).text();
        } catch (ProtocolError | IllegalArgumentException wrong) {
            throw Problem.badRequest(topic + " is no " + (access == Access.SUBSCRIBE ? "topic filter" : "topic") + ": "
                    + wrong.getMessage());
        }
    }

    private static String word(Access access) {
        return access.name().toLowerCase(Locale.ROOT);
    }

    /** What is to be done: {@code publish}. */
    String word() {
        return word(access);
    }
}
