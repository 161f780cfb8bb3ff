package io.bellbird.console.clients;

import io.bellbird.broker.Administration;
import io.bellbird.broker.AnyThread;
import io.bellbird.broker.admin.TextSource;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.watch.AuditEvent;
import io.bellbird.broker.watch.Trace;
import io.bellbird.console.http.Call;
import io.bellbird.console.http.Events;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One who follows a client, until his connection ends. Belongs to the admin thread; shards wake it, by a Runnable that is
 * made for any thread.
 */
final class TraceEvents implements TextSource {
    private static final int LINES_A_PIECE_MAX = 64;

    private final Administration broker;
    private final String client;
    private final @Nullable TopicFilter filter;
    private final Call call;
    private final Trace trace;
    /** Set before the first shard knows of the trace. */
    private volatile Runnable more = () -> {};
    /** All shards know of the trace. */
    private volatile boolean known;

    private boolean headSent;

    TraceEvents(Administration broker, String client, @Nullable TopicFilter filter, Call call) {
        this.broker = broker;
        this.client = client;
        this.filter = filter;
        this.call = call;
        this.trace = new Trace(client, filter, this::wake);
    }

    @AnyThread
    private void wake() {
        more.run();
    }

    /** Begins; false when too many are on. */
    boolean begin() {
        Optional<CompletableFuture<?>> told = broker.traces().begin(trace);
        if (told.isEmpty()) {
            return false;
        }
        note(AuditEvent.traceBegan(follower()));
        more = call.stream(this);
        told.get().thenRun(() -> {
            known = true;
            wake();
        });
        wake();
        return true;
    }

    private record Head(String client, @Nullable String filter) {}

    /** @param time milliseconds since 1970 */
    private record Line(long time, String text) {}

    private record Dropped(long count) {}

    @Override
    public @Nullable String next() {
        StringBuilder piece = new StringBuilder();
        if (known && !headSent) {
            headSent = true;
            piece.append(Events.event("tracing", new Head(client, filter == null ? null : filter.text())));
        }
        Trace.Line line = trace.take();
        for (int i = 0; line != null; i++) {
            tellDropped(piece, line.droppedBefore());
            piece.append(
                    Events.event("line", new Line(broker.traces().time(line).toEpochMilli(), line.text())));
            if (i == LINES_A_PIECE_MAX) {
                return piece.toString();
            }
            line = trace.take();
        }
        tellDropped(piece, trace.takeDropped());
        return piece.isEmpty() ? null : piece.toString();
    }

    private static void tellDropped(StringBuilder piece, long count) {
        if (count > 0) {
            piece.append(Events.event("dropped", new Dropped(count)));
        }
    }

    @Override
    public void onEnd() {
        broker.traces().end(trace);
        note(AuditEvent.traceEnded(follower()));
    }

    private AuditEvent.Follower follower() {
        return new AuditEvent.Follower(
                call.principal().name(), call.request().peer(), client, filter == null ? null : filter.text());
    }

    private void note(AuditEvent event) {
        broker.audit().ifPresent(audit -> audit.note(event));
    }
}
