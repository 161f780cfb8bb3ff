package io.bellbird.console.login;

import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.Topic;
import io.bellbird.console.access.Scope;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A token that somebody made for a program. Immutable.
 *
 * @param name 1 to 64 letters, digits, points, hyphens and underscores
 * @param digest of the secret
 * @param scopes what its bearer may do, at least one
 * @param filters to which reading and publishing are limited; empty means that they are not
 * @param created when, in milliseconds since 1970
 * @param expires when it ends, in milliseconds since 1970; null when it does not
 */
record AccessToken(
        String name, Bytes digest, Set<Scope> scopes, List<TopicFilter> filters, long created, @Nullable Long expires) {
    /** Checks the name and that there is a scope. */
    AccessToken {
        scopes = Scope.all(scopes);
        filters = List.copyOf(filters);
        if (!name.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException("the name has 1 to 64 letters, digits, points, hyphens and underscores");
        }
        if (scopes.isEmpty()) {
            throw new IllegalArgumentException("a token needs a scope: read, publish or admin");
        }
        if (scopes.contains(Scope.ADMIN) && !filters.isEmpty()) {
            throw new IllegalArgumentException("filters limit read and publish: the scope admin has no limit");
        }
    }

    /** @param now in milliseconds since 1970 */
    boolean hasEnded(long now) {
        return expires != null && expires <= now;
    }

    boolean isAbout(Topic topic) {
        return filters.isEmpty() || filters.stream().anyMatch(filter -> filter.matches(topic));
    }

    /** Whether it is about every topic of a filter. */
    boolean isAbout(TopicFilter wanted) {
        return filters.isEmpty() || filters.stream().anyMatch(filter -> covers(filter.levels(), wanted.levels()));
    }

    private static boolean covers(List<String> outer, List<String> inner) {
        boolean isReserved = inner.get(0).startsWith("$");
        for (int i = 0; i < outer.size(); i++) {
            String level = outer.get(i);
            boolean isWildcard = level.equals("#") || level.equals("+");
            if (isWildcard && i == 0 && isReserved) {
                return false;
            }
            if (level.equals("#")) {
                return true;
            }
            if (i == inner.size() || inner.get(i).equals("#")) {
                return false;
            }
            if (!level.equals("+") && !level.equals(inner.get(i))) {
                return false;
            }
        }
        return outer.size() == inner.size();
    }
}
