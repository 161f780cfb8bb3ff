package io.bellbird.console.topics;

import io.bellbird.broker.Administration;
import io.bellbird.broker.Broker;
import io.bellbird.broker.BrokerStartException;
import io.bellbird.broker.admin.AdminHandler;
import io.bellbird.broker.admin.AdminReply;
import io.bellbird.broker.admin.AdminRequest;
import io.bellbird.broker.config.AdminListener;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.store.SessionStore;
import io.bellbird.console.access.Administrator;
import io.bellbird.console.http.Api;
import io.bellbird.console.http.ConsoleThread;
import io.bellbird.console.http.RestClient;
import io.bellbird.console.http.TestApi;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** A broker of four shards whose topics an administrator asks for, and one who may see {@code rooms/#} only. */
final class TopicFixture implements AutoCloseable {
    private final Broker broker;
    private final AtomicReference<Administration> administration = new AtomicReference<>();

    TopicFixture(SessionStore store) {
        BrokerConfig config = BrokerConfig.ephemeral().toBuilder()
                .shards(4)
                .adminListener(new AdminListener("127.0.0.1", 0, true))
                .build();
        try {
            broker = Broker.builder(config)
                    .store((retained, nanos) -> store)
                    .adminHandler(found -> {
                        administration.set(found);
                        ConsoleThread thread = new ConsoleThread();
                        Api api = TestApi.of(Map.of("ann", new Administrator("ann"), "rob", new RoomsOnly("rob")));
                        new TopicEndpoints(found, thread).addTo(api);
                        return new AdminHandler() {
                            @Override
                            public void handle(AdminRequest request, AdminReply reply) {
                                api.handle(request, reply);
                            }

                            @Override
                            public void close() {
                                thread.close();
                            }
                        };
                    })
                    .start();
        } catch (BrokerStartException e) {
            throw new IllegalStateException(e);
        }
    }

    Broker broker() {
        return broker;
    }

    Administration administration() {
        return administration.get();
    }

    RestClient ann() {
        return as("ann");
    }

    RestClient rob() {
        return as("rob");
    }

    private RestClient as(String name) {
        return new RestClient(broker.adminAddress().orElseThrow().getPort(), name);
    }

    @Override
    public void close() {
        broker.close();
    }
}
