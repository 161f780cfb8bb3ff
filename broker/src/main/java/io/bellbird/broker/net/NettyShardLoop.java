package io.bellbird.broker.net;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.monitor.SlowTurn;
import io.bellbird.broker.shard.Shard;
import io.bellbird.broker.shard.ShardClock;
import io.bellbird.broker.shard.ShardLoop;
import io.bellbird.codec.TopicCache;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event loop as the thread of a shard. Netty runs what is executed on a loop after the sockets that were ready, so
 * that one end of turn follows them all: one batch for the store, one wake-up for each other shard, one flush for each
 * connection.
 */
@ShardConfined
final class NettyShardLoop implements ShardLoop {
    private static final Logger log = LoggerFactory.getLogger(NettyShardLoop.class);

    private static final int TOPIC_CACHE_SLOTS = 8_192;

    private final EventLoop eventLoop;
    private final ShardClock clock;
    private final TopicCache topics = new TopicCache(TOPIC_CACHE_SLOTS);
    private final FanOutWriter fanOutWriter = new FanOutWriter();
    /** By prefix: as many as listeners have one. */
    private final Map<String, MountPoint> mountPoints = new HashMap<>(0);

    private final Runnable run = this::run;
    private final Runnable endTurn = this::endTurn;

    private @Nullable Shard shard;
    private List<Outbox> unflushed = new ArrayList<>();
    private List<Outbox> flushing = new ArrayList<>();
    private boolean endsTurnSoon;
    private boolean inTurn;
    private final SlowTurn turn = new SlowTurn();
    private @Nullable Future<?> timedRun;

    NettyShardLoop(EventLoop eventLoop, ShardClock clock) {
        this.eventLoop = eventLoop;
        this.clock = clock;
    }

    /** Says whose thread it is, before any channel is there. */
    void serve(Shard served) {
        shard = served;
    }

    Shard shard() {
        if (shard == null) {
            throw new IllegalStateException("the loop has no shard yet");
        }
        return shard;
    }

    ShardClock clock() {
        return clock;
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    TopicCache topics() {
        return topics;
    }

    FanOutWriter fanOutWriter() {
        return fanOutWriter;
    }

    /**
     * This loop's view of a mount point.
     *
     * @return null when there is none
     */
    @Nullable
    MountPoint mountPoint(ListenerConfig listener) {
        return listener.mountPoint().isEmpty()
                ? null
                : mountPoints.computeIfAbsent(listener.mountPoint(), MountPoint::new);
    }

    @Override
    @AnyThread
    public void wake() {
        try {
            eventLoop.execute(run);
        } catch (RejectedExecutionException stopped) {
            // the broker has stopped, and with it everybody who could wait for this
            log.debug("shard loop has ended", stopped);
        }
    }

    @Override
    public void endTurnSoon() {
        if (!endsTurnSoon) {
            endsTurnSoon = true;
            beginTurn();
            eventLoop.execute(endTurn);
        }
    }

    @Override
    public void runAt(long deadlineNanos) {
        if (timedRun != null) {
            timedRun.cancel(false);
        }
        long delayNanos = Math.max(0, deadlineNanos - clock.nanos());
        timedRun = eventLoop.schedule(run, delayNanos, TimeUnit.NANOSECONDS);
    }

    /** The outbox has bytes, which leave when the turn ends. */
    void flushSoon(Outbox outbox) {
        unflushed.add(outbox);
        endTurnSoon();
    }

    private void beginTurn() {
        if (!inTurn) {
            inTurn = true;
            turn.begin();
        }
    }

    private void run() {
        beginTurn();
        reporting(shard()::run);
    }

    private void endTurn() {
        reporting(this::finishTurn);
    }

    /** Runs what changes the shard, and {@link #report}s when Java itself cannot go on with it. */
    static void reporting(Runnable change) {
        try {
            change.run();
        } catch (Error fatal) {
            report(fatal);
        }
    }

    /**
     * Out of memory, a stack that is too deep, a class that is not there: it may have come at any point, so that nobody
     * knows what is left undone on this shard. Netty would go on; here the program decides what becomes of it.
     */
    static void report(Error fatal) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, fatal);
    }

    private void finishTurn() {
        endsTurnSoon = false;
        shard().endTurn();
        List<Outbox> outboxes = unflushed;
        unflushed = flushing;
        flushing = outboxes;
        for (Outbox outbox : outboxes) {
            outbox.flush();
        }
        outboxes.clear();
        shard().onTurnFlushed();
        inTurn = false;
        turn.note(shard().index());
    }
}
