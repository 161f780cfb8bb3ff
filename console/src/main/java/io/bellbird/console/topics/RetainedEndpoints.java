package io.bellbird.console.topics;

import io.bellbird.broker.Administration;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.RetainedMessages;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.session.ServerLimits;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.console.access.Principal;
import io.bellbird.console.access.Scope;
import io.bellbird.console.http.Api;
import io.bellbird.console.http.Call;
import io.bellbird.console.http.ConsoleThread;
import io.bellbird.console.http.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Lists retained messages, and removes many. Looks through them on the {@link ConsoleThread}, some at a time. */
final class RetainedEndpoints {
    private static final int LIMIT_DEFAULT = 100;
    private static final int LIMIT_MAX = 1_000;
    /** A page ends when its payloads take so much. */
    private static final long PAGE_BYTES_MAX = 4L << 20;

    private static final int PAYLOAD_BYTES_MAX = 64 * 1024;
    /** Then others have their turn. */
    private static final int VISITS_A_SLICE = 5_000;

    private static final int REMOVALS_A_SLICE = 500;
    private static final long REMOVING_NANOS_MAX = TimeUnit.SECONDS.toNanos(8);

    private final Administration broker;
    private final ConsoleThread thread;
    private final WallTime time;

    RetainedEndpoints(Administration broker, ConsoleThread thread, WallTime time) {
        this.broker = broker;
        this.thread = thread;
        this.time = time;
    }

    void addTo(Api api) {
        api.get("/api/retained", Scope.READ, this::list);
        api.add("DELETE", "/api/retained", Scope.ADMIN, this::remove);
    }

    /** @param next what is to be said in {@code after} for those that follow; null when there are none */
    record Page(List<Message> messages, @Nullable String next) {}

    private void list(Call call) {
        TopicFilter filter = Topics.filter(call.request().parameter("filter").orElse("#"));
        String after = call.request().parameter("after").orElse("");
        int limit = call.number("limit", LIMIT_DEFAULT, 1, LIMIT_MAX);
        Listing listing = new Listing(call, broker.retained().cursor(filter, after), limit);
        thread.execute(call, listing::goOn);
    }

    private boolean isThere(Publication publication) {
        return !publication.isExpired(time.nowNanos());
    }

    private final class Listing {
        private final Call call;
        private final Principal reader;
        private final RetainedMessages.Cursor cursor;
        private final int limit;
        private final List<Message> found = new ArrayList<>();
        private String last = "";
        private long bytes;

        Listing(Call call, RetainedMessages.Cursor cursor, int limit) {
            this.call = call;
            this.reader = call.principal();
            this.cursor = cursor;
            this.limit = limit;
        }

        void goOn() {
            for (int visits = 0; visits < VISITS_A_SLICE; visits++) {
                Publication publication = cursor.next(1);
                if (cursor.isDone()) {
                    call.ok(new Page(found, null));
                    return;
                }
                if (publication != null && isThere(publication) && reader.maySee(publication.topic())) {
                    if (found.size() == limit || bytes >= PAGE_BYTES_MAX) {
                        call.ok(new Page(found, last));
                        return;
                    }
                    add(publication);
                }
            }
            thread.execute(call, this::goOn);
        }

        private void add(Publication publication) {
            Seen seen = Seen.bounded(publication, publication.arrivedNanos(), PAYLOAD_BYTES_MAX);
            found.add(Message.of(seen, time));
            bytes += seen.memoryBytes();
            last = publication.topic().text();
        }
    }

    /** @param more whether it stopped before it came to the end, so that it should be asked for again */
    record Removed(int removed, boolean more) {}

    private void remove(Call call) {
        String text = call.request()
                .parameter("filter")
                .orElseThrow(
                        () -> Problem.badRequest("say which retained messages: ?filter=FILTER; all of them are %23"));
        TopicFilter filter = Topics.filter(text);
        Removal removal = new Removal(call, filter);
        thread.execute(call, removal::goOn);
    }

    private final class Removal {
        private final Call call;
        private final RetainedMessages.Cursor cursor;
        private final long deadlineNanos = time.nowNanos() + REMOVING_NANOS_MAX;
        private int removed;

        Removal(Call call, TopicFilter filter) {
            this.call = call;
            this.cursor = broker.retained().cursor(filter);
        }

        void goOn() {
            List<CompletableFuture<ReasonCode>> results = new ArrayList<>();
            for (int visits = 0; visits < VISITS_A_SLICE && results.size() < REMOVALS_A_SLICE; visits++) {
                Publication publication = cursor.next(1);
                if (cursor.isDone()) {
                    break;
                }
                if (publication != null && mayRemove(publication)) {
                    results.add(broker.publish(
                            publication.topic(),
                            Bytes.EMPTY,
                            Qos.AT_LEAST_ONCE,
                            true,
                            PublishProperties.NONE,
                            call.principal().name()));
                }
            }
            CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
                    .thenRun(() -> thread.execute(call, () -> onRemoved(results)));
        }

        private boolean mayRemove(Publication publication) {
            return !ServerLimits.isReserved(publication.topic())
                    && call.principal().mayPublish(publication.topic(), true);
        }

        private void onRemoved(List<CompletableFuture<ReasonCode>> results) {
            ReasonCode refused = null;
            for (CompletableFuture<ReasonCode> result : results) {
                ReasonCode reason = result.join();
                if (reason.isError()) {
                    refused = reason;
                } else {
                    removed++;
                }
            }
            boolean late = time.nowNanos() - deadlineNanos >= 0;
            if (refused == null && !cursor.isDone() && !late) {
                goOn();
                return;
            }
            call.about(removed + " messages");
            if (refused == null) {
                call.ok(new Removed(removed, !cursor.isDone()));
            } else {
                call.fail(Publishing.problem(refused).with("removed", removed));
            }
        }
    }
}
