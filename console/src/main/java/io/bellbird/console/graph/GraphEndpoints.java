package io.bellbird.console.graph;

import io.bellbird.broker.admin.Shards;
import io.bellbird.console.access.Scope;
import io.bellbird.console.http.Api;
import io.bellbird.console.http.Call;
import io.bellbird.console.http.ConsoleThread;
import io.bellbird.console.http.Problem;

/** Shows the live graph over HTTP. */
public final class GraphEndpoints {
    private final LiveGraph graph;

    /**
     * The graph.
     *
     * @param shards of the broker, which count what is to be seen
     * @param thread puts it together
     */
    public GraphEndpoints(Shards shards, ConsoleThread thread) {
        graph = new LiveGraph(shards, thread);
    }

    /** Adds what can be asked for. */
    public void addTo(Api api) {
        api.get("/api/graph/stream", Scope.ADMIN, this::stream);
    }

    private void stream(Call call) {
        GraphQuery query = GraphQuery.of(call);
        if (!graph.admit()) {
            throw Problem.of(
                    503,
                    "Too many",
                    LiveGraph.VIEWERS_MAX + " already look at the live graph: close one of these pages first");
        }
        Viewer viewer = new Viewer(new Scene(query, System::currentTimeMillis), graph::end);
        viewer.wakeBy(call.stream(viewer));
        graph.show(viewer);
    }
}
