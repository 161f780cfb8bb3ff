package io.bellbird.console.http;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.admin.AdminReply;
import io.bellbird.broker.admin.AdminRequest;
import io.bellbird.broker.watch.AuditEvent;
import io.bellbird.console.access.Principal;
import io.bellbird.console.access.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The REST interface: what can be asked for, and by whom. Belongs to the admin thread once it serves. Whatever is asked for
 * with another method than GET is told to the audit log, with who asked and what he was answered.
 */
public final class Api {
    /** What is done when it is asked for. */
    public interface Action {
        /**
         * Does it, and answers, now or later. On the admin thread.
         *
         * @throws Problem when it cannot be done
         */
        void run(Call call);
    }

    private final Admission admission;
    private final Consumer<AuditEvent> audit;
    private final OpenStreams streams = new OpenStreams();
    private final List<Endpoint> endpoints = new ArrayList<>();

    /**
     * Without anything that can be asked for.
     *
     * @param admission who finds out who asks
     * @param audit told of changes, by any thread
     */
    public Api(Admission admission, Consumer<AuditEvent> audit) {
        this.admission = admission;
        this.audit = audit;
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
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        List<Endpoint> here = endpoints.stream()
                .filter(endpoint -> endpoint.match(request.path()).isPresent())
                .toList();
        Optional<Endpoint> endpoint =
                here.stream().filter(each -> each.method().equals(method)).findFirst();
        boolean isChange = endpoint.isPresent() && !method.equals("GET");
        ApiReply common = new ApiReply(request, reply, streams, audit, isChange);
        Call unknown = new Call(request, common, Map.of());
        try {
            admission.admit(request);
            run(endpoint.orElseThrow(() -> missing(request, here)), request, common);
        } catch (RuntimeException | AssertionError failure) {
            unknown.fail(failure);
        }
    }

    private static Problem missing(AdminRequest request, List<Endpoint> here) {
        if (here.isEmpty()) {
            return Problem.notFound("there is nothing at " + request.path() + ": /api/openapi.json says what there is");
        }
        String methods = here.stream().map(Endpoint::method).distinct().collect(Collectors.joining(", "));
        return Problem.of(
                        405,
                        "Method not allowed",
                        request.path() + " does not know " + request.method() + ": use " + methods)
                .withHeader("allow", methods);
    }

    private void run(Endpoint endpoint, AdminRequest request, ApiReply reply) {
        Call call = new Call(request, reply, endpoint.match(request.path()).orElseThrow());
        Scope scope = endpoint.scope();
        if (scope == null) {
            endpoint.action().run(call);
            return;
        }
        admission
                .of(request)
                .whenComplete((principal, failure) -> reply.execute(() -> {
                    if (failure != null) {
                        call.fail(failure);
                        return;
                    }
                    reply.by(principal);
                    try {
                        check(principal, scope);
                        endpoint.action().run(call);
                    } catch (RuntimeException | AssertionError problem) {
                        call.fail(problem);
                    }
                }));
    }

    private static void check(Principal principal, Scope scope) {
        if (!principal.scopes().contains(scope)) {
            String what = "the scope '" + scope.word() + "' that this needs";
            throw principal.kind().equals("anonymous")
                    ? Problem.of(401, "Who are you?", "who does not log in has not " + what)
                    : Problem.forbidden(principal.name() + " has not " + what);
        }
    }

    /** Ends the streams of those who may not stay. */
    @AnyThread
    public void review() {
        streams.review();
    }

    /** The broker's configuration was read again: the streams of those end who may not stay. */
    @AnyThread
    public void onReload() {
        streams.onReload();
    }
}
