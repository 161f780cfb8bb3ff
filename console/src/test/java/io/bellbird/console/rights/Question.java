package io.bellbird.console.rights;

import io.bellbird.console.http.RestClient;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How an operation is asked for.
 *
 * @param body null for none
 * @param tells an administrator gets an answer with the topic of the {@link Vault} in it
 */
record Question(String method, String path, @Nullable String body, boolean tells) {
    /** That may be answered with the topic. */
    static Question telling(String path) {
        return new Question("GET", path, null, true);
    }

    static Question get(String path) {
        return new Question("GET", path, null, false);
    }

    static Question of(String method, String path) {
        return new Question(method, path, null, false);
    }

    static Question of(String method, String path, String body) {
        return new Question(method, path, body, false);
    }

    /** Whether who asks has said the name of the topic himself. */
    boolean isNamed() {
        return path.contains(Vault.NAME) || (body != null && body.contains(Vault.NAME));
    }

    /** The same about what is not there. */
    Question aboutNothing() {
        return new Question(method, Vault.nothingOf(path), body == null ? null : Vault.nothingOf(body), tells);
    }

    RestClient.Answer ask(RestClient who) {
        return method.equals("GET") && body == null
                ? who.get(path)
                : who.ask(
                        method,
                        path,
                        body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8),
                        body == null ? null : "application/json");
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
