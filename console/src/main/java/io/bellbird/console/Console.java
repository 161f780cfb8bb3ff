package io.bellbird.console;

import io.bellbird.broker.Administration;
import io.bellbird.broker.admin.AdminAnswer;
import io.bellbird.broker.admin.AdminHandler;
import io.bellbird.broker.admin.AdminReply;
import io.bellbird.broker.admin.AdminRequest;
import io.bellbird.console.audit.AuditEndpoints;
import io.bellbird.console.clients.ClientsEndpoints;
import io.bellbird.console.configuration.ConfigurationEndpoints;
import io.bellbird.console.dashboards.DashboardEndpoints;
import io.bellbird.console.graph.GraphEndpoints;
import io.bellbird.console.http.Api;
import io.bellbird.console.http.Background;
import io.bellbird.console.http.ConsoleThread;
import io.bellbird.console.http.OpenApi;
import io.bellbird.console.login.Access;
import io.bellbird.console.login.AccessEndpoints;
import io.bellbird.console.page.PageFiles;
import io.bellbird.console.security.SecurityEndpoints;
import io.bellbird.console.status.StatusEndpoints;
import io.bellbird.console.topics.TopicEndpoints;
import java.util.List;

/** The REST interface and the page of a broker, at its admin listener. The one place where their parts are put together. */
public final class Console implements AdminHandler {
    private final Access access;
    private final ConsoleThread thread = new ConsoleThread();
    private final Background files = new Background("bellbird-console-files");
    private final Background checks = new Background("bellbird-console-checks");
    private final Api api;
    private final PageFiles page = new PageFiles();

    private Console(Administration broker, ConsoleHost host) {
        this.access = new Access(broker, host.dataFolder());
        this.api = new Api(access, event -> broker.audit().ifPresent(audit -> audit.note(event)));
        addEndpoints(broker, host);
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

    private void addEndpoints(Administration broker, ConsoleHost host) {
        new ClientsEndpoints(broker).addTo(api);
        new SecurityEndpoints(broker, host.checkup(), files, checks).addTo(api);
        new DashboardEndpoints(host.dataFolder(), files).addTo(api);
        new GraphEndpoints(broker.shards(), thread).addTo(api);
        new TopicEndpoints(broker, thread).addTo(api);
        new ConfigurationEndpoints(host.configuration(), files).addTo(api);
        new StatusEndpoints(broker, host.configuration(), thread, files).addTo(api);
        api.get(
                "/api/openapi.json",
                null,
                call -> call.send(AdminAnswer.of(200, "application/json", OpenApi.document())));
        new AccessEndpoints(access, files).addTo(api);
        new AuditEndpoints(broker, files).addTo(api);
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

    /** Who may not stay by what holds now is out when this returns. */
    @Override
    public void onReload() {
        access.onReload();
        api.onReload();
    }

    @Override
    public void close() {
        thread.close();
        files.close();
        checks.close();
        access.close();
    }
}
