package io.bellbird.console;

import io.bellbird.broker.Administration;
import io.bellbird.broker.admin.AdminAnswer;
import io.bellbird.broker.admin.AdminHandler;
import io.bellbird.broker.admin.AdminReply;
import io.bellbird.broker.admin.AdminRequest;
import io.bellbird.console.access.Access;
import io.bellbird.console.http.Api;
import io.bellbird.console.http.OpenApi;
import io.bellbird.console.page.PageFiles;
import java.util.List;

/** The REST interface and the page of a broker, at its admin listener. The one place where their parts are put together. */
public final class Console implements AdminHandler {
    private final Api api;
    private final PageFiles page = new PageFiles();

    Console(Administration broker, ConsoleHost host) {
        this.api = api(broker, host);
    }

    /**
     * A console.
     *
     * @param broker that it is the console of
     * @param host the program around both
     */
    public static Console of(Administration broker, ConsoleHost host) {
        return new Console(broker, host);
    }

    static Api api(Administration broker, ConsoleHost host) {
        Access access = new Access(broker.token());
        Api api = new Api(access);
        access.addTo(api);
        api.get(
                "/api/openapi.json",
                null,
                call -> call.send(AdminAnswer.of(200, "application/json", OpenApi.document())));
        return api;
    }

    /** What can be asked for: {@code GET /api/clients}. */
    public List<String> operations() {
        return api.operations();
    }

    @Override
    public void handle(AdminRequest request, AdminReply reply) {
        if (request.path().startsWith("/api/")) {
            api.handle(request, reply);
        } else {
            reply.send(page.answer(request));
        }
    }
}
