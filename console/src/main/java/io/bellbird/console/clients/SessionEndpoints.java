package io.bellbird.console.clients;

import io.bellbird.broker.Administration;
import io.bellbird.broker.routing.SharedFilter;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.session.SessionContents;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.RetainHandling;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.console.access.Scope;
import io.bellbird.console.http.Api;
import io.bellbird.console.http.Call;
import io.bellbird.console.http.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What is in sessions, and what changes them. */
final class SessionEndpoints {
    private static final String WHY_ENDED = "the session was ended by who runs the broker";

    private final Administration broker;

    SessionEndpoints(Administration broker) {
        this.broker = broker;
    }

    void addTo(Api api) {
        api.get("/api/sessions/{client}", Scope.ADMIN, this::show)
                .add("DELETE", "/api/sessions/{client}", Scope.ADMIN, this::end)
                .add("POST", "/api/sessions/{client}/subscriptions", Scope.ADMIN, this::subscribe)
                .add("DELETE", "/api/sessions/{client}/subscriptions", Scope.ADMIN, this::unsubscribe);
    }

    // What is in it

    private record Contents(
            String client,
            long queuedMessages,
            long queuedBytes,
            List<Queued> queue,
            int inflightMessages,
            List<Inflight> inflight,
            int subscriptionCount,
            List<Subscribed> subscriptions) {

        static Contents of(String client, SessionContents found) {
            return new Contents(
                    client,
                    found.queuedMessages(),
                    found.queuedBytes(),
                    found.queue().stream().map(Queued::of).toList(),
                    found.inflightMessages(),
                    found.inflight().stream().map(Inflight::of).toList(),
                    found.subscriptionCount(),
                    found.subscriptions().stream().map(Subscribed::of).toList());
        }
    }

    private record Queued(String topic, int qos, boolean retain, int bytes) {
        static Queued of(SessionContents.Queued message) {
            return new Queued(message.topic(), message.qos().level(), message.retain(), message.bytes());
        }
    }

    private record Inflight(int packetId, String topic, int qos, String state, int bytes) {
        static Inflight of(SessionContents.OnItsWay message) {
            return new Inflight(
                    message.packetId(),
                    message.topic(),
                    message.qos().level(),
                    message.stage().name().toLowerCase(Locale.ROOT),
                    message.bytes());
        }
    }

    private record Subscribed(
            String filter,
            int qos,
            boolean noLocal,
            boolean retainAsPublished,
            int retainHandling,
            @Nullable Integer identifier,
            boolean shared) {
        static Subscribed of(SessionContents.Subscribed found) {
            SubscriptionOptions options = found.options();
            return new Subscribed(
                    found.filter(),
                    options.qos().level(),
                    options.noLocal(),
                    options.retainAsPublished(),
                    number(options.retainHandling()),
                    found.identifier() == 0 ? null : found.identifier(),
                    found.shared());
        }
    }

    /** As SUBSCRIBE has it. */
    private static int number(RetainHandling handling) {
        return switch (handling) {
            case SEND_ON_SUBSCRIBE -> 0;
            case SEND_IF_NEW -> 1;
            case DO_NOT_SEND -> 2;
        };
    }

    private static RetainHandling handling(int number) {
        return switch (number) {
            case 0 -> RetainHandling.SEND_ON_SUBSCRIBE;
            case 1 -> RetainHandling.SEND_IF_NEW;
            default -> RetainHandling.DO_NOT_SEND;
        };
    }

    private void show(Call call) {
        String client = call.path("client");
        CompletableFuture<Optional<SessionContents>> found = broker.shards()
                .askHome(
                        client,
                        (shard, answer) -> answer.accept(shard.sessions().contents(client)));
        call.later(
                found.thenApply(contents -> Contents.of(client, contents.orElseThrow(() -> Texts.noSession(client)))));
    }

    // What changes it

    private void end(Call call) {
        String client = call.path("client");
        CompletableFuture<Boolean> ended = broker.shards()
                .askHome(client, (shard, answer) -> shard.onBehalf().end(client, WHY_ENDED, answer));
        call.later(ended.thenAccept(was -> {
            if (!was) {
                throw Texts.noSession(client);
            }
        }));
    }

    /** What is missing is 0 or false. */
    private record Subscribing(
            @Nullable String filter, int qos, boolean noLocal, boolean retainAsPublished, int retainHandling) {

        SubscriptionOptions options() {
            if (qos < 0 || qos > 2) {
                throw Problem.badRequest("qos is " + qos + ": use 0, 1 or 2");
            }
            if (retainHandling < 0 || retainHandling > 2) {
                throw Problem.badRequest("retain_handling is " + retainHandling
                        + ": use 0 (retained messages are sent), 1 (if it is new) or 2 (they are not)");
            }
            return new SubscriptionOptions(Qos.of(qos), noLocal, retainAsPublished, handling(retainHandling));
        }
    }

    private record Granted(String filter, int qos) {}

    private void subscribe(Call call) {
        String client = call.path("client");
        Subscribing wanted = call.body(Subscribing.class);
        SubscriptionOptions options = wanted.options();
        TopicFilter filter = Texts.filter(Objects.requireNonNullElse(wanted.filter, ""));
        if (SharedFilter.isShared(filter) && options.noLocal()) {
            throw Problem.badRequest("no_local is not for shared subscriptions [MQTT-3.8.3-4]");
        }
        call.about("QoS " + options.qos().level() + " to " + filter.text());
        CompletableFuture<Optional<ReasonCode>> granted = broker.shards()
                .askHome(client, (shard, answer) -> shard.onBehalf().subscribe(client, filter, options, answer));
        call.later(granted.thenApply(reason -> granted(filter, reason.orElseThrow(() -> Texts.noSession(client)))));
    }

    private static Granted granted(TopicFilter filter, ReasonCode reason) {
        if (reason.isError()) {
            throw Problem.conflict("the session takes no more subscriptions: it has as many as max_subscription_bytes"
                    + " allows, or the store takes nothing now, see /health/ready");
        }
        return new Granted(filter.text(), reason.code());
    }

    private void unsubscribe(Call call) {
        String client = call.path("client");
        TopicFilter filter = Texts.filter(call.request()
                .parameter("filter")
                .orElseThrow(() -> Problem.badRequest("parameter filter is missing: it says which subscription")));
        CompletableFuture<Optional<ReasonCode>> removed = broker.shards()
                .askHome(client, (shard, answer) -> shard.onBehalf().unsubscribe(client, filter, answer));
        call.later(removed.thenAccept(reason -> {
            if (reason.orElseThrow(() -> Texts.noSession(client)) != ReasonCode.SUCCESS) {
                throw Problem.notFound("client '" + client + "' has no subscription to '" + filter.text()
                        + "': GET /api/sessions/" + "{client} lists them");
            }
        }));
    }
}
