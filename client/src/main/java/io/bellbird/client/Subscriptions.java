package io.bellbird.client;

import io.bellbird.client.FilterRequest.Kind;
import io.bellbird.client.net.Link;
import io.bellbird.codec.Publish;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.Subscribe;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.Topic;
import io.bellbird.codec.Unsubscribe;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * What the client has asked for, and who gets it. The broker is asked again for what it has forgotten. Belongs to the
 * client's loop.
 */
final class Subscriptions {
    private static final int CACHED_TOPICS_MAX = 1_024;
    /** Requests that may wait for the broker: as many as have packet ids. */
    private static final int WAITING_MAX = Exchanges.ID_MAX;

    private final ClientSession session;
    private final Exchanges exchanges;
    private final Stream unclaimed;

    private final Map<String, Filter> filters = new LinkedHashMap<>();
    private final Map<Integer, Filter> byIdentifier = new HashMap<>();
    private final Map<Topic, List<Stream>> byTopic = new HashMap<>();
    private final Deque<FilterRequest> waiting = new ArrayDeque<>();
    /** Sent, by packet id, so that they are sent again in order. */
    private final Map<Integer, FilterRequest> sent = new LinkedHashMap<>();

    private @Nullable Link link;
    private @Nullable ServerLimits limits;

    /** A filter that somebody has. */
    private static final class Filter {
        final String text;
        final int identifier;
        SubscribeOptions options;
        List<Stream> streams = List.of();
        /** The broker has it in its session. */
        boolean granted;

        Filter(String text, int identifier, SubscribeOptions options) {
            this.text = text;
            this.identifier = identifier;
            this.options = options;
        }
    }

    /** @param unclaimed gets messages that nobody here has asked for */
    Subscriptions(ClientSession session, Exchanges exchanges, Stream unclaimed) {
        this.session = session;
        this.exchanges = exchanges;
        this.unclaimed = unclaimed;
    }

    /** Who gets a message; at least one. */
    List<Stream> receivers(Publish publish) {
        SubscriptionIdentifiers identifiers = publish.subscriptionIdentifiers();
        if (identifiers.count() == 1) {
            Filter filter = byIdentifier.get(identifiers.get(0));
            if (filter != null) {
                return streams(filter);
            }
        } else if (identifiers.count() > 1) {
            Set<Stream> all = new LinkedHashSet<>();
            for (int i = 0; i < identifiers.count(); i++) {
                Filter filter = byIdentifier.get(identifiers.get(i));
                all.addAll(filter == null ? List.of() : streams(filter));
            }
            if (!all.isEmpty()) {
                return List.copyOf(all);
            }
        }
        List<Stream> known = byTopic.get(publish.topic());
        return known == null ? matching(publish.topic()) : known;
    }

    /** A filter of nobody in particular has its messages unclaimed. */
    private List<Stream> streams(Filter filter) {
        return filter.streams.isEmpty() ? List.of(unclaimed) : filter.streams;
    }

    private List<Stream> matching(Topic topic) {
        Set<Stream> all = new LinkedHashSet<>();
        for (Filter filter : filters.values()) {
            if (Filters.matches(filter.text, topic.text())) {
                all.addAll(streams(filter));
            }
        }
        List<Stream> receivers = all.isEmpty() ? List.of(unclaimed) : List.copyOf(all);
        if (byTopic.size() == CACHED_TOPICS_MAX) {
            byTopic.clear();
        }
        byTopic.put(topic, receivers);
        return receivers;
    }

    /** Asks for a filter; its messages go to the stream from now on, or nowhere in particular when that is null. */
    void subscribe(FilterRequest request, @Nullable Stream stream) {
        if (waiting.size() >= WAITING_MAX) {
            MqttException full = tooManyWait(request);
            if (stream != null) {
                stream.end(full);
            }
            fail(request, full);
            return;
        }
        Filter filter =
                filters.computeIfAbsent(request.filter, text -> new Filter(text, newIdentifier(text), request.options));
        byIdentifier.put(filter.identifier, filter);
        SubscribeOptions before = filter.options;
        filter.options = new SubscribeOptions(
                request.options.qos().max(filter.streams.isEmpty() ? request.options.qos() : before.qos()),
                request.options.noLocal(),
                request.options.retainAsPublished(),
                request.options.retainHandling(),
                request.options.acknowledgement(),
                request.options.userProperties());
        if (stream != null) {
            List<Stream> more = new ArrayList<>(filter.streams);
            more.add(stream);
            filter.streams = List.copyOf(more);
        }
        byTopic.clear();
        hand(request);
    }

    /** The same for the same filter in each process, since a session that goes on has the old ones. */
    private int newIdentifier(String filter) {
        int identifier = 1 + Math.floorMod(filter.hashCode() * 0x9E3779B1, SubscriptionIdentifiers.MAX);
        while (byIdentifier.containsKey(identifier)) {
            identifier = identifier == SubscriptionIdentifiers.MAX ? 1 : identifier + 1;
        }
        return identifier;
    }

    private QueueFullException tooManyWait(FilterRequest request) {
        return new QueueFullException(named(request) + waiting.size()
                + " subscriptions and their ends wait for the broker already; wait for futures of earlier ones");
    }

    /** Ends one stream, or all of a filter; the broker is told when none is left. */
    void unsubscribe(FilterRequest request) {
        if (waiting.size() >= WAITING_MAX) {
            fail(request, tooManyWait(request));
            return;
        }
        Filter filter = filters.get(request.filter);
        if (filter != null) {
            List<Stream> left = new ArrayList<>(filter.streams);
            left.removeIf(stream -> request.stream == null || stream == request.stream);
            List<Stream> gone = new ArrayList<>(filter.streams);
            gone.removeAll(left);
            filter.streams = List.copyOf(left);
            byTopic.clear();
            gone.forEach(stream -> stream.end(null));
            if (!left.isEmpty()) {
                complete(request, ReasonCode.SUCCESS);
                return;
            }
            forget(filter);
        }
        hand(request);
    }

