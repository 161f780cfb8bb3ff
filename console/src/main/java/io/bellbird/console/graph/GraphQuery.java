package io.bellbird.console.graph;

import io.bellbird.broker.admin.AdminRequest;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.ProtocolError;
import io.bellbird.codec.Topic;
import io.bellbird.console.http.Call;
import io.bellbird.console.http.Problem;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What one who looks at the graph wants to see. Immutable.
 *
 * @param filter of topics
 * @param client part of the client id, in lower case; empty for all
 * @param limit nodes, above which clients and topics are grouped; {@link #LIMIT_MIN}..{@link #LIMIT_MAX}
 * @param open groups that are not to be one node, as {@link Grouping} names them
 * @param maySee whether he who looks may know of a topic
 */
record GraphQuery(TopicFilter filter, String client, int limit, Set<String> open, Predicate<Topic> maySee) {
    static final int LIMIT_MIN = 10;
    static final int LIMIT_DEFAULT = 500;
    static final int LIMIT_MAX = 1_000;
    private static final int OPEN_MAX = 50;

    private static final String ALL = "#";

    GraphQuery {
        open = Set.copyOf(open);
    }

    /** @throws Problem when a parameter is not as it should be */
    static GraphQuery of(Call call) {
        AdminRequest request = call.request();
        Set<String> open = Set.copyOf(request.parameters("open"));
        if (open.size() > OPEN_MAX) {
            throw Problem.badRequest("parameter open is there " + open.size() + " times: open at most " + OPEN_MAX
                    + " groups, or use filter and client to see less");
        }
        return new GraphQuery(
                filter(request.parameter("filter")
                        .filter(text -> !text.isEmpty())
                        .orElse(ALL)),
                request.parameter("client").orElse("").toLowerCase(Locale.ROOT),
                call.number("limit", LIMIT_DEFAULT, LIMIT_MIN, LIMIT_MAX),
                open,
                call.principal()::maySee);
    }

    private static TopicFilter filter(String text) {
        try {
            return TopicFilter.parse(text);
        } catch (ProtocolError notOne) {
            throw Problem.badRequest("parameter filter is no topic filter: " + notOne.text());
        }
    }

    /** Of the nodes two fifths may be clients. */
    int clientsMax() {
        return limit * 2 / 5;
    }

    /** The others are topics. */
    int topicsMax() {
        return limit - clientsMax();
    }

    boolean shows(String clientId, Topic topic) {
        return shows(clientId) && filter.matches(topic) && maySee.test(topic);
    }

    /** Whether a client is meant, whatever its topics. */
    boolean shows(String clientId) {
        return client.isEmpty() || clientId.toLowerCase(Locale.ROOT).contains(client);
    }

    /** Whether clients belong to the picture that have no topics: not when some topics are asked for. */
    boolean showsQuietClients() {
        return filter.text().equals(ALL);
    }
}
