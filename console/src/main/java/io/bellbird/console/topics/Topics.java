package io.bellbird.console.topics;

import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.ProtocolError;
import io.bellbird.codec.Topic;
import io.bellbird.console.access.Principal;
import io.bellbird.console.http.Call;
import io.bellbird.console.http.Problem;

/** Topics and filters as requests name them. */
final class Topics {
    private Topics() {}

    /**
     * The topic of a text.
     *
     * @throws Problem when it is none that a message can be on
     */
    static Topic topic(String text) {
        try {
            return Topic.of(text);
        } catch (IllegalArgumentException notOne) {
            throw Problem.badRequest(
                    "'" + text + "' is no topic: it has 1 to 65535 bytes, and neither + nor # nor U+0000");
        }
    }

    /**
     * The topic in the path of a request.
     *
     * @throws Problem when it is none, or when who asks may not see it
     */
    static Topic visible(Call call, String text) {
        Topic topic = topic(text);
        if (!call.principal().maySee(topic)) {
            throw Problem.forbidden(call.principal().name() + " may not see messages on '" + text + "'");
        }
        return topic;
    }

    /**
     * The filter of a text.
     *
     * @throws Problem when it is none
     */
    static TopicFilter filter(String text) {
        try {
            return TopicFilter.parse(text);
        } catch (ProtocolError notOne) {
            throw Problem.badRequest("'" + text + "' is no topic filter: " + notOne.text()
                    + " (in an address a # is written %23, and a + is written %2B)");
        }
    }

    /**
     * The filter of a text, for one who wants to follow it.
     *
     * @throws Problem when it is none, or when he may not subscribe to it
     */
    static TopicFilter permitted(Principal principal, String text) {
        TopicFilter filter = filter(text);
        if (!principal.maySubscribe(filter)) {
            throw Problem.forbidden(principal.name() + " may not subscribe to '" + text + "'");
        }
        return filter;
    }
}
