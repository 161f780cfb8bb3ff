package io.bellbird.console.clients;

import io.bellbird.broker.Administration;
import io.bellbird.broker.monitor.Gauge;
import io.bellbird.broker.security.Gate;
import io.bellbird.console.access.Scope;
import io.bellbird.console.http.Api;
import io.bellbird.console.http.Call;
import io.bellbird.console.http.Problem;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Lets nobody in any more, and asks those who are there to go: so that another broker can take over. */
final class DrainEndpoints {
    private static final int SECONDS_DEFAULT = 30;
    private static final int SECONDS_MAX = 86_400;

    private final Administration broker;

    DrainEndpoints(Administration broker) {
        this.broker = broker;
    }

    void addTo(Api api) {
        api.get("/api/drain", Scope.ADMIN, this::show)
                .add("POST", "/api/drain", Scope.ADMIN, this::begin)
                .add("DELETE", "/api/drain", Scope.ADMIN, this::end);
    }

    /**
     * How it stands.
     *
     * @param connected clients that are still there
     * @param seconds over which they are asked to go; absent, as since, unless the broker is drained
     * @param since milliseconds since 1970
     */
    private record State(boolean draining, long connected, @Nullable Integer seconds, @Nullable Long since) {}

    private void show(Call call) {
        call.later(state());
    }

    private CompletableFuture<State> state() {
        return broker.shards().ask(shard -> shard.gauges().get(Gauge.CONNECTED)).thenApply(each -> {
            Optional<Gate.Drain> drain = broker.gate().draining();
            return new State(
                    drain.isPresent(),
                    each.stream().mapToLong(Long::longValue).sum(),
                    drain.map(Gate.Drain::seconds).orElse(null),
                    drain.map(begun -> System.currentTimeMillis() - TimeUnit.SECONDS.toMillis(begun.secondsSince()))
                            .orElse(null));
        });
    }

    /** It may be missing. */
    private record Draining(@Nullable Integer seconds) {}

    private void begin(Call call) {
        Integer wanted = call.request().body().length() == 0 ? null : call.body(Draining.class).seconds;
        int seconds = wanted == null ? SECONDS_DEFAULT : wanted;
        if (seconds < 0 || seconds > SECONDS_MAX) {
            throw Problem.badRequest("seconds is " + seconds + ": use a number from 0 to " + SECONDS_MAX);
        }
        broker.gate().drain(seconds);
        call.about(seconds + " s");
        call.later(broker.shards()
                .ask(shard -> {
                    shard.sessions().drain(TimeUnit.SECONDS.toNanos(seconds));
                    return true;
                })
                .thenCompose(all -> state()));
    }

    private void end(Call call) {
        broker.gate().open();
        call.later(broker.shards()
                .ask(shard -> {
                    shard.sessions().stopDraining();
                    return true;
                })
                .thenCompose(all -> state()));
    }
}
