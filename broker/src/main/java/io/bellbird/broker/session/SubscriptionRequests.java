package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.config.LogType;
import io.bellbird.broker.monitor.LogText;
import io.bellbird.broker.routing.SharedFilter;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.security.Authorizer.Verdict;
import io.bellbird.codec.AckProperties;
import io.bellbird.codec.ProtocolError;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.RetainHandling;
import io.bellbird.codec.SubAck;
import io.bellbird.codec.Subscribe;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;
import io.bellbird.codec.UnsubAck;
import io.bellbird.codec.Unsubscribe;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/** SUBSCRIBE and UNSUBSCRIBE of one connection. */
@ShardConfined
final class SubscriptionRequests {
    private static final Logger log = LoggerFactory.getLogger(SubscriptionRequests.class);

    private static final Marker SUBSCRIBE = LogType.SUBSCRIBE.marker();
    private static final Marker UNSUBSCRIBE = LogType.UNSUBSCRIBE.marker();

    private final Home home;
    private final Connection connection;
    /** It was said that there is no room. */
    private boolean warned;

    SubscriptionRequests(Home home, Connection connection) {
        this.home = home;
        this.connection = connection;
    }

    /** Each filter is in force before SUBACK leaves, and its retained messages come after it. */
    void onSubscribe(Subscribe packet) {
        List<TopicFilter> filters = new ArrayList<>(packet.requests().size());
        for (Subscribe.Request request : packet.requests()) {
            TopicFilter filter = parse(request.filter());
            if (SharedFilter.isShared(filter)) {
                checkShared(filter, request.options());
            }
            filters.add(filter);
        }
        new Progress(packet, filters).proceed();
    }

    void onUnsubscribe(Unsubscribe packet) {
        Session session = connection.session();
        List<TopicFilter> filters =
                packet.filters().stream().map(SubscriptionRequests::parse).toList();
        List<ReasonCode> reasons =
                filters.stream().map(session.subscriptions()::remove).toList();
        if (log.isDebugEnabled(UNSUBSCRIBE)) {
            filters.forEach(filter -> log.debug(
                    UNSUBSCRIBE,
                    "client={} unsubscribed filter={}",
                    LogText.of(connection.client().clientId()),
                    LogText.of(filter.text())));
        }
        UnsubAck answer = new UnsubAck(packet.packetId(), reasons, AckProperties.NONE);
        if (session.isStored()) {
            connection.afterCommit(() -> connection.send(answer));
        } else {
            connection.send(answer);
        }
    }

    private static TopicFilter parse(String text) {
        TopicFilter filter = TopicFilter.parse(text);
        if (Topic.levelCount(filter.text()) > ServerLimits.TOPIC_LEVELS_MAX) {
            throw new ProtocolError(
                    ReasonCode.TOPIC_FILTER_INVALID,
                    "",
                    "a topic filter of more than " + ServerLimits.TOPIC_LEVELS_MAX + " levels");
        }
        return filter;
    }

    private static void checkShared(TopicFilter filter, SubscriptionOptions options) {
        SharedFilter.parse(filter);
        if (options.noLocal()) {
            throw Connection.protocolError("MQTT-3.8.3-4", "No Local on a shared subscription");
        }
    }

    private Subscriptions subscriptions() {
        return connection.session().subscriptions();
    }

    private void warnOnce(Session session) {
        if (!warned) {
            warned = true;
            log.warn(
                    "client={} is at max_subscription_bytes or at 100000 subscriptions, more are refused count={} bytes={}",
                    LogText.of(session.clientId()),
                    session.subscriptions().count(),
                    session.subscriptions().bytes());
        }
    }

    /** One SUBSCRIBE, filter by filter; an authorizer may take its time over each. */
    private final class Progress {
        private final Subscribe packet;
        private final List<TopicFilter> filters;
        private final List<ReasonCode> reasons = new ArrayList<>();
        private final List<TopicFilter> retained = new ArrayList<>();
        /** Shared subscriptions whose groups have not answered. */
        private int joining;

