package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.monitor.SampledTime;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.security.Authorizer.Verdict;
import io.bellbird.broker.store.Durability;
import io.bellbird.broker.store.StoreBatch;
import io.bellbird.codec.AckProperties;
import io.bellbird.codec.Packet;
import io.bellbird.codec.ProtocolError;
import io.bellbird.codec.PubAck;
import io.bellbird.codec.PubComp;
import io.bellbird.codec.PubRec;
import io.bellbird.codec.PubRel;
import io.bellbird.codec.Publish;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.Utf8;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * PUBLISH and PUBREL of one connection: checks, rights, the way in, and the acknowledgements, which leave in the order
 * of the PUBLISH packets [MQTT-4.6.0-2].
 */
@ShardConfined
final class InboundMessages {
    /** So many acknowledgements may be withheld before nothing more is read. */
    private static final int WITHHELD_MAX = 1_000;
    /** A client of MQTT 3 waits so long for a store that takes nothing, */
    private static final long STORE_WAIT_NANOS_MAX = TimeUnit.SECONDS.toNanos(30);
    /** and it is asked so often. */
    private static final long STORE_RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final String RESERVED = "the topic is reserved";

    private final Home home;
    private final Connection connection;
    private final InboundQuota quota;
    private final ArrayDeque<PendingAck> acks = new ArrayDeque<>(0);
    private boolean heldForAcks;

    /** Rights are asked for it; the answer comes later. */
    private @Nullable Publish undecided;

    private @Nullable Timer storeWait;
    private @Nullable Timer ackWatch;

    /** The one whose time is taken, if it is one of these. */
    private @Nullable PendingAck timedAck;

    private final Consumer<Verdict> laterVerdict;

    InboundMessages(Home home, Connection connection) {
        this.home = home;
        this.connection = connection;
        this.quota = new InboundQuota(ServerLimits.ownWindow(connection.config()));
        this.laterVerdict = verdict -> home.execute(() -> connection.isolated(() -> onLaterVerdict(verdict)));
    }

    void onPublish(Publish publish) {
        checkGranted(publish);
        if (publish.qos() == Qos.EXACTLY_ONCE && received().contains(publish.packetId())) {
            acknowledgeAgain(publish);
            return;
        }
        if (publish.qos() != Qos.AT_MOST_ONCE) {
            acquire();
        }
        if (refuseContent(publish)) {
            return;
        }
        Verdict verdict = home.authorizer()
                .mayPublish(connection.client(), publish.topic(), publish.qos(), publish.retain(), laterVerdict);
        if (verdict == Verdict.LATER) {
            undecided = publish;
            connection.hold();
        } else {
            onVerdict(publish, verdict);
        }
    }

    /** The bound for MQTT 3 is that acknowledgements are withheld; only MQTT 5 knows of the quota. */
    private void acquire() {
        if (connection.hasReasons()) {
            quota.acquire();
        }
    }

    /** What CONNACK did not grant ends the connection (sections 3.2.2.3.4, 3.2.2.3.5, 4.7.3). */
    private void checkGranted(Publish publish) {
        if (publish.qos().level() > connection.listener().maxQos().level()) {
            throw new ProtocolError(
                    ReasonCode.QOS_NOT_SUPPORTED,
                    "MQTT-3.2.2-11",
                    "QoS " + publish.qos().level());
        }
        if (publish.retain() && !connection.config().retainAvailable()) {
            throw new ProtocolError(ReasonCode.RETAIN_NOT_SUPPORTED, "MQTT-3.2.2-14", "retain is not available");
        }
        if (ServerLimits.isTooDeep(publish.topic())) {
            throw new ProtocolError(
                    ReasonCode.TOPIC_NAME_INVALID,
                    "",
                    "a topic of more than " + ServerLimits.TOPIC_LEVELS_MAX + " levels");
        }
    }

    /** Refuses, for the message alone, what this broker does not take. */
    private boolean refuseContent(Publish publish) {
        int limit = home.config().messageSizeLimit();
        if (limit > 0 && publish.payload().length() > limit) {
            home.counters().increment(Counter.DROPPED_TOO_LARGE);
            refuse(publish, ReasonCode.QUOTA_EXCEEDED, "the payload is longer than " + limit + " bytes");
            return true;
        }
        if (publish.properties().utf8Payload() && !Utf8.isValid(publish.payload())) {
            refuse(publish, ReasonCode.PAYLOAD_FORMAT_INVALID, "the payload is not UTF-8");
            return true;
        }
        if (ServerLimits.isReserved(publish.topic())) {
            Watchers.refused(home, connection.client(), Watchers.Act.PUBLISH, publish.topic(), RESERVED);
            refuse(publish, ReasonCode.NOT_AUTHORIZED, RESERVED);
            return true;
        }
        return false;
    }

