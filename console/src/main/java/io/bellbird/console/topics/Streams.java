package io.bellbird.console.topics;

import io.bellbird.broker.Administration;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.RetainedMessages;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.console.access.Scope;
import io.bellbird.console.http.Api;
import io.bellbird.console.http.Call;
import io.bellbird.console.http.ConsoleThread;
import io.bellbird.console.http.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Live messages of filters, as Server-Sent Events. Nobody is woken for a message: while anybody reads, a tick looks for
 * what there is. Belongs to the {@link ConsoleThread}; the count of those who read is atomic, since the admin thread asks.
 */
final class Streams {
    /** How many read at once. */
    static final int STREAMS_MAX = 16;

    static final int FILTERS_MAX = 64;
    /** After so long without a message, a comment says that all is well. */
    static final long HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(15);

    private static final long TICK_MILLIS = 50;
    /** How many retained messages are looked at in one tick, of which one that is found counts for several. */
    private static final int RETAINED_VISITS_A_TICK = 20_000;

    private static final int RETAINED_VISITS_A_MESSAGE = 20;
    private static final int RETAINED_VISITS = 500;

    private final Administration broker;
    private final ConsoleThread thread;
    private final Lookout lookout;
    private final WallTime time;

    private final AtomicInteger reading = new AtomicInteger();
    private final List<Reading> open = new ArrayList<>();
    private @Nullable ScheduledFuture<?> tick;

    Streams(Administration broker, ConsoleThread thread, Lookout lookout, WallTime time) {
        this.broker = broker;
        this.thread = thread;
        this.lookout = lookout;
        this.time = time;
    }

    void addTo(Api api) {
        api.get("/api/stream", Scope.READ, this::begin);
    }

    private void begin(Call call) {
        List<TopicFilter> filters = call.request().parameters("filter").stream()
                .map(text -> Topics.permitted(call.principal(), text))
                .toList();
        if (filters.isEmpty() || filters.size() > FILTERS_MAX) {
            throw Problem.badRequest("say which messages: ?filter=FILTER, once or up to " + FILTERS_MAX + " times");
        }
        boolean withRetained = call.request().parameter("retained").isEmpty() || call.flag("retained");
        if (reading.incrementAndGet() > STREAMS_MAX) {
            reading.decrementAndGet();
            throw Problem.of(503, "Too many streams", STREAMS_MAX + " streams are open already: end one of them first");
        }
        Reading stream = new Reading(filters, call, withRetained);
        thread.execute(() -> begin(stream));
    }

    private void begin(Reading stream) {
        if (stream.ended) {
            return;
        }
        open.add(stream);
        lookout.add(stream.feed).thenRunAsync(stream::readRetained, thread);
        if (tick == null) {
            tick = thread.every(TICK_MILLIS, this::tick);
        }
    }

    private void tick() {
        long now = time.nowNanos();
        open.forEach(stream -> stream.tick(now));
    }

    private void end(Reading stream) {
        stream.ended = true;
        if (open.remove(stream)) {
            lookout.remove(stream.feed);
        }
        if (open.isEmpty() && tick != null) {
            tick.cancel(false);
            tick = null;
        }
    }

    /** One who reads. */
    private final class Reading {
        private final MessageFeed feed;
        private final Runnable pull;
        private final Deque<RetainedMessages.Cursor> cursors = new ArrayDeque<>();
        private final List<TopicFilter> filters;
        private final boolean withRetained;
        private boolean watching;
        private boolean ended;

        Reading(List<TopicFilter> filters, Call call, boolean withRetained) {
            this.filters = filters;
            this.withRetained = withRetained;
            this.feed = new MessageFeed(filters, call.principal(), time, () -> {
                reading.decrementAndGet();
                thread.execute(() -> end(this));
            });
            this.pull = call.stream(feed);
        }

        /** The shards show what is published: what was retained before comes now. */
        void readRetained() {
            watching = true;
            if (withRetained) {
                filters.forEach(filter -> cursors.add(broker.retained().cursor(filter)));
            }
            tick(time.nowNanos());
        }

        void tick(long now) {
            if (watching && feed.isRetainedTaken()) {
                readSome();
            }
            if (feed.isDue(now)) {
                pull.run();
            }
        }

        private void readSome() {
            int visits = 0;
            long bytes = 0;
            while (!cursors.isEmpty() && visits < RETAINED_VISITS_A_TICK && bytes < MessageFeed.BYTES_MAX) {
                Publication found = cursors.element().next(RETAINED_VISITS);
                visits += found == null ? RETAINED_VISITS : RETAINED_VISITS_A_MESSAGE;
                if (found != null) {
                    bytes += addRetained(found);
                } else if (cursors.element().isDone()) {
                    cursors.remove();
                }
            }
            if (cursors.isEmpty()) {
                feed.completeRetained();
            }
        }

        /** @return what it takes of memory, in bytes */
        private long addRetained(Publication found) {
            int filter = filters.size() - cursors.size();
            boolean isDouble = filters.subList(0, filter).stream().anyMatch(earlier -> earlier.matches(found.topic()));
            if (isDouble || found.isExpired(time.nowNanos())) {
                return 0;
            }
            Seen seen = Seen.bounded(found, found.arrivedNanos(), MessageFeed.PAYLOAD_BYTES_MAX);
            feed.addRetained(seen);
            return seen.memoryBytes();
        }
    }
}