    private void forget(Filter filter) {
        filters.remove(filter.text, filter);
        byIdentifier.remove(filter.identifier, filter);
        byTopic.clear();
    }

    private void hand(FilterRequest request) {
        waiting.add(request);
        send();
    }

    /** The connection is there: what has no answer is asked again, and what the broker has forgotten as well. */
    void onConnected(Link connected, ServerLimits told, BrokersSession has) {
        link = connected;
        limits = told;
        if (has != BrokersSession.PRESENT) {
            List<FilterRequest> again = new ArrayList<>();
            for (Filter filter : filters.values()) {
                if (filter.granted) {
                    filter.granted = false;
                    again.add(new FilterRequest(Kind.SUBSCRIBE, filter.text, filter.options, null));
                }
            }
            for (int i = again.size() - 1; i >= 0; i--) {
                waiting.addFirst(again.get(i));
            }
        }
        send();
    }

    /** The connection is gone: what was asked and not answered waits again. */
    void onDisconnected() {
        link = null;
        List<FilterRequest> unanswered = new ArrayList<>(sent.values());
        sent.clear();
        for (int i = unanswered.size() - 1; i >= 0; i--) {
            exchanges.remove(unanswered.get(i).packetId);
            waiting.addFirst(unanswered.get(i));
        }
    }

    private void send() {
        while (link != null && limits != null && !waiting.isEmpty() && exchanges.hasRoom()) {
            FilterRequest request = waiting.remove();
            if (request.kind == Kind.UNSUBSCRIBE) {
                request.packetId = exchanges.add(request);
                sent.put(request.packetId, request);
                if (!link.write(new Unsubscribe(request.packetId, List.of(), List.of(request.filter)))) {
                    refuseUnsent(request);
                }
            } else {
                subscribe(request, link, limits);
            }
        }
    }

    private void subscribe(FilterRequest request, Link to, ServerLimits told) {
        Filter filter = filters.get(request.filter);
        if (filter == null) {
            fail(request, new CancellationException(named(request) + "it was given up before the broker was asked"));
            return;
        }
        if (!told.wildcardsAvailable() && Filters.hasWildcard(request.filter)) {
            refuse(request, ReasonCode.WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED, null);
        } else if (!told.sharedAvailable() && Filters.isShared(request.filter)) {
            refuse(request, ReasonCode.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED, null);
        } else {
            request.packetId = exchanges.add(request);
            sent.put(request.packetId, request);
            boolean written = to.write(new Subscribe(
                    request.packetId,
                    told.identifiersAvailable() ? filter.identifier : 0,
                    request.options.userProperties(),
                    List.of(new Subscribe.Request(request.filter, filter.options.onTheWire()))));
            if (!written) {
                refuseUnsent(request);
            }
        }
    }

    /** It is larger than the broker takes [MQTT-3.2.2-15]. */
    private void refuseUnsent(FilterRequest request) {
        exchanges.remove(request.packetId);
        sent.remove(request.packetId);
        refuse(request, ReasonCode.PACKET_TOO_LARGE, null);
    }

    /** SUBACK or UNSUBACK. */
    void onAnswer(FilterRequest request, ReasonCode reason, @Nullable String explanation) {
        exchanges.remove(request.packetId);
        sent.remove(request.packetId);
        if (reason.code() >= ReasonCode.UNSPECIFIED_ERROR.code()) {
            refuse(request, reason, explanation);
        } else {
            Filter filter = filters.get(request.filter);
            if (request.kind == Kind.SUBSCRIBE && filter != null) {
                filter.granted = true;
            }
            complete(request, reason);
        }
        send();
    }

    private void refuse(FilterRequest request, ReasonCode reason, @Nullable String explanation) {
        String what = request.kind == Kind.SUBSCRIBE ? "subscription" : "end of the subscription";
        String where = limits == null ? "the broker" : limits.broker().toString();
        RefusedException refusal = new RefusedException(
                named(request) + where + " refused the " + what + (explanation == null ? "" : " (" + explanation + ")")
                        + ", " + Advice.on(reason),
                reason);
        Filter filter = filters.get(request.filter);
        if (request.kind == Kind.SUBSCRIBE && filter != null) {
            List<Stream> left = new ArrayList<>(filter.streams);
            left.removeIf(stream -> request.stream == null || stream == request.stream);
            filter.streams.stream().filter(stream -> !left.contains(stream)).forEach(stream -> stream.end(refusal));
            filter.streams = List.copyOf(left);
            byTopic.clear();
            if (left.isEmpty()) {
                forget(filter);
            }
        }
        fail(request, refusal);
    }

    /** Nothing will be answered any more. */
    void close(MqttException cause) {
        onDisconnected();
        waiting.forEach(request -> fail(request, cause));
        waiting.clear();
        filters.values().forEach(filter -> filter.streams.forEach(stream -> stream.end(null)));
        unclaimed.end(null);
    }

    /** How errors begin. */
    private String named(FilterRequest request) {
        return "client " + session.clientId() + ", filter " + request.filter + ": ";
    }

    private void complete(FilterRequest request, ReasonCode reason) {
        session.tell(() -> request.answer.complete(reason));
    }

    private void fail(FilterRequest request, RuntimeException cause) {
        session.tell(() -> request.answer.completeExceptionally(cause));
    }
}
