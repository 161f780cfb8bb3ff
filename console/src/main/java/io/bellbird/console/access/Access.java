package io.bellbird.console.access;

import io.bellbird.broker.admin.AdminAnswer;
import io.bellbird.broker.admin.AdminRequest;
import io.bellbird.broker.admin.AdminToken;
import io.bellbird.codec.Bytes;
import io.bellbird.console.http.Api;
import io.bellbird.console.http.Problem;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Finds out who asks. */
public final class Access {
    private static final String COOKIE = "bellbird=";

    private final AdminToken adminToken;

    /** @param adminToken whose bearer may do everything */
    public Access(AdminToken adminToken) {
        this.adminToken = adminToken;
    }

    /**
     * Who asks. On the admin thread.
     *
     * @return later, on any thread, when a password must be checked; with a {@link Problem} when he is not known, or
     *     when the request may be one that another page made a browser send
     */
    public CompletableFuture<Principal> of(AdminRequest request) {
        if (adminToken.isIn(request.header("authorization").orElse(null))
                || adminToken.isIn("Bearer " + cookie(request))) {
            return CompletableFuture.completedFuture(new Administrator("admin.token"));
        }
        return CompletableFuture.failedFuture(Problem.of(401, "Who are you?", adminToken.whereItIs()));
    }

    private static String cookie(AdminRequest request) {
        return request.header("cookie")
                .filter(cookie -> cookie.startsWith(COOKIE))
                .map(cookie -> cookie.substring(COOKIE.length()))
                .orElse("");
    }

    /** Lets a browser in that has the token: from then on it sends it by itself. */
    public void addTo(Api api) {
        api.add("POST", "/api/login", null, call -> {
            String token = call.body(Login.class).token();
            if (!adminToken.isIn("Bearer " + token)) {
                throw Problem.of(401, "Who are you?", adminToken.whereItIs());
            }
            call.send(new AdminAnswer(
                    204, Map.of("set-cookie", COOKIE + token + "; HttpOnly; SameSite=Strict; Path=/"), Bytes.EMPTY));
        });
    }

    private record Login(String token) {}
}
