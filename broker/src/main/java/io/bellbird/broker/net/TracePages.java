package io.bellbird.broker.net;

import io.bellbird.broker.admin.OpenTraces;
import io.bellbird.broker.admin.TextSource;
import io.bellbird.broker.monitor.LogText;
import io.bellbird.broker.net.Routes.Answer;
import io.bellbird.broker.net.Routes.Reply;
import io.bellbird.broker.net.Routes.Request;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.watch.Audit;
import io.bellbird.broker.watch.AuditEvent;
import io.bellbird.broker.watch.Trace;
import io.bellbird.codec.ProtocolError;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets some follow a client or topics: each gets lines until his connection ends, and with it his trace. Belongs to the
 * admin thread; shards are told by an action on their own.
 */
final class TracePages {
    private static final Logger log = LoggerFactory.getLogger(TracePages.class);

    /** Lines that are written in one piece. */
    private static final int LINES_A_PIECE_MAX = 64;

    private final int shardCount;
    private final EventLoop own;
    private final OpenTraces traces;
    private final @Nullable Audit audit;

    TracePages(int shardCount, EventLoop own, OpenTraces traces, @Nullable Audit audit) {
        this.shardCount = shardCount;
        this.own = own;
        this.traces = traces;
        this.audit = audit;
    }

    void addTo(Routes routes) {
        routes.guarded(HttpMethod.GET, "/trace", this::begin);
    }

    private void begin(Request request, Reply reply) {
        String client = request.parameter("client").orElse(null);
        String topic = request.parameter("topic").orElse(null);
        if (client == null && topic == null) {
            refuse(reply, HttpResponseStatus.BAD_REQUEST, "say which: /trace?client=ID, or ?topic=FILTER, or both");
        } else {
            try {
                TopicFilter filter = topic == null ? null : TopicFilter.parse(topic);
                new Stream(client, filter, request.peer()).begin(reply);
            } catch (ProtocolError notOne) {
                refuse(
                        reply,
                        HttpResponseStatus.BAD_REQUEST,
                        LogText.of(String.valueOf(topic)) + " is no topic filter: " + notOne.text());
            }
        }
    }

    private static void refuse(Reply reply, HttpResponseStatus status, String why) {
        reply.send(Answer.line(status, why));
    }

    /** Runs something here, from any thread; not once the listener has ended. */
    private void execute(Runnable action) {
        try {
            own.execute(action);
        } catch (RejectedExecutionException stopped) {
            log.debug("the admin listener has ended", stopped);
        }
    }

    /** One who follows something. */
    private final class Stream implements TextSource {
        private final Trace trace;
        private final @Nullable String client;
        private final @Nullable String topic;
        private final String peer;
        private Runnable pull = () -> {};
        /** Goes before all lines, once the shards know of the trace. */
        private String head = "";

        Stream(@Nullable String client, @Nullable TopicFilter filter, String peer) {
            this.trace = new Trace(client, filter, () -> execute(() -> pull.run()));
            this.client = client;
            this.topic = filter == null ? null : filter.text();
            this.peer = peer;
        }

        void begin(Reply reply) {
            Optional<CompletableFuture<?>> known = traces.begin(trace);
            if (known.isEmpty()) {
                refuse(
                        reply,
                        HttpResponseStatus.SERVICE_UNAVAILABLE,
                        OpenTraces.TRACES_MAX + " traces are on already, end one of them first");
                return;
            }
            note(AuditEvent.traceBegan(follower()));
            pull = reply.stream(this);
            known.get().thenRun(() -> execute(this::start));
        }

        /** All shards know of it. */
        private void start() {
            head = stamp(traces.now()) + "tracing" + (client == null ? "" : " client=" + LogText.of(client))
                    + (topic == null ? "" : " topic=" + LogText.of(topic)) + " shards=" + shardCount + "\n";
            pull.run();
        }

        @Override
        public @Nullable String next() {
            StringBuilder piece = new StringBuilder(head);
            head = "";
            Trace.Line line = null;
            for (int i = 0; i < LINES_A_PIECE_MAX && (i == 0 || line != null); i++) {
                line = trace.take();
                if (line != null) {
                    tellDropped(piece, traces.time(line), line.droppedBefore());
                    piece.append(stamp(traces.time(line))).append(line.text()).append('\n');
                }
            }
            if (line == null) {
                tellDropped(piece, traces.now(), trace.takeDropped());
            }
            return piece.isEmpty() ? null : piece.toString();
        }

        private void tellDropped(StringBuilder piece, Instant time, long count) {
            if (count > 0) {
                piece.append(stamp(time)).append("dropped lines=").append(count).append(" this reader is too slow\n");
            }
        }

        private static String stamp(Instant time) {
            return time.truncatedTo(ChronoUnit.MILLIS) + " ";
        }

        @Override
        public void onEnd() {
            traces.end(trace);
            note(AuditEvent.traceEnded(follower()));
        }

        private AuditEvent.Follower follower() {
            return new AuditEvent.Follower(null, peer, client, topic);
        }

        private void note(AuditEvent event) {
            if (audit != null) {
                audit.note(event);
            }
        }
    }
}
