package io.bellbird.console.dashboards;

import io.bellbird.broker.admin.AdminAnswer;
import io.bellbird.codec.Bytes;
import io.bellbird.console.access.Scope;
import io.bellbird.console.http.Api;
import io.bellbird.console.http.Background;
import io.bellbird.console.http.Call;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Dashboards over HTTP: each user has his own, and sees no others. */
public final class DashboardEndpoints {
    private static final String PATH = "/api/dashboards/{name}";

    private final Shelves shelves;
    private final Background background;

    /**
     * Dashboards.
     *
     * @param dataFolder where they get a folder of their own; empty keeps them in memory
     * @param background reads and writes them, so that whatever is done to dashboards is done one after the other
     */
    public DashboardEndpoints(Optional<Path> dataFolder, Background background) {
        this.shelves = new Shelves(dataFolder.map(folder -> folder.resolve("dashboards")));
        this.background = background;
    }

    /** What can be asked for. */
    public void addTo(Api api) {
        api.get("/api/dashboards", Scope.READ, call -> later(call, this::list));
        api.get(PATH, Scope.READ, call -> later(call, this::get));
        api.add("PUT", PATH, Scope.READ, call -> later(call, this::put));
        api.add("DELETE", PATH, Scope.READ, call -> later(call, this::delete));
    }

    private void later(Call call, Api.Action action) {
        background.run(call, () -> action.run(call));
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
        shelves.save(owner(call), before.with(name, dashboard));
        call.send(new AdminAnswer(204, Map.of("etag", dashboard.tag()), Bytes.EMPTY));
    }

    private void delete(Call call) {
        String name = call.path("name");
        Shelf before = load(call);
        check(call, before, name);
        before.get(name);
        shelves.save(owner(call), before.without(name));
        call.done();
    }

    private Shelf load(Call call) {
        return shelves.load(owner(call));
    }

    /** He who says what he has seen is refused when it is another now. */
    private static void check(Call call, Shelf shelf, String name) {
        call.request().header("if-match").ifPresent(tag -> shelf.check(name, tag));
        call.request().header("if-none-match").filter("*"::equals).ifPresent(none -> shelf.check(name, ""));
    }

    private record Listing(List<Listed> dashboards) {}

    private record Listed(String name, int tiles, String etag) {}

    /** Kinds are told apart, since a user may have the name of a token. */
    private static String owner(Call call) {
        return call.principal().kind() + " " + call.principal().name();
    }
}