        Progress(Subscribe packet, List<TopicFilter> filters) {
            this.packet = packet;
            this.filters = filters;
        }

        void proceed() {
            while (reasons.size() < filters.size()) {
                TopicFilter filter = filters.get(reasons.size());
                SubscriptionOptions options =
                        packet.requests().get(reasons.size()).options();
                ReasonCode refusal = check(filter);
                if (refusal.isError()) {
                    reasons.add(refusal);
                    continue;
                }
                Verdict verdict = home.authorizer()
                        .maySubscribe(
                                connection.client(),
                                asked(filter),
                                options.qos(),
                                later -> home.execute(() -> connection.isolated(() -> onLaterVerdict(later))));
                if (verdict == Verdict.LATER) {
                    connection.hold();
                    return;
                }
                decide(verdict);
            }
            answer();
        }

        /** Rights are those for the filter of a group, whatever its name. */
        private static TopicFilter asked(TopicFilter filter) {
            return SharedFilter.isShared(filter) ? SharedFilter.parse(filter).filter() : filter;
        }

        private void onLaterVerdict(Verdict verdict) {
            if (connection.isOpen()) {
                decide(verdict);
                proceed();
                connection.unhold();
            }
        }

        private void decide(Verdict verdict) {
            TopicFilter filter = filters.get(reasons.size());
            SubscriptionOptions asked = packet.requests().get(reasons.size()).options();
            if (verdict == Verdict.ALLOWED) {
                subscribe(filter, granted(asked));
            } else {
                Watchers.refused(home, connection.client(), asked(filter).text());
                reasons.add(ReasonCode.NOT_AUTHORIZED);
            }
        }

        private ReasonCode check(TopicFilter filter) {
            Session session = connection.session();
            boolean full = !subscriptions().contains(filter) && !subscriptions().isRoomFor(filter);
            if (full) {
                warnOnce(session);
            }
            boolean unstorable = session.isStored() && !home.isStoreAccepting();
            return full || unstorable || reasons.size() >= ServerLimits.FILTERS_MAX
                    ? ReasonCode.QUOTA_EXCEEDED
                    : ReasonCode.SUCCESS;
        }

        /** A bridge of MQTT 3 cannot ask for what it needs: not its own messages, and RETAIN as it was published. */
        private SubscriptionOptions granted(SubscriptionOptions asked) {
            Qos qos = asked.qos().min(connection.listener().maxQos());
            return connection.isBridge()
                    ? new SubscriptionOptions(qos, true, true, asked.retainHandling())
                    : new SubscriptionOptions(qos, asked.noLocal(), asked.retainAsPublished(), asked.retainHandling());
        }

        private void subscribe(TopicFilter filter, SubscriptionOptions options) {
            if (SharedFilter.isShared(filter)) {
                joining++;
                subscriptions()
                        .share(
                                filter,
                                options,
                                packet.subscriptionIdentifier(),
                                () -> connection.isolated(this::onJoined));
            } else {
                boolean isNew = subscriptions().add(filter, options, packet.subscriptionIdentifier());
                RetainHandling handling = options.retainHandling();
                if (handling == RetainHandling.SEND_ON_SUBSCRIBE || (handling == RetainHandling.SEND_IF_NEW && isNew)) {
                    retained.add(filter);
                }
            }
            reasons.add(ReasonCode.granted(options.qos()));
            if (log.isDebugEnabled(SUBSCRIBE)) {
                log.debug(
                        SUBSCRIBE,
                        "client={} subscribed filter={} qos={}",
                        LogText.of(connection.client().clientId()),
                        LogText.of(filter.text()),
                        options.qos().level());
            }
        }

        private void onJoined() {
            joining--;
            answer();
        }

        private void answer() {
            if (joining > 0 || reasons.size() < filters.size()) {
                return;
            }
            if (connection.session().isStored()) {
                connection.afterCommit(this::send);
            } else {
                send();
            }
        }

        private void send() {
            if (connection.isOpen()) {
                connection.send(new SubAck(packet.packetId(), reasons, AckProperties.NONE));
                subscriptions().sendRetained(retained);
            }
        }
    }
}
