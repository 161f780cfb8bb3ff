package io.bellbird.broker.admin;

import io.bellbird.codec.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a request to the admin listener gets. Immutable.
 *
 * @param status 200..599
 * @param headers by name; those of length and connection come by themselves, {@code Cache-Control: no-store} unless it
 *     is here
 */
public record AdminAnswer(int status, Map<String, String> headers, Bytes body) {
    /** Of a text in UTF-8. */
    public static AdminAnswer of(int status, String contentType, String body) {
        return new AdminAnswer(status, Map.of("content-type", contentType), Bytes.utf8(body));
    }

    /** The same with one more header, in place of one of that name. */
    public AdminAnswer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new AdminAnswer(status, Map.copyOf(more), body);
    }
}
