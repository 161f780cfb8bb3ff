package io.bellbird.broker.net;

import io.bellbird.broker.admin.AdminAnswer;
import io.bellbird.broker.admin.AdminHandler;
import io.bellbird.broker.admin.TextSource;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the admin listener serves, by path. Belongs to the admin thread once it serves. */
final class Routes {
    private final Map<String, Entry> byPath = new LinkedHashMap<>();
    /** Whom all other paths are for; null when there is nobody. */
    private @Nullable AdminHandler others;

    /** What is behind a path. */
    interface Route {
        /**
         * Answers a request.
         *
         * @param reply to be used once, on the admin thread, now or later
         */
        void answer(Request request, Reply reply);
    }

    /**
     * What is asked for.
     *
     * @param peer the address of who asks
     * @param parameters those that follow the question mark, by name
     */
    record Request(String peer, Map<String, List<String>> parameters) {
        /** @throws IllegalArgumentException when the target is not encoded as it should be */
        static Request of(String peer, String target) {
            return new Request(peer, new QueryStringDecoder(target).parameters());
        }

        /** One of the parameters; empty when it is not there. */
        Optional<String> parameter(String name) {
            return parameters.getOrDefault(name, List.of()).stream().findFirst();
        }
    }

    /** Takes what a request gets. */
    interface Reply {
        void send(Answer answer);

        /**
         * Sends text for as long as the client stays, as fast as it takes it.
         *
         * @return to be run on the admin thread whenever the source has more
         */
        Runnable stream(TextSource source);
    }

    /**
     * What a request gets.
     *
     * @param contentType of the body, as HTTP writes it
     */
    record Answer(HttpResponseStatus status, String contentType, String body) {
        static final String TEXT = "text/plain; charset=utf-8";

        /** A line of plain text. */
        static Answer line(HttpResponseStatus status, String line) {
            return new Answer(status, TEXT, line + "\n");
        }

        AdminAnswer toAdminAnswer() {
            return AdminAnswer.of(status.code(), contentType, body);
        }
    }

    /**
     * One path.
     *
     * @param method with which it is asked for; GET stands for HEAD as well
     * @param guarded only who brings the token is answered
     */
    record Entry(HttpMethod method, boolean guarded, Route route) {
        boolean allows(HttpMethod asked) {
            return asked.equals(method) || (asked.equals(HttpMethod.HEAD) && method.equals(HttpMethod.GET));
        }

        /** As the Allow header lists them. */
        String methods() {
            return method.equals(HttpMethod.GET) ? "GET, HEAD" : method.name();
        }
    }

    /**
     * Adds what everybody may read.
     *
     * @param path begins with a slash
     */
    Routes open(String path, Route route) {
        byPath.put(path, new Entry(HttpMethod.GET, false, route));
        return this;
    }

    /**
     * Adds what needs the token. Whoever has led a browser to another page cannot make it send that header here, since
     * the browser asks first (CORS) and is never told that it may; what changes something is asked for with another
     * method than GET all the same.
     *
     * @param path begins with a slash
     */
    Routes guarded(HttpMethod method, String path, Route route) {
        byPath.put(path, new Entry(method, true, route));
        return this;
    }

    /** From now on this answers what is asked for at all other paths. */
    void others(AdminHandler handler) {
        others = handler;
    }

    /** Who answers at all other paths; null when nobody does. */
    @Nullable
    AdminHandler others() {
        return others;
    }

    /** The paths, for people. */
    String paths() {
        return String.join(", ", byPath.keySet());
    }

    /**
     * Finds what is behind a request's target; what follows a question mark does not count.
     *
     * @return null when there is nothing
     */
    @Nullable
    Entry find(String target) {
        int query = target.indexOf('?');
        return byPath.get(query < 0 ? target : target.substring(0, query));
    }
}
