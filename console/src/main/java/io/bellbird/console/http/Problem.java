package io.bellbird.console.http;

import io.bellbird.broker.admin.AdminAnswer;
import io.bellbird.codec.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;

/** Why a request is not done, as the answer says it: problem+json (RFC 9457). */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String title;
    private final transient Map<String, Object> more;
    private final transient Map<String, String> headers;

    private Problem(int status, String title, String detail, Map<String, Object> more, Map<String, String> headers) {
        super(detail, null, false, false);
        this.status = status;
        this.title = title;
        this.more = more;
        this.headers = headers;
    }

    /**
     * A problem.
     *
     * @param status of HTTP, 400..599
     * @param title the same for all problems of this kind
     * @param detail names what is wrong, and says what to do
     */
    public static Problem of(int status, String title, String detail) {
        return new Problem(status, title, detail, Map.of(), Map.of());
    }

    /** The same, with one more member in the answer. */
    public Problem with(String member, Object value) {
        Map<String, Object> members = new LinkedHashMap<>(more);
        members.put(member, value);
        return new Problem(status, title, detail(), members, headers);
    }

    /** The same, with one more header of HTTP. */
    public Problem withHeader(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(name, value);
        return new Problem(status, title, detail(), more, all);
    }

    /** What was asked for is not there. */
    public static Problem notFound(String detail) {
        return of(404, "Not found", detail);
    }

    /** The request is not as it should be. */
    public static Problem badRequest(String detail) {
        return of(400, "Bad request", detail);
    }

    /** He who asks may not. */
    public static Problem forbidden(String detail) {
        return of(403, "Forbidden", detail);
    }

    /** What is there now stands against it. */
    public static Problem conflict(String detail) {
        return of(409, "Conflict", detail);
    }

    /**
     * It was asked for too often.
     *
     * @param retrySeconds when to try again, in seconds
     */
    public static Problem tooMany(String detail, long retrySeconds) {
        return of(429, "Too many requests", detail).withHeader("retry-after", Long.toString(retrySeconds));
    }

    /** Of HTTP. */
    public int status() {
        return status;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    /** As it is sent. */
    AdminAnswer answer() {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("content-type", "application/problem+json");
        if (status == 401) {
            all.put("www-authenticate", "Bearer");
        } else if (status == 503) {
            all.putIfAbsent("retry-after", "1");
        }
        return new AdminAnswer(status, all, Bytes.utf8(Json.write(members())));
    }

    private Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "about:blank");
        members.put("title", title);
        members.put("status", status);
        members.put("detail", detail());
        members.putAll(more);
        return members;
    }
}
