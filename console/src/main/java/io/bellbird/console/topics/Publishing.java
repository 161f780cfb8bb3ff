package io.bellbird.console.topics;

import io.bellbird.broker.Administration;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.Topic;
import io.bellbird.console.access.Scope;
import io.bellbird.console.http.Api;
import io.bellbird.console.http.Call;
import io.bellbird.console.http.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what comes over HTTP, as messages of the broker itself: they have no client id, so that no subscription with
 * {@code No Local} holds them back, and no mount point. Their user is he who asks. The answer comes when a client would
 * have its acknowledgement. Immutable.
 */
final class Publishing {
    static final int MESSAGES_MAX = 1_000;

    /** What browsers and programs say when nobody told them what it is. */
    private static final Set<String> SAYS_NOTHING =
            Set.of("application/octet-stream", "application/x-www-form-urlencoded", "multipart/form-data");

    private final Administration broker;

    Publishing(Administration broker) {
        this.broker = broker;
    }

    void addTo(Api api) {
        api.add("POST", "/api/topics/{topic...}", Scope.PUBLISH, call -> publishBody(call, call.flag("retain")));
        api.add("PUT", "/api/topics/{topic...}", Scope.PUBLISH, call -> publishBody(call, true));
        api.add("DELETE", "/api/topics/{topic...}", Scope.PUBLISH, this::clear);
        api.add("POST", "/api/publish", Scope.PUBLISH, this::publishWritten);
    }

    /**
     * What became of a message.
     *
     * @param reasonCode of MQTT 5: 0, or 16 when nobody has subscribed; from 128 on it was not taken
     * @param detail why it was not taken
     */
    record Result(int reasonCode, boolean subscribers, @Nullable String detail) {
        static Result of(ReasonCode reason) {
            return new Result(
                    reason.code(),
                    reason == ReasonCode.SUCCESS,
                    reason.isError() ? problem(reason).getMessage() : null);
        }
    }

    /** What became of several, in their order. */
    record Results(List<Result> results) {}

    private void publishBody(Call call, boolean retain) {
        String expiry = call.request().parameter("expiry").orElse("-1");
        PublishProperties properties =
                new PublishProperties(false, seconds(expiry), contentType(call), null, null, List.of());
        publishOne(
                call,
                new Draft(
                        Topics.topic(call.path("topic")),
                        call.request().body(),
                        Draft.qos(call.number("qos", 0, 0, 2)),
                        retain,
                        properties));
    }

    private static long seconds(String expiry) {
        try {
            return Draft.expiry(Long.parseLong(expiry));
        } catch (NumberFormatException none) {
            throw Problem.badRequest("parameter expiry is " + expiry + ": use a number of seconds");
        }
    }

    private static @Nullable String contentType(Call call) {
        return call.request()
                .header("content-type")
                .filter(type -> !SAYS_NOTHING.contains(
                        type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT)))
                .orElse(null);
    }

    private void publishOne(Call call, Draft draft) {
        draft.check(call.principal(), broker.broker().config());
        call.later(publish(call, draft).thenApply(reason -> {
            if (reason.isError()) {
                throw problem(reason);
            }
            return Result.of(reason);
        }));
    }

    /** Messages of one request keep their order. */
    private CompletableFuture<ReasonCode> publish(Call call, Draft draft) {
        return broker.publish(
                draft.topic(),
                draft.payload(),
                draft.qos(),
                draft.retain(),
                draft.properties(),
                call.principal().name());
    }

    private void clear(Call call) {
        Topic topic = Topics.topic(call.path("topic"));
        Draft draft = new Draft(topic, Bytes.EMPTY, Draft.qos(1), true, PublishProperties.NONE);
        draft.check(call.principal(), broker.broker().config());
        call.later(publish(call, draft), reason -> {
            if (reason.isError()) {
                call.fail(problem(reason));
            } else {
                call.done();
            }
        });
    }

    private void publishWritten(Call call) {
        if (!call.request().body().toUtf8().stripLeading().startsWith("[")) {
            Draft draft = call.body(Draft.Written.class).draft();
            call.about("1 message to " + draft.topic().text());
            publishOne(call, draft);
            return;
        }
        Draft.Written[] written = call.body(Draft.Written[].class);
        if (written.length == 0 || written.length > MESSAGES_MAX) {
            throw Problem.badRequest(
                    "the list has " + written.length + " messages: send 1 to " + MESSAGES_MAX + " at once");
        }
        List<Draft> drafts = new ArrayList<>();
        for (int i = 0; i < written.length; i++) {
            drafts.add(checked(call, written[i], i));
        }
        call.about(drafts.size() + " messages, the first to "
                + drafts.get(0).topic().text());
        List<CompletableFuture<ReasonCode>> reasons =
                drafts.stream().map(draft -> publish(call, draft)).toList();
        call.later(CompletableFuture.allOf(reasons.toArray(CompletableFuture[]::new))
                .thenApply(all -> results(reasons)));
    }

    /** None is published when one of them cannot be. */
    private Draft checked(Call call, Draft.@Nullable Written written, int index) {
        try {
            if (written == null) {
                throw Problem.badRequest("it is null");
            }
            Draft draft = written.draft();
            draft.check(call.principal(), broker.broker().config());
            return draft;
        } catch (Problem problem) {
            throw Problem.of(
                            problem.status(),
                            "Message refused",
                            "message " + index + " of the list, counted from 0: " + problem.getMessage()
                                    + "; none of the list was published")
                    .with("index", index);
        }
    }

    private static Results results(List<CompletableFuture<ReasonCode>> reasons) {
        return new Results(
                reasons.stream().map(CompletableFuture::join).map(Result::of).toList());
    }

    /** Why a message was not taken. */
    static Problem problem(ReasonCode reason) {
        return switch (reason) {
            case QUOTA_EXCEEDED ->
                Problem.of(
                        503,
                        "Not taken",
                        "the broker does not take the message: too many wait, memory is full, the store cannot write, or the"
                                + " queue of a subscriber is full and refuses; try again later");
            case SERVER_SHUTTING_DOWN -> Problem.of(503, "Not taken", "the broker is stopping");
            case TOPIC_NAME_INVALID -> Problem.badRequest("the topic is none that a message can be on");
            default -> Problem.of(500, "Defect", "this is a defect of the broker, which its log describes");
        };
    }
}
