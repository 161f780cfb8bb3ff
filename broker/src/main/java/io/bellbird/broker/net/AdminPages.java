package io.bellbird.broker.net;

import io.bellbird.broker.monitor.MetricsPage;
import io.bellbird.broker.net.Routes.Answer;
import io.bellbird.broker.shard.Overview;
import io.bellbird.broker.shard.Shared;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import java.util.function.Consumer;

/** Metrics and health of a broker. Belongs to the thread of the admin listener. */
final class AdminPages {
    private static final long METRICS_MILLIS_MAX = 2_000;
    private static final long LIVE_MILLIS_MAX = 5_000;

    private final Overview overview;
    private final NettyServer server;
    private final ShardPoll poll;
    private State state = State.STARTING;

    /** What the broker is doing. */
    enum State {
        STARTING,
        OPEN,
        STOPPING
    }

    AdminPages(Shared shared, NettyServer server, EventLoop own) {
        this.overview = new Overview(shared);
        this.server = server;
        this.poll = new ShardPoll(server.shards(), own, shared.clock());
    }

    void become(State next) {
        state = next;
    }

    Routes routes() {
        return new Routes()
                .add("/metrics", this::metrics)
                .add("/health/live", this::live)
                .add("/health/ready", this::ready);
    }

    private void metrics(Consumer<Answer> completion) {
        poll.ask(
                METRICS_MILLIS_MAX,
                missing -> completion.accept(new Answer(
                        HttpResponseStatus.OK,
                        MetricsPage.CONTENT_TYPE,
                        page(missing).text())));
    }

    private MetricsPage page(long missing) {
        Map<String, Integer> connections = state == State.STARTING ? Map.of() : server.connectionsByListener();
        return overview.metrics(poll.total(), Long.bitCount(missing), connections);
    }

    private void live(Consumer<Answer> completion) {
        poll.ask(
                LIVE_MILLIS_MAX,
                missing -> completion.accept(
                        missing == 0
                                ? Answer.line(HttpResponseStatus.OK, "ok")
                                : unavailable("shard " + Long.numberOfTrailingZeros(missing)
                                        + " has not answered for 5 seconds")));
    }

    private void ready(Consumer<Answer> completion) {
        switch (state) {
            case STARTING -> completion.accept(unavailable("the broker is starting"));
            case STOPPING -> completion.accept(unavailable("the broker is stopping"));
            case OPEN -> poll.ask(METRICS_MILLIS_MAX, missing -> completion.accept(whenOpen()));
        }
    }

    private Answer whenOpen() {
        String why = overview.whyNotTaking(poll.total());
        return why.isEmpty() ? Answer.line(HttpResponseStatus.OK, "ok") : unavailable(why);
    }

    private static Answer unavailable(String why) {
        return Answer.line(HttpResponseStatus.SERVICE_UNAVAILABLE, why);
    }
}