    private void onLaterVerdict(Verdict verdict) {
        Publish publish = undecided;
        undecided = null;
        if (publish != null && connection.isOpen()) {
            onVerdict(publish, verdict);
            connection.unhold();
        }
    }

    private void onVerdict(Publish publish, Verdict verdict) {
        if (verdict != Verdict.ALLOWED) {
            Watchers.refused(home, connection.client(), Watchers.Act.PUBLISH, publish.topic());
            refuse(publish, ReasonCode.NOT_AUTHORIZED, "not authorized to publish to this topic");
        } else if (home.isStoreAccepting() || !needsStore(publish)) {
            accept(publish);
        } else if (connection.hasReasons() || publish.qos() == Qos.AT_MOST_ONCE) {
            home.counters().increment(Counter.DROPPED_STORE_UNAVAILABLE);
            refuse(publish, ReasonCode.QUOTA_EXCEEDED, "the store takes nothing at the moment");
        } else {
            connection.hold();
            awaitStore(publish, home.nowNanos() + STORE_WAIT_NANOS_MAX);
        }
    }

    private static boolean needsStore(Publish publish) {
        return publish.qos() != Qos.AT_MOST_ONCE || publish.retain();
    }

    /** MQTT 3 cannot be told that the store takes nothing: nothing more is read, and after a while that was all. */
    private void awaitStore(Publish publish, long deadlineNanos) {
        storeWait = home.schedule(
                STORE_RETRY_NANOS,
                () -> connection.isolated(() -> {
                    if (home.isStoreAccepting()) {
                        accept(publish);
                        connection.unhold();
                    } else if (home.nowNanos() >= deadlineNanos) {
                        connection.disconnect(ReasonCode.QUOTA_EXCEEDED);
                    } else {
                        awaitStore(publish, deadlineNanos);
                    }
                }));
    }

    /**
     * A store that took messages of an MQTT 3 client, and does not get on with them, is waited for no longer: once or
     * twice the time, since only every so often somebody looks.
     */
    private void watchAcks() {
        PendingAck first = acks.peek();
        ackWatch = home.schedule(
                STORE_WAIT_NANOS_MAX,
                () -> connection.isolated(() -> {
                    ackWatch = null;
                    if (first == acks.peek() && !home.isStoreAccepting()) {
                        connection.disconnect(ReasonCode.QUOTA_EXCEEDED);
                    } else if (!acks.isEmpty()) {
                        watchAcks();
                    }
                }));
    }

    /** The connection has ended. */
    void stop() {
        if (storeWait != null) {
            storeWait.cancel();
        }
        if (ackWatch != null) {
            ackWatch.cancel();
        }
        if (timedAck != null) {
            timedAck = null;
            home.publishTime().cancel();
        }
    }

    private void accept(Publish publish) {
        Publication publication = new Publication(
                publish.topic(),
                publish.qos(),
                publish.retain(),
                publish.payload(),
                publish.properties(),
                connection.client().clientId(),
                publish.retain() ? connection.client().username() : null,
                publish.retain() || publish.properties().expires() ? home.nowNanos() : 0,
                0);
        if (publish.qos() == Qos.AT_MOST_ONCE) {
            takeTime(null);
            home.ingress().accept(publication, Ingress.Ack.NONE);
        } else {
            if (publish.qos() == Qos.EXACTLY_ONCE) {
                received().begin(publish.packetId());
            }
            PendingAck ack = newAck(publish);
            takeTime(ack);
            home.ingress().accept(publication, ack);
        }
        if (home.holdPublisher(connection::unhold)) {
            connection.hold();
        }
    }

    /** Of some: until the acknowledgement is written or, of QoS 0, until this turn ends. */
    private void takeTime(@Nullable PendingAck ack) {
        SampledTime time = home.publishTime();
        if (time.takesNext()) {
            time.begin(home.nowNanos());
            timedAck = ack;
            if (ack == null) {
                time.endWithTurn();
            }
        }
    }

    /** The message does not enter. MQTT 3 cannot be told: it is acknowledged as if it had. */
    private void refuse(Publish publish, ReasonCode reason, String text) {
        if (reason == ReasonCode.NOT_AUTHORIZED) {
            home.counters().increment(Counter.DROPPED_NOT_AUTHORIZED);
        }
        if (publish.qos() == Qos.AT_MOST_ONCE) {
            if (connection.hasReasons() && reason == ReasonCode.PAYLOAD_FORMAT_INVALID) {
                throw new ProtocolError(reason, "", text);
            }
            return;
        }
        PendingAck ack = newAck(publish);
        if (connection.hasReasons()) {
            ack.text = text;
            ack.settle(reason);
        } else {
            if (publish.qos() == Qos.EXACTLY_ONCE) {
                received().begin(publish.packetId());
            }
            ack.accepted(ReasonCode.SUCCESS);
        }
    }

