package io.bellbird.console.http;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.admin.AdminAnswer;
import io.bellbird.broker.admin.AdminReply;
import io.bellbird.broker.admin.AdminRequest;
import io.bellbird.broker.admin.TextSource;
import io.bellbird.broker.watch.AuditEvent;
import io.bellbird.console.access.Principal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What all answers have in common: headers that keep browsers from doing more with them than is meant, a line in the audit
 * log for each change that was asked for, and a limit of streams. Any thread may send, as with what is behind it.
 */
final class ApiReply implements AdminReply {
    /** What is shown may be what anybody has published, of any content type: it must not run as a page of the broker. */
    private static final Map<String, String> HEADERS = Map.of(
            "content-security-policy", "default-src 'none'; frame-ancestors 'none'; sandbox",
            "cross-origin-resource-policy", "same-origin",
            "x-frame-options", "DENY",
            "referrer-policy", "no-referrer");

    private static final int TOO_MANY = 429;

    private final AdminRequest request;
    private final AdminReply reply;
    private final OpenStreams streams;
    private final Consumer<AuditEvent> audit;
    private final boolean isChange;
    private volatile @Nullable Principal principal;
    private volatile String about = "";

    /** @param isChange to be told of */
    ApiReply(
            AdminRequest request, AdminReply reply, OpenStreams streams, Consumer<AuditEvent> audit, boolean isChange) {
        this.request = request;
        this.reply = reply;
        this.streams = streams;
        this.audit = audit;
        this.isChange = isChange;
    }

    /** Who asks is known by now. */
    @AnyThread
    void by(Principal known) {
        principal = known;
    }

    @AnyThread
    void about(String text) {
        about = text;
    }

    @Nullable
    Principal principal() {
        return principal;
    }

    @Override
    @AnyThread
    public void send(AdminAnswer answer) {
        if (isChange && answer.status() != TOO_MANY) {
            note(answer.status());
        }
        reply.send(new AdminAnswer(answer.status(), withCommon(answer.headers()), answer.body()));
    }

    private void note(int status) {
        Principal by = principal;
        audit.accept(AuditEvent.admin(
                by == null ? "" : by.name(),
                by == null ? "" : by.kind(),
                request.peer(),
                request.method(),
                request.query().isEmpty() ? request.path() : request.path() + "?" + request.query(),
                about,
                status));
    }

    private static Map<String, String> withCommon(Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>(HEADERS);
        all.putAll(headers);
        return all;
    }

    @Override
    public Runnable stream(Map<String, String> headers, TextSource source) {
        OpenStreams.Stream stream = new OpenStreams.Stream(request.peer(), principal, reply::end);
        if (!streams.add(stream)) {
            source.onEnd();
            send(Problem.tooMany(
                            "there are " + OpenStreams.STREAMS_MAX + " streams, or " + OpenStreams.OF_ADDRESS_MAX
                                    + " to this address: end one of them first",
                            10)
                    .answer());
            return () -> {};
        }
        return reply.stream(withCommon(headers), new TextSource() {
            @Override
            public @Nullable String next() {
                return source.next();
            }

            @Override
            public void onEnd() {
                streams.remove(stream);
                source.onEnd();
            }
        });
    }

    @Override
    @AnyThread
    public void end() {
        reply.end();
    }

    @Override
    @AnyThread
    public void execute(Runnable action) {
        reply.execute(action);
    }
}
