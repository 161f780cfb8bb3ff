package io.bellbird.console.http;

import io.bellbird.broker.admin.AdminRequest;
import io.bellbird.console.access.Principal;
import java.util.concurrent.CompletableFuture;

/** Decides who is answered at all, and finds out who asks. On the admin thread. */
public interface Admission {
    /**
     * Lets a request in, whoever asks.
     *
     * @throws Problem when there are too many of them, or when another page made a browser send it
     */
    void admit(AdminRequest request);

    /**
     * Who asks.
     *
     * @return later, on any thread, when a password must be checked; with a {@link Problem} when he is not known
     */
    CompletableFuture<Principal> of(AdminRequest request);
}
