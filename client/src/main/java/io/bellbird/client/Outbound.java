package io.bellbird.client;

import io.bellbird.client.net.Link;
import io.bellbird.codec.AckProperties;
import io.bellbird.codec.Encoder;
import io.bellbird.codec.PubRel;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.Topic;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages to the broker: those that wait, and those of QoS 1 and 2 that it has not taken over yet, in the order in which
 * they were sent [MQTT-4.6.0-1]. Belongs to the client's loop.
 */
final class Outbound {
    private static final Logger log = LoggerFactory.getLogger(Outbound.class);

    /** As MQTT allows. */
    private static final int PACKET_BYTES_MAX = 268_435_460;
    /** What an alias may add to a packet: itself, and a byte more in two lengths. */
    private static final int ALIAS_BYTES = 5;

    private final ClientOptions options;
    private final LongSupplier nanos;
    private final Exchanges exchanges;
    private final Room room;
    private final Outcomes outcomes;
    private final Ledger ledger;

    private final Deque<Publication> waiting = new ArrayDeque<>();
    private @Nullable Publication firstInflight;
    private @Nullable Publication lastInflight;
    private int inflight;
    /** The first in flight that was not sent on this connection yet; null when all were. */
    private @Nullable Publication again;
    /** PUBLISH packets of this connection that the broker has not acknowledged. */
    private int unacknowledged;
    /** Of QoS 0, written since the last were handed to the socket. */
    private List<Publication> written = new ArrayList<>();

    private @Nullable Link link;
    private @Nullable ServerLimits limits;
    private OutboundAliases aliases = new OutboundAliases(0);

    Outbound(
            ClientOptions options,
            LongSupplier nanos,
            Exchanges exchanges,
            Room room,
            Outcomes outcomes,
            Ledger ledger) {
        this.options = options;
        this.nanos = nanos;
        this.exchanges = exchanges;
        this.room = room;
        this.outcomes = outcomes;
        this.ledger = ledger;
        ledger.publications().forEach(this::goOn);
    }

    /** Takes over from an earlier process. What waited there for its packet id was not sent. */
    private void goOn(Publication publication) {
        room.take(publication.bytes());
        if (publication.state != Publication.State.WAITING && hasPacketId(publication)) {
            exchanges.put(publication.packetId, publication);
            add(publication);
        } else {
            publication.state = Publication.State.WAITING;
            waiting.add(publication);
        }
    }

    /** Takes what was published, linked by {@code next}. */
    void take(@Nullable Publication first) {
        for (Publication publication = first; publication != null; ) {
            Publication next = publication.next;
            publication.next = null;
            waiting.add(publication);
            publication = next;
        }
        send();
        while (room.isOverfull()
                && options.queue.whenFull() == QueueOptions.WhenFull.DROP_OLDEST
                && !waiting.isEmpty()) {
            Publication oldest = waiting.remove();
            fail(
                    oldest,
                    new QueueFullException(named(oldest)
                            + "it was the oldest in a queue that is full; raise the limits of QueueOptions, or publish less while the"
                            + " network is away"));
        }
    }

    /** Whether the broker has everything. */
    boolean isEmpty() {
        return waiting.isEmpty() && inflight == 0 && written.isEmpty();
    }

    /** The connection is there: what the broker may not have is sent again, then what waits. */
    void onConnected(Link connected, ServerLimits told, boolean sessionPresent) {
        link = connected;
        limits = told;
        aliases = new OutboundAliases(told.topicAliasMaximum());
        unacknowledged = 0;
        if (sessionPresent) {
            again = firstInflight;
            for (Publication each = firstInflight; each != null; each = each.next) {
                each.unacknowledged = false;
                if (each.state == Publication.State.RELEASED) {
                    connected.write(new PubRel(each.packetId, ReasonCode.SUCCESS));
                }
            }
        } else {
            beginAnew();
        }
        send();
    }

    void onDisconnected() {
        link = null;
    }

    /** Sends what was sent on an earlier connection [MQTT-4.4.0-1], as far as this broker takes it now. */
    private void sendAgain(Link to, ServerLimits told) {
        while (again != null && to.isWritable() && unacknowledged < told.receiveMaximum()) {
            Publication next = again;
            again = next.next;
            if (next.state == Publication.State.SENT) {
                MqttException refusal = refusal(next, told);
                if (refusal == null) {
                    count(next);
                    write(next, to, next.topic, OutboundAliases.NONE, true);
                } else {
                    remove(next);
                    fail(next, refusal);
                }
            }
        }
    }

    private void count(Publication publication) {
        publication.unacknowledged = true;
        unacknowledged++;
    }

