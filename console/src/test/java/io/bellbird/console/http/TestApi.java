package io.bellbird.console.http;

import io.bellbird.broker.admin.AdminRequest;
import io.bellbird.console.access.Principal;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A REST interface that takes whoever asks at his word. */
public final class TestApi {
    private TestApi() {}

    /**
     * One that knows these.
     *
     * @param known by what stands behind {@code Bearer}
     */
    public static Api of(Map<String, Principal> known) {
        return new Api(
                new Admission() {
                    @Override
                    public void admit(AdminRequest request) {}

                    @Override
                    public CompletableFuture<Principal> of(AdminRequest request) {
                        String name = request.header("authorization").orElse("").replaceFirst("^Bearer ", "");
                        Principal principal = known.get(name);
                        return principal == null
                                ? CompletableFuture.failedFuture(Problem.of(401, "Who are you?", name))
                                : CompletableFuture.completedFuture(principal);
                    }
                },
                event -> {});
    }
}
