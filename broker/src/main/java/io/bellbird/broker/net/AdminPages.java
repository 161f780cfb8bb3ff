package io.bellbird.broker.net;

import io.bellbird.broker.admin.OpenTraces;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.monitor.MetricsPage;
import io.bellbird.broker.net.Routes.Answer;
import io.bellbird.broker.net.Routes.Reply;
import io.bellbird.broker.net.Routes.Request;
import io.bellbird.broker.shard.Overview;
import io.bellbird.broker.shard.Shared;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What those see of a broker who watch it: metrics and health for everybody, the rest for who has the token. Belongs to
 * the thread of the admin listener.
 */
final class AdminPages {
    private static final long METRICS_MILLIS_MAX = 2_000;
    private static final long LIVE_MILLIS_MAX = 5_000;

    private final Overview overview;
    private final NettyServer server;
    private final ShardPoll poll;
    private final BanPages bans;
    private final OpenTraces openTraces;
    private final TracePages traces;
    private final ClientPages clients;
    private long memoryLimitBytes;
    private State state = State.STARTING;

    /** What the broker is doing. */
    enum State {
        STARTING,
        OPEN,
        STOPPING
    }

    AdminPages(Shared shared, NettyServer server, EventLoop own, OpenTraces openTraces) {
        this.overview = new Overview(shared);
        this.memoryLimitBytes = shared.config().messageBytesMax();
        this.server = server;
        this.poll = new ShardPoll(server.shards(), own, shared.clock());
        this.bans = new BanPages(shared.authenticator(), shared.gate());
        this.openTraces = openTraces;
        this.traces = new TracePages(server.shards().size(), own, openTraces, shared.audit());
        this.clients = new ClientPages(server.shards(), own);
    }

    void become(State next) {
        state = next;
    }

    /** Another configuration holds. */
    void reconfigure(BrokerConfig config) {
        memoryLimitBytes = config.messageBytesMax();
    }

    Routes routes() {
        Routes routes = new Routes()
                .open("/metrics", this::metrics)
                .open("/health/live", this::live)
                .open("/health/ready", this::ready);
        bans.addTo(routes);
        traces.addTo(routes);
        clients.addTo(routes);
        return routes;
    }

    private void metrics(Request request, Reply reply) {
        measure(page -> reply.send(new Answer(HttpResponseStatus.OK, MetricsPage.CONTENT_TYPE, page.text())));
    }

    /** All metrics, a little later. */
    void measure(Consumer<MetricsPage> then) {
        poll.ask(METRICS_MILLIS_MAX, missing -> then.accept(page(missing)));
    }

    private MetricsPage page(long missing) {
        Map<String, Integer> connections = state == State.STARTING ? Map.of() : server.connectionsByListener();
        return overview.metrics(
                poll.total(), Long.bitCount(missing), connections, openTraces.count(), memoryLimitBytes);
    }

    private void live(Request request, Reply reply) {
        poll.ask(
                LIVE_MILLIS_MAX,
                missing -> reply.send(
                        missing == 0
                                ? Answer.line(HttpResponseStatus.OK, "ok")
                                : unavailable("shard " + Long.numberOfTrailingZeros(missing)
                                        + " has not answered for 5 seconds")));
    }

    private void ready(Request request, Reply reply) {
        switch (state) {
            case STARTING -> reply.send(unavailable("the broker is starting"));
            case STOPPING -> reply.send(unavailable("the broker is stopping"));
            case OPEN -> poll.ask(METRICS_MILLIS_MAX, missing -> reply.send(whenOpen()));
        }
    }

    private Answer whenOpen() {
        String why = overview.whyNotTaking(poll.total(), memoryLimitBytes);
        return why.isEmpty() ? Answer.line(HttpResponseStatus.OK, "ok") : unavailable(why);
    }

    private static Answer unavailable(String why) {
        return Answer.line(HttpResponseStatus.SERVICE_UNAVAILABLE, why);
    }
}
