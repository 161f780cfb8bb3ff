package io.bellbird.console.topics;

import io.bellbird.broker.Administration;
import io.bellbird.broker.admin.AdminAnswer;
import io.bellbird.broker.routing.Publication;
import io.bellbird.codec.Topic;
import io.bellbird.console.access.Scope;
import io.bellbird.console.http.Api;
import io.bellbird.console.http.Call;
import io.bellbird.console.http.ConsoleThread;
import io.bellbird.console.http.Problem;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The last message of a topic: the retained one, or else the last that was seen while the topic is watched, which begins
 * with the first question and ends an hour after the last one. Belongs to the {@link ConsoleThread}.
 */
final class LastValues {
    private static final long EXPIRY_MILLIS = TimeUnit.MINUTES.toMillis(1);
    private static final Pattern CONTENT_TYPE = Pattern.compile("[\\w.+-]+/[\\w.+-]+(;[ -~]*)?");
    /** A browser that opens a message runs nothing that is in it, and loads nothing. */
    private static final String POLICY = "sandbox; default-src 'none'";

    private final Administration broker;
    private final ConsoleThread thread;
    private final Lookout lookout;
    private final TopicWatch watch;
    private final WallTime time;
    private final LastMessages watched = new LastMessages();

    LastValues(Administration broker, ConsoleThread thread, Lookout lookout, TopicWatch watch, WallTime time) {
        this.broker = broker;
        this.thread = thread;
        this.lookout = lookout;
        this.watch = watch;
        this.time = time;
    }

    void addTo(Api api) {
        api.get("/api/topics/{topic...}", Scope.READ, this::get);
    }

    private void get(Call call) {
        Topic topic = Topics.visible(call, call.path("topic"));
        boolean asMessage = isMessageWanted(call);
        Publication found = broker.retained().get(topic);
        Seen retained = notExpired(found == null ? null : Seen.retained(found));
        if (retained != null) {
            answer(call, asMessage, retained);
        } else {
            thread.execute(call, () -> getSeen(call, topic, asMessage));
        }
    }

    private static boolean isMessageWanted(Call call) {
        String as = call.request().parameter("as").orElse("payload");
        return switch (as) {
            case "message" -> true;
            case "payload" -> false;
            default -> throw Problem.badRequest("parameter as is " + as + ": use message or payload");
        };
    }

    private void getSeen(Call call, Topic topic, boolean asMessage) {
        boolean isNew = watch(topic);
        Seen last = notExpired(watched.get(topic));
        if (last != null) {
            answer(call, asMessage, last);
        } else {
            watch.last(topic).thenApply(this::notExpired).whenComplete((seen, failure) -> {
                if (failure != null) {
                    call.fail(failure);
                } else if (seen != null) {
                    answer(call, asMessage, seen);
                } else {
                    call.fail(unknown(topic, isNew));
                }
            });
        }
    }

    private @Nullable Seen notExpired(@Nullable Seen seen) {
        return seen == null || seen.publication().isExpired(time.nowNanos()) ? null : seen;
    }

    private static Problem unknown(Topic topic, boolean isNew) {
        return Problem.notFound("'" + topic.text() + "' retains no message, and none "
                + (isNew
                        ? "is known: it is watched from now on for an hour, so ask again when there was one"
                        : "has come since it is watched, which goes on for an hour from now")
                + "; or let the publisher retain");
    }

    /** @return whether it was not watched before */
    private boolean watch(Topic topic) {
        boolean isFirst = watched.isEmpty();
        boolean isNew = watched.watch(topic, time.nowNanos());
        if (isFirst) {
            lookout.add(watched);
            thread.later(EXPIRY_MILLIS, this::expire);
        } else if (isNew) {
            lookout.changed();
        }
        return isNew;
    }

    private void expire() {
        watched.expire(time.nowNanos());
        if (watched.isEmpty()) {
            lookout.remove(watched);
        } else {
            thread.later(EXPIRY_MILLIS, this::expire);
        }
    }

    private void answer(Call call, boolean asMessage, Seen seen) {
        if (asMessage) {
            call.ok(Message.of(seen, time));
        } else if (seen.isWhole()) {
            call.send(payload(seen));
        } else {
            call.fail(Problem.notFound("the last message on '"
                    + seen.publication().topic().text() + "' had " + seen.payloadBytes()
                    + " bytes, of which not all were kept: let the publisher retain, or follow /api/stream"));
        }
    }

    private AdminAnswer payload(Seen seen) {
        Publication publication = seen.publication();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", contentType(publication));
        headers.put("content-security-policy", POLICY);
        headers.put("x-mqtt-qos", Integer.toString(publication.qos().level()));
        headers.put("x-mqtt-retain", Boolean.toString(publication.retain()));
        if (seen.nanos() != 0) {
            headers.put("x-mqtt-time", Long.toString(time.millis(seen.nanos())));
        }
        return new AdminAnswer(200, headers, publication.payload());
    }

    private static String contentType(Publication publication) {
        @Nullable String said = publication.properties().contentType();
        return Optional.ofNullable(said)
                .filter(type -> CONTENT_TYPE.matcher(type).matches())
                .filter(type -> !mayRun(type.toLowerCase(Locale.ROOT)))
                .orElse(
                        Message.isText(publication.payload())
                                ? "text/plain; charset=utf-8"
                                : "application/octet-stream");
    }

    /** Whether a browser could run what has this type, as if it were the console's. */
    private static boolean mayRun(String type) {
        return Stream.of("html", "xml", "script", "svg", "css").anyMatch(type::contains);
    }
}
