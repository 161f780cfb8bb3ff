package io.bellbird.broker.routing;

import io.bellbird.broker.ShardConfined;

/** Brings publications to the subscribers of one shard. */
@ShardConfined
public final class Router {
    private final RouteCache routes;

    public Router(RouteCache routes) {
        this.routes = routes;
    }

    /**
     * Delivers to every subscriber of this shard that matches; one that fails pays alone.
     *
     * @return where the publication goes in all
     */
    public Route deliver(Publication publication) {
        Route route = routes.route(publication.topic());
        for (int i = 0; i < route.receiverCount(); i++) {
            Receiver receiver = route.receiver(i).forPublisher(publication.publisher());
            if (receiver != null) {
                deliver(publication, receiver);
            }
        }
        return route;
    }

    private static void deliver(Publication publication, Receiver receiver) {
        try {
            receiver.subscriber().deliver(publication, receiver);
        } catch (RuntimeException | AssertionError bug) {
            receiver.subscriber().failed(bug);
        }
    }
}
