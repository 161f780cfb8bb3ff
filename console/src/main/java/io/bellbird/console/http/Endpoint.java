package io.bellbird.console.http;

import io.bellbird.console.access.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be asked for.
 *
 * @param method in upper case: {@code GET}
 * @param path as the OpenAPI document writes it: {@code /api/clients/{client}}; a last part {@code {name...}} takes all
 *     that follows, slashes included
 * @param scope that is needed; null when everybody may
 */
record Endpoint(String method, String path, @Nullable Scope scope, Api.Action action) {
    private List<String> parts() {
        return List.of(path.substring(1).split("/"));
    }

    /**
     * The parameters in a request's path, still encoded; empty when the path is another.
     *
     * @param asked the path of the request
     */
    Optional<Map<String, String>> match(String asked) {
        List<String> wanted = parts();
        List<String> given = List.of(asked.substring(1).split("/", -1));
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            String part = wanted.get(i);
            if (part.endsWith("...}")) {
                String rest = String.join("/", given.subList(Math.min(i, given.size()), given.size()));
                parameters.put(part.substring(1, part.length() - 4), rest);
                return rest.isEmpty() ? Optional.empty() : Optional.of(parameters);
            }
            if (i >= given.size()) {
                return Optional.empty();
            }
            if (part.startsWith("{")) {
                parameters.put(part.substring(1, part.length() - 1), given.get(i));
            } else if (!part.equals(given.get(i))) {
                return Optional.empty();
            }
        }
        return wanted.size() == given.size() ? Optional.of(parameters) : Optional.empty();
    }
}
