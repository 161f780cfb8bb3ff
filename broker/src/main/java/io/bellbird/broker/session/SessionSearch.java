package io.bellbird.broker.session;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions are looked for.
 *
 * @param order the first of those that match are found
 * @param text that the client id, the user name or the address has somewhere, whatever the case; empty for all
 * @param connected whether their clients are there; null for all
 * @param after in the order by name, those that come after this client id; empty for all
 * @param limit how many are wanted, 1 or more
 */
public record SessionSearch(SessionOrder order, String text, @Nullable Boolean connected, String after, int limit) {
    public SessionSearch {
        text = text.toLowerCase(Locale.ROOT);
        if (!after.isEmpty() && order != SessionOrder.NAME) {
            throw new IllegalArgumentException("only the order by name goes on after a client id");
        }
    }

    /** The first of all in an order. */
    public static SessionSearch first(SessionOrder order, int limit) {
        return new SessionSearch(order, "", null, "", limit);
    }

    /** Whether a session is one of those; where they go on does not matter. */
    boolean matches(SessionView view) {
        return (connected == null || connected == view.isConnected())
                && (text.isEmpty() || has(view.clientId()) || has(view.user()) || has(view.address()));
    }

    /** Whether a session comes before where they go on. */
    boolean isPassed(SessionView view) {
        return !after.isEmpty() && view.clientId().compareTo(after) <= 0;
    }

    private boolean has(@Nullable String where) {
        return where != null && where.toLowerCase(Locale.ROOT).contains(text);
    }
}
