package io.bellbird.broker.net;

import io.bellbird.broker.monitor.LogText;
import io.bellbird.broker.net.Routes.Answer;
import io.bellbird.broker.net.Routes.Reply;
import io.bellbird.broker.net.Routes.Request;
import io.bellbird.broker.session.SessionOrder;
import io.bellbird.broker.session.SessionSearch;
import io.bellbird.broker.session.SessionView;
import io.bellbird.broker.shard.Shard;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clients that come first in an order, as JSON. Belongs to the admin thread; each shard looks at its own sessions, some
 * in a turn, and hands over no more than are wanted.
 */
final class ClientPages {
    private static final Logger log = LoggerFactory.getLogger(ClientPages.class);

    private static final String JSON = "application/json";
    /** Those that need no pages. */
    private static final List<SessionOrder> ORDERS =
            List.of(SessionOrder.QUEUE, SessionOrder.SLOW, SessionOrder.MESSAGES, SessionOrder.BYTES);

    private static final int LIMIT_DEFAULT = 20;
    private static final int LIMIT_MAX = 1_000;
    /** Questions that the shards are busy with at once. */
    private static final int QUESTIONS_MAX = 4;
    /** Then those shards are missing that have not answered. */
    private static final long ANSWER_MILLIS_MAX = 2_000;

    private final List<Shard> shards;
    private final EventLoop own;
    private int open;

    ClientPages(List<Shard> shards, EventLoop own) {
        this.shards = shards;
        this.own = own;
    }

    void addTo(Routes routes) {
        routes.guarded(HttpMethod.GET, "/clients", this::list);
    }

    private void list(Request request, Reply reply) {
        Optional<SessionOrder> order = order(request.parameter("sort").orElse("queue"));
        int limit = limit(request.parameter("limit").orElse(Integer.toString(LIMIT_DEFAULT)));
        if (order.isEmpty()) {
            reply.send(Answer.line(
                    HttpResponseStatus.BAD_REQUEST,
                    "sort is one of " + ORDERS.stream().map(ClientPages::word).collect(Collectors.joining(", "))));
        } else if (limit < 1 || limit > LIMIT_MAX) {
            reply.send(Answer.line(HttpResponseStatus.BAD_REQUEST, "limit is a number from 1 to " + LIMIT_MAX));
        } else if (open == QUESTIONS_MAX) {
            reply.send(Answer.line(
                    HttpResponseStatus.SERVICE_UNAVAILABLE,
                    QUESTIONS_MAX + " such questions are being answered already, ask again soon"));
        } else {
            new Question(order.get(), limit, reply).ask();
        }
    }

    private static Optional<SessionOrder> order(String word) {
        return ORDERS.stream().filter(order -> word(order).equals(word)).findFirst();
    }

    private static String word(SessionOrder order) {
        return order.name().toLowerCase(Locale.ROOT);
    }

    /** @return 0 when it is no number */
    private static int limit(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException none) {
            return 0;
        }
    }

    /** One who wants to know, until all shards have answered or it takes too long. */
    private final class Question {
        private final SessionOrder order;
        private final int limit;
        private final Reply reply;
        private final List<SessionView> found = new ArrayList<>();
        /** Shards that have not looked at all of theirs; a question counts until then, whoever still waits for it. */
        private int missing = shards.size();

        private boolean answered;

        Question(SessionOrder order, int limit, Reply reply) {
            this.order = order;
            this.limit = limit;
            this.reply = reply;
        }

        void ask() {
            open++;
            for (Shard shard : shards) {
                shard.execute(() ->
                        shard.rank(SessionSearch.first(order, limit), views -> execute(() -> onAnswer(views.first()))));
            }
            own.schedule(this::answer, ANSWER_MILLIS_MAX, TimeUnit.MILLISECONDS);
        }

        private void onAnswer(List<SessionView> views) {
            found.addAll(views);
            if (--missing == 0) {
                open--;
                answer();
            }
        }

        private void answer() {
            if (!answered) {
                answered = true;
                reply.send(new Answer(HttpResponseStatus.OK, JSON, json()));
            }
        }

        private String json() {
            return found.stream()
                    .sorted(order.firstToLast())
                    .limit(limit)
                    .map(ClientPages::json)
                    .collect(Collectors.joining(
                            ",\n ",
                            "{\"sort\": \"" + word(order) + "\", \"shards_missing\": " + missing + ", \"clients\": [",
                            "]}\n"));
        }
    }

    private static String json(SessionView view) {
        return "{\"client\": " + quoted(view.clientId())
                + ", \"user\": " + quoted(view.user())
                + ", \"address\": " + quoted(view.address())
                + ", \"connected\": " + view.isConnected()
                + ", \"subscriptions\": " + view.subscriptions()
                + ", \"queued_messages\": " + view.queuedMessages()
                + ", \"queued_bytes\": " + view.queuedBytes()
                + ", \"inflight_messages\": " + view.inflightMessages()
                + ", \"inflight_bytes\": " + view.inflightBytes()
                + ", \"waiting_bytes\": " + view.waitingBytes()
                + ", \"received\": " + view.received()
                + ", \"received_bytes\": " + view.receivedBytes()
                + ", \"sent\": " + view.sent()
                + ", \"sent_bytes\": " + view.sentBytes()
                + ", \"received_rate\": " + rate(view.receivedRate())
                + ", \"received_bytes_rate\": " + rate(view.receivedBytesRate())
                + ", \"sent_rate\": " + rate(view.sentRate())
                + ", \"sent_bytes_rate\": " + rate(view.sentBytesRate())
                + "}";
    }

    private static String quoted(@Nullable String text) {
        return text == null ? "null" : '"' + LogText.line(text) + '"';
    }

    private static String rate(double perSecond) {
        return String.format(Locale.ROOT, "%.1f", perSecond);
    }

    /** Runs something here, from any thread; not once the listener has ended. */
    private void execute(Runnable action) {
        try {
            own.execute(action);
        } catch (RejectedExecutionException stopped) {
            log.debug("the admin listener has ended", stopped);
        }
    }
}