    /** The broker knows nothing of what is in flight. */
    private void beginAnew() {
        int lost = 0;
        for (Publication each = lastInflight; each != null; ) {
            Publication before = each.previous;
            remove(each);
            if (each.state == Publication.State.RELEASED) {
                succeed(each, Published.SUCCESS);
            } else if (each.options.qos() == Qos.EXACTLY_ONCE && !options.resendWhenSessionIsLost) {
                fail(
                        each,
                        new SessionLostException(named(each)
                                + "the broker has forgotten the session; the message may have arrived. Publish it again if twice is"
                                + " better than never"));
            } else {
                exchanges.remove(each.packetId);
                each.state = Publication.State.WAITING;
                waiting.addFirst(each);
                lost++;
            }
            each = before;
        }
        if (lost > 0) {
            log.info("the broker has forgotten the session, {} messages are sent once more", lost);
        }
    }

    /** Sends what may be sent now. */
    void send() {
        if (link != null && limits != null) {
            sendAgain(link, limits);
        }
        while (link != null && limits != null && again == null && link.isWritable() && !waiting.isEmpty()) {
            Publication next = waiting.element();
            boolean counts = next.options.qos() != Qos.AT_MOST_ONCE;
            if (counts
                    && (inflight >= options.inflightMax
                            || unacknowledged >= limits.receiveMaximum()
                            || !hasPacketId(next))) {
                return; // [MQTT-3.3.4-9]
            }
            waiting.remove();
            if (!next.isDone()) { // else its caller has cancelled it
                send(next, link, limits);
            } else {
                settle(next);
            }
        }
    }

    /** Whether there is one for a message; that of a message in the journal cannot be another. */
    private boolean hasPacketId(Publication publication) {
        return publication.sequence == 0 ? exchanges.hasRoom() : exchanges.get(publication.packetId) == null;
    }

    private void send(Publication publication, Link to, ServerLimits told) {
        MqttException refusal = isExpired(publication) ? expired(publication) : refusal(publication, told);
        if (refusal != null) {
            fail(publication, refusal);
            return;
        }
        boolean aliased =
                told.topicAliasMaximum() > 0 && bytes(publication, told) + ALIAS_BYTES <= told.packetBytesMax();
        int alias = aliased ? aliases.known(publication.topic) : OutboundAliases.NONE;
        @Nullable Topic topic = alias == OutboundAliases.NONE ? publication.topic : null;
        if (aliased && alias == OutboundAliases.NONE) {
            alias = aliases.assign(publication.topic);
        }
        if (publication.options.qos() == Qos.AT_MOST_ONCE) {
            write(publication, to, topic, alias, false);
            written.add(publication);
        } else {
            if (publication.sequence == 0) {
                publication.packetId = exchanges.add(publication);
            } else {
                exchanges.put(publication.packetId, publication);
            }
            publication.state = Publication.State.SENT;
            add(publication);
            count(publication);
            write(publication, to, topic, alias, false);
        }
    }

    private void write(Publication publication, Link to, @Nullable Topic topic, int alias, boolean duplicate) {
        ByteBuf buffer = to.buffer();
        Encoder.encodePublishHead(
                to.version(),
                topic,
                alias,
                publication.packetId,
                publication.options.qos(),
                duplicate,
                publication.options.retain(),
                publication.payload.length(),
                publication.options.properties(),
                expirySeconds(publication),
                SubscriptionIdentifiers.NONE,
                buffer);
        buffer.writeBytes(publication.payload.array());
    }

    /** What is left of its expiry, 0 or more, or none. */
    private long expirySeconds(Publication publication) {
        long expiry = publication.options.properties().expiryIntervalSeconds();
        return expiry == PublishProperties.NO_EXPIRY
                ? expiry
                : Math.max(0, expiry - TimeUnit.NANOSECONDS.toSeconds(nanos.getAsLong() - publication.publishedNanos));
    }

    private boolean isExpired(Publication publication) {
        return publication.options.properties().expiryIntervalSeconds() > 0 && expirySeconds(publication) == 0;
    }

    private MessageExpiredException expired(Publication publication) {
        return new MessageExpiredException(named(publication) + "it waited longer than "
                + publication.options.properties().expiryIntervalSeconds() + " s, its expiry");
    }

    /** Why a message cannot be sent to this broker, or null. */
    private @Nullable MqttException refusal(Publication publication, ServerLimits told) {
        PublishOptions how = publication.options;
        if (how.qos().level() > told.qosMax().level()) { // [MQTT-3.2.2-11]
            return refused(
                    publication,
                    ReasonCode.QOS_NOT_SUPPORTED,
                    "the broker takes QoS up to " + told.qosMax().level());
        }
        if (how.retain() && !told.retainAvailable()) { // [MQTT-3.2.2-14]
            return refused(publication, ReasonCode.RETAIN_NOT_SUPPORTED, "the broker retains nothing");
        }
        long bytes = bytes(publication, told);
        long bytesMax = Math.min(told.packetBytesMax(), PACKET_BYTES_MAX);
        if (bytes > bytesMax) { // [MQTT-3.2.2-15]
            return refused(
                    publication,
                    ReasonCode.PACKET_TOO_LARGE,
                    "it has " + bytes + " bytes, the broker takes " + bytesMax);
        }
        return null;
    }

