package io.bellbird.console.http;

import io.bellbird.broker.admin.AdminReply;
import io.bellbird.broker.admin.AdminRequest;
import io.bellbird.console.access.Access;
import io.bellbird.console.access.Principal;
import io.bellbird.console.access.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The REST interface: what can be asked for, and by whom. Belongs to the admin thread once it serves. */
public final class Api {
    /** What is done when it is asked for. */
    public interface Action {
        /**
         * Does it, and answers, now or later.
         *
         * @throws Problem when it cannot be done
         */
        void run(Call call);
    }

    private final Access access;
    private final List<Endpoint> endpoints = new ArrayList<>();

    /** @param access who finds out who asks */
    public Api(Access access) {
        this.access = access;
    }

    /**
     * Adds something that only reads.
     *
     * @param path as {@link Endpoint#path}
     * @param scope that is needed; null when everybody may
     */
    public Api get(String path, @Nullable Scope scope, Action action) {
        return add("GET", path, scope, action);
    }

    /** Adds something that changes what is there. */
    public Api add(String method, String path, @Nullable Scope scope, Action action) {
        endpoints.add(new Endpoint(method, path, scope, action));
        return this;
    }

    /** What can be asked for, as the document writes it: {@code GET /api/clients}. */
    public List<String> operations() {
        return endpoints.stream()
                .map(endpoint -> endpoint.method() + " " + endpoint.path().replace("...}", "}"))
                .toList();
    }

    /** Answers a request whose path begins with {@code /api/}. */
    public void handle(AdminRequest request, AdminReply reply) {
        Call unknown = new Call(request, reply, Map.of(), null);
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        List<Endpoint> here = endpoints.stream()
                .filter(endpoint -> endpoint.match(request.path()).isPresent())
                .toList();
        Optional<Endpoint> endpoint =
                here.stream().filter(each -> each.method().equals(method)).findFirst();
        if (endpoint.isPresent()) {
            run(endpoint.get(), request, reply, unknown);
        } else if (here.isEmpty()) {
            unknown.fail(Problem.notFound(
                    "there is nothing at " + request.path() + ": /api/openapi.json says what there is"));
        } else {
            String methods = here.stream().map(Endpoint::method).distinct().collect(Collectors.joining(", "));
            unknown.fail(Problem.of(
                    405, "Method not allowed", request.path() + " does not know " + method + ": use " + methods));
        }
    }

    private void run(Endpoint endpoint, AdminRequest request, AdminReply reply, Call unknown) {
        Map<String, String> parameters = endpoint.match(request.path()).orElseThrow();
        if (endpoint.scope() == null) {
            run(endpoint, new Call(request, reply, parameters, null));
            return;
        }
        access.of(request).whenComplete((principal, failure) -> {
            if (failure != null) {
                unknown.fail(failure);
            } else if (!principal.scopes().contains(endpoint.scope())) {
                unknown.fail(missing(principal, endpoint.scope()));
            } else {
                run(endpoint, new Call(request, reply, parameters, principal));
            }
        });
    }

    private static Problem missing(Principal principal, Scope scope) {
        return Problem.forbidden(principal.name() + " has not the scope '" + scope.word() + "' that this needs");
    }

    private static void run(Endpoint endpoint, Call call) {
        try {
            endpoint.action().run(call);
        } catch (RuntimeException | AssertionError failure) {
            call.fail(failure);
        }
    }
}
