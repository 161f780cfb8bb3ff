package io.bellbird.broker.routing;

import io.bellbird.broker.ShardConfined;
import io.bellbird.codec.Topic;
import java.util.function.IntConsumer;

/** Brings publications to the subscribers of one shard. */
@ShardConfined
public final class Router {
    private final RouteCache routes;
    private final IntConsumer excluded;

    /** @param excluded told of how many subscribers did not get a message for lack of rights, when there were any */
    public Router(RouteCache routes, IntConsumer excluded) {
        this.routes = routes;
        this.excluded = excluded;
    }

    /** Where a message goes that is published now. */
    public Route route(Topic topic) {
        return routes.route(topic);
    }

    /** Where a message goes that another shard has sent here: to every subscriber of this one that matches now. */
    public Route routeHere(Topic topic) {
        return routes.routeHere(topic);
    }

    /** Delivers to every subscriber of a route; one that fails pays alone. */
    public void deliver(Publication publication, Route route) {
        for (int i = 0; i < route.receiverCount(); i++) {
            deliver(publication, route.receiver(i));
        }
        if (route.excludedCount() > 0) {
            excluded.accept(route.excludedCount());
        }
    }

    private static void deliver(Publication publication, Receiver merged) {
        try {
            Receiver receiver = merged.forPublisher(publication.publisher());
            if (receiver != null) {
                receiver.subscriber().deliver(publication, receiver);
            }
        } catch (RuntimeException | AssertionError bug) {
            merged.subscriber().failed(bug);
        }
    }
}
