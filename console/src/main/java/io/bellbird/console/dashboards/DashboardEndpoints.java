package io.bellbird.console.dashboards;

import io.bellbird.broker.admin.AdminAnswer;
import io.bellbird.broker.watch.Audit;
import io.bellbird.codec.Bytes;
import io.bellbird.console.access.Scope;
import io.bellbird.console.http.Api;
import io.bellbird.console.http.Call;
import io.bellbird.console.http.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Dashboards over HTTP: each user has his own, and sees no others. */
public final class DashboardEndpoints {
    private static final Logger log = LoggerFactory.getLogger(DashboardEndpoints.class);

    private static final String PATH = "/api/dashboards/{name}";
    private static final int WAITING_MAX = 100;
    private static final int IDLE_SECONDS = 10;

    private final Shelves shelves;
    private final Optional<Audit> audit;
    private final Executor thread = thread();

    /**
     * Dashboards.
     *
     * @param dataFolder where they get a folder of their own; empty keeps them in memory
     * @param audit told of what changes
     */
    public DashboardEndpoints(Optional<Path> dataFolder, Optional<Audit> audit) {
        this.shelves = new Shelves(dataFolder.map(folder -> folder.resolve("dashboards")));
        this.audit = audit;
    }

    /** One thread, which is there while it is needed: whatever is done to dashboards is done one after the other. */
    private static Executor thread() {
        ThreadPoolExecutor thread = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING_MAX), task -> {
                    Thread made = new Thread(task, "bellbird-dashboards");
                    made.setDaemon(true);
                    return made;
                });
        thread.allowCoreThreadTimeOut(true);
        return thread;
    }

    /** What can be asked for. */
    public void addTo(Api api) {
        api.get("/api/dashboards", Scope.READ, call -> later(call, this::list));
        api.get(PATH, Scope.READ, call -> later(call, this::get));
        api.add("PUT", PATH, Scope.READ, call -> later(call, this::put));
        api.add("DELETE", PATH, Scope.READ, call -> later(call, this::delete));
    }

    private void later(Call call, Api.Action action) {
        try {
            thread.execute(() -> {
                try {
                    action.run(call);
                } catch (RuntimeException failure) {
                    call.fail(failure);
                }
            });
        } catch (RejectedExecutionException tooMany) {
            log.debug("no more than {} may wait", WAITING_MAX, tooMany);
            call.fail(Problem.of(503, "Busy", "too many ask for dashboards: try again in a second"));
        }
    }

    private void list(Call call) {
        List<Listed> listed = load(call).dashboards().entrySet().stream()
                .map(each -> new Listed(
                        each.getKey(), each.getValue().tiles(), each.getValue().tag()))
                .toList();
        call.ok(new Listing(listed));
    }

    private void get(Call call) {
        Dashboard dashboard = load(call).get(call.path("name"));
        call.send(AdminAnswer.of(200, "application/json", dashboard.text()).with("etag", dashboard.tag()));
    }

    private void put(Call call) {
        String name = call.path("name");
        Dashboard dashboard = Dashboard.of(call.request().body().array());
        Shelf before = load(call);
        check(call, before, name);
        shelves.save(call.principal().name(), before.with(name, dashboard));
        call.send(new AdminAnswer(204, Map.of("etag", dashboard.tag()), Bytes.EMPTY));
    }

    private void delete(Call call) {
        String name = call.path("name");
        Shelf before = load(call);
        check(call, before, name);
        before.get(name);
        shelves.save(call.principal().name(), before.without(name));
        call.done();
    }

    private Shelf load(Call call) {
        return shelves.load(call.principal().name());
    }

    /** He who says what he has seen is refused when it is another now. */
    private static void check(Call call, Shelf shelf, String name) {
        call.request().header("if-match").ifPresent(tag -> shelf.check(name, tag));
        call.request().header("if-none-match").filter("*"::equals).ifPresent(none -> shelf.check(name, ""));
    }

    private record Listing(List<Listed> dashboards) {}

    private record Listed(String name, int tiles, String etag) {}
}
