package io.bellbird.broker.admin;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.shard.ShardClock;
import io.bellbird.broker.watch.Trace;
import io.bellbird.broker.watch.Traces;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The traces of a broker that are on, whoever reads them. Any thread; every method takes the one lock, under which the
 * shards are told as well, so that each of them hears of all changes in order.
 */
public final class OpenTraces {
    /** How many are on at once. */
    public static final int TRACES_MAX = 8;

    private final Shards shards;
    private final Instant began = Instant.now();
    private final ShardClock clock;
    private final long beganNanos;
    private final List<Trace> open = new ArrayList<>();

    /** No trace is on. */
    public OpenTraces(Shards shards, ShardClock clock) {
        this.shards = shards;
        this.clock = clock;
        this.beganNanos = clock.nanos();
    }

    /**
     * Begins a trace.
     *
     * @return complete when all shards know of it; empty when as many are on as may be
     */
    @AnyThread
    public synchronized Optional<CompletableFuture<?>> begin(Trace trace) {
        if (open.size() == TRACES_MAX) {
            return Optional.empty();
        }
        open.add(trace);
        return Optional.of(tellShards());
    }

    /** Ends a trace; does nothing when it has ended. */
    @AnyThread
    public synchronized void end(Trace trace) {
        if (open.remove(trace)) {
            tellShards();
        }
    }

    private CompletableFuture<?> tellShards() {
        Traces traces = Traces.of(open);
        return shards.ask(shard -> {
            shard.trace(traces);
            return true;
        });
    }

    /** How many are on. */
    @AnyThread
    public synchronized int count() {
        return open.size();
    }

    /** The time of day of a line. */
    @AnyThread
    public Instant time(Trace.Line line) {
        return time(line.nanos());
    }

    /** The time of day now, as lines tell it. */
    @AnyThread
    public Instant now() {
        return time(clock.nanos());
    }

    private Instant time(long nanos) {
        return began.plusNanos(nanos - beganNanos);
    }
}
