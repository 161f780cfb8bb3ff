package io.bellbird.console.clients;

import io.bellbird.broker.Administration;
import io.bellbird.broker.admin.OpenTraces;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.console.access.Scope;
import io.bellbird.console.http.Api;
import io.bellbird.console.http.Call;
import io.bellbird.console.http.Problem;

/** Follows a client, as Server-Sent Events. */
record TraceEndpoints(Administration broker) {
    void addTo(Api api) {
        api.get("/api/clients/{client}/trace", Scope.ADMIN, this::begin);
    }

    private void begin(Call call) {
        TopicFilter filter =
                call.request().parameter("filter").map(Texts::filter).orElse(null);
        TraceEvents events = new TraceEvents(broker, call.path("client"), filter, call);
        if (!events.begin()) {
            throw Problem.of(
                    503, "Too many traces", OpenTraces.TRACES_MAX + " traces are on already, end one of them first");
        }
    }
}