    /** The same QoS 2 message once more: PUBREC is all that it needs, as soon as the first copy is safe. */
    private void acknowledgeAgain(Publish publish) {
        PendingAck ack = newAck(publish);
        received().whenAccepted(publish.packetId(), () -> ack.settle(ReasonCode.SUCCESS));
    }

    private PendingAck newAck(Publish publish) {
        PendingAck ack = new PendingAck(publish.packetId(), publish.qos());
        acks.add(ack);
        if (ackWatch == null && !connection.hasReasons()) {
            watchAcks();
        }
        holdIfTooManyWithheld();
        return ack;
    }

    private ReceivedIds received() {
        return connection.session().received();
    }

    private void holdIfTooManyWithheld() {
        if (!heldForAcks && acks.size() >= WITHHELD_MAX) {
            heldForAcks = true;
            connection.hold();
        }
    }

    /** Sends what may leave now: up to the first that is not yet safe. */
    private void sendAcks() {
        PendingAck first = acks.peek();
        while (first != null && first.reason != null) {
            acks.remove();
            if (first == timedAck) {
                timedAck = null;
                home.publishTime().endWithTurn();
            }
            send(first, first.reason);
            first = acks.peek();
        }
        if (heldForAcks && acks.size() < WITHHELD_MAX / 2) {
            heldForAcks = false;
            connection.unhold();
        }
    }

    private void send(PendingAck ack, ReasonCode reason) {
        AckProperties properties = AckProperties.explained(connection.wantsProblemInformation() ? ack.text : null);
        boolean atLeastOnce = ack.qos == Qos.AT_LEAST_ONCE;
        if (atLeastOnce || reason.isError()) {
            quota.release();
        }
        Packet packet = atLeastOnce
                ? new PubAck(ack.packetId, reason, properties)
                : new PubRec(ack.packetId, reason, properties);
        connection.send(packet);
    }

    /** PUBREL: the exchange ends, but not before the message is in, should the client not have waited for PUBREC. */
    void onPubRel(PubRel packet) {
        received().whenAccepted(packet.packetId(), () -> release(packet));
    }

    /** The packet id is free again once that is safe, and PUBCOMP says so [MQTT-4.3.3-11]. */
    private void release(PubRel packet) {
        Session session = connection.session();
        boolean known = session.received().end(packet.packetId());
        ReasonCode reason = known ? ReasonCode.SUCCESS : ReasonCode.PACKET_IDENTIFIER_NOT_FOUND;
        PubComp answer = new PubComp(packet.packetId(), reason);
        if (known && session.isStored()) {
            home.batch().removeReceived(session.number(), packet.packetId());
            connection.afterCommit(() -> complete(answer));
        } else {
            complete(answer);
        }
    }

    private void complete(PubComp answer) {
        quota.release();
        connection.send(answer);
    }

    /** The acknowledgement of one PUBLISH, from when it arrived. */
    private final class PendingAck implements Ingress.Ack {
        private final int packetId;
        private final Qos qos;
        private @Nullable ReasonCode reason;
        private @Nullable String text;

        PendingAck(int packetId, Qos qos) {
            this.packetId = packetId;
            this.qos = qos;
        }

        @Override
        public void stage(StoreBatch batch, ReasonCode outcome) {
            Session session = connection.session();
            if (qos == Qos.EXACTLY_ONCE
                    && session.isStored()
                    && !answer(outcome).isError()) {
                batch.putReceived(session.number(), packetId);
            }
        }

        @Override
        public Durability durability() {
            return connection.durability();
        }

        @Override
        public boolean isExactlyOnce() {
            return qos == Qos.EXACTLY_ONCE && connection.session().isStored();
        }

        @Override
        public void accepted(ReasonCode outcome) {
            try {
                acknowledge(answer(outcome));
            } catch (RuntimeException | AssertionError bug) {
                connection.failed(bug);
            }
        }

        private void acknowledge(ReasonCode answer) {
            settle(answer);
            if (qos == Qos.EXACTLY_ONCE) {
                if (answer.isError()) {
                    received().end(packetId);
                }
                received().accepted(packetId);
            }
        }

        /** MQTT 3 cannot be told that somebody did not get it. */
        private ReasonCode answer(ReasonCode outcome) {
            return outcome.isError() && !connection.hasReasons() ? ReasonCode.SUCCESS : outcome;
        }

        /** It may leave, when all before it have. */
        void settle(ReasonCode outcome) {
            reason = outcome;
            sendAcks();
        }
    }
}
