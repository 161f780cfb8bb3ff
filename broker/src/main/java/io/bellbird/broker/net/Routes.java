package io.bellbird.broker.net;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the admin listener serves, by path. Belongs to the admin thread once it serves. */
final class Routes {
    private final Map<String, Route> byPath = new HashMap<>();

    /** What is behind a path. */
    interface Route {
        /**
         * Answers a request.
         *
         * @param completion to be called once, on the admin thread, now or later
         */
        void answer(Consumer<Answer> completion);
    }

    /**
     * What a request gets.
     *
     * @param contentType of the body, as HTTP writes it
     */
    record Answer(HttpResponseStatus status, String contentType, String body) {
        /** A line of plain text. */
        static Answer line(HttpResponseStatus status, String line) {
            return new Answer(status, "text/plain; charset=utf-8", line + "\n");
        }
    }

    /** @param path begins with a slash */
    Routes add(String path, Route route) {
        byPath.put(path, route);
        return this;
    }

    /**
     * Finds what is behind a request's target; what follows a question mark does not count.
     *
     * @return null when there is nothing
     */
    @Nullable
    Route find(String target) {
        int query = target.indexOf('?');
        return byPath.get(query < 0 ? target : target.substring(0, query));
    }
}
