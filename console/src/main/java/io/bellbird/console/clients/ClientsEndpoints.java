package io.bellbird.console.clients;

import io.bellbird.broker.Administration;
import io.bellbird.console.http.Api;

/** What can be asked of clients and sessions, and done with them. */
public final class ClientsEndpoints {
    private final Administration broker;

    /** @param broker whose clients they are */
    public ClientsEndpoints(Administration broker) {
        this.broker = broker;
    }

    /** Adds all of it. */
    public void addTo(Api api) {
        new ClientEndpoints(broker).addTo(api);
        new SessionEndpoints(broker).addTo(api);
        new GroupEndpoints(broker).addTo(api);
        new ListenerEndpoints(broker).addTo(api);
        new BanEndpoints(broker).addTo(api);
        new DrainEndpoints(broker).addTo(api);
        new TraceEndpoints(broker).addTo(api);
    }
}