    /** Its length without an alias. */
    private static long bytes(Publication publication, ServerLimits told) {
        PublishOptions how = publication.options;
        return Encoder.publishLength(
                told.version(),
                publication.topic,
                OutboundAliases.NONE,
                how.qos() == Qos.AT_MOST_ONCE ? 0 : 1,
                how.qos(),
                false,
                how.retain(),
                publication.payload.length(),
                how.properties(),
                how.properties().expiryIntervalSeconds(),
                SubscriptionIdentifiers.NONE);
    }

    private RefusedException refused(Publication publication, ReasonCode reason, String why) {
        String where = limits == null ? "" : limits.broker() + ": ";
        return new RefusedException(named(publication) + where + why + ", " + Advice.on(reason), reason);
    }

    /** How errors begin. */
    private String named(Publication publication) {
        return "client " + options.clientId + ", message to " + publication.topic + ": ";
    }

    /** PUBACK, or PUBREC and PUBCOMP with an error. */
    void onAcknowledged(Publication publication, ReasonCode reason, AckProperties properties) {
        remove(publication);
        if (reason.code() >= ReasonCode.UNSPECIFIED_ERROR.code()) {
            String explanation = properties.reasonString() == null ? "" : " (" + properties.reasonString() + ")";
            fail(publication, refused(publication, reason, "the broker refused it" + explanation));
        } else {
            boolean plain = reason == ReasonCode.SUCCESS && properties.equals(AckProperties.NONE);
            succeed(publication, plain ? Published.SUCCESS : new Published(reason, properties));
        }
        send();
    }

    /** PUBREC without an error: the broker has it [MQTT-4.3.3-4]. */
    void onReceived(Publication publication, Link from) {
        publication.state = Publication.State.RELEASED;
        ledger.onReleased(publication, () -> {
            if (link == from) {
                from.write(new PubRel(publication.packetId, ReasonCode.SUCCESS));
            }
        });
    }

    /** What was written in this turn is handed to the socket. */
    void onHandedOn(ChannelFuture left) {
        if (written.isEmpty()) {
            return;
        }
        List<Publication> leaving = written;
        written = new ArrayList<>();
        left.addListener(done -> {
            for (Publication publication : leaving) {
                if (done.isSuccess()) {
                    succeed(publication, Published.SUCCESS);
                } else {
                    fail(
                            publication,
                            new ConnectionLostException(
                                    named(publication)
                                            + "the connection broke while it was sent with QoS 0; use QoS 1 for what must arrive"));
                }
            }
            outcomes.tell();
        });
    }

    /** Nothing will be sent any more; what is in the journal stays there. */
    void close(MqttException cause) {
        link = null;
        for (Publication each = firstInflight; each != null; ) {
            Publication next = each.next;
            remove(each);
            exchanges.remove(each.packetId);
            leave(each, cause);
            each = next;
        }
        waiting.forEach(each -> leave(each, cause));
        waiting.clear();
        outcomes.tell();
    }

    private void leave(Publication publication, MqttException cause) {
        room.giveBack(publication.bytes());
        outcomes.fail(publication, cause);
    }

    private void succeed(Publication publication, Published published) {
        settle(publication);
        outcomes.complete(publication, published);
    }

    /** A message gets no further. */
    void fail(Publication publication, MqttException cause) {
        settle(publication);
        outcomes.fail(publication, cause);
    }

    /** A message needs nothing more. */
    private void settle(Publication publication) {
        publication.state = Publication.State.DONE;
        room.giveBack(publication.bytes());
        ledger.onDone(publication, () -> freePacketId(publication));
    }

    private void freePacketId(Publication publication) {
        if (exchanges.get(publication.packetId) == publication) {
            exchanges.remove(publication.packetId);
        }
        if (publication.sequence > 0) {
            send(); // another may have waited for it
        }
    }

    private void add(Publication publication) {
        publication.previous = lastInflight;
        publication.next = null;
        if (lastInflight == null) {
            firstInflight = publication;
        } else {
            lastInflight.next = publication;
        }
        lastInflight = publication;
        inflight++;
    }

    private void remove(Publication publication) {
        if (publication.unacknowledged) {
            publication.unacknowledged = false;
            unacknowledged--;
        }
        if (again == publication) {
            again = publication.next;
        }
        if (publication.previous == null) {
            firstInflight = publication.next;
        } else {
            publication.previous.next = publication.next;
        }
        if (publication.next == null) {
            lastInflight = publication.previous;
        } else {
            publication.next.previous = publication.previous;
        }
        publication.previous = null;
        publication.next = null;
        inflight--;
    }
}
