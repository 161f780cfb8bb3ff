package io.bellbird.broker.admin;

import io.bellbird.codec.Bytes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request to the admin listener. Immutable.
 *
 * @param method in upper case: {@code GET}
 * @param path from the first slash to the question mark, encoded as it came
 * @param query what follows the question mark, encoded as it came; empty when nothing does
 * @param parameters those that follow the question mark, decoded, by name
 * @param headers by name in lower case
 * @param body what follows the headers, at most 1 MiB
 * @param peer the address of who asks, with its port
 */
public record AdminRequest(
        String method,
        String path,
        String query,
        Map<String, List<String>> parameters,
        Map<String, List<String>> headers,
        Bytes body,
        String peer) {

    /** One of the parameters; empty when it is not there. */
    public Optional<String> parameter(String name) {
        return parameters.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** All parameters of that name. */
    public List<String> parameters(String name) {
        return parameters.getOrDefault(name, List.of());
    }

    /** One of the headers; empty when it is not there. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }
}
