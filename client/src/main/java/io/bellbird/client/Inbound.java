package io.bellbird.client;

import io.bellbird.client.net.Link;
import io.bellbird.codec.ProtocolError;
import io.bellbird.codec.PubAck;
import io.bellbird.codec.PubComp;
import io.bellbird.codec.PubRec;
import io.bellbird.codec.Publish;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Messages from the broker until they are acknowledged: in the order in which they came [MQTT-4.6.0-2] [MQTT-4.6.0-3], and
 * when their receivers have processed them. Belongs to the client's loop.
 */
final class Inbound {
    private final EventLoop loop;
    private final Held held;
    private final int receiveMaximum;
    private final Ledger ledger;
    private final Map<Integer, Delivery> open = new HashMap<>();
    /** Of this connection, to be acknowledged. */
    private final Queue<Delivery> order = new ArrayDeque<>();

    private final AtomicBoolean awake = new AtomicBoolean();
    private @Nullable Link link;

    /** Messages that came on this connection and whose exchange is not over. */
    private int unacknowledged;

    /** @param receiveMaximum what the broker was told, 1..65,535 */
    Inbound(EventLoop loop, Held held, int receiveMaximum, Ledger ledger) {
        this.loop = loop;
        this.held = held;
        this.receiveMaximum = receiveMaximum;
        this.ledger = ledger;
        for (int packetId : ledger.received()) {
            open.put(packetId, new Delivery(packetId, Qos.EXACTLY_ONCE, this, 0, Delivery.NOTED));
        }
    }

    /** What came before is forgotten when the broker has forgotten it; else it is acknowledged when it comes again. */
    void onConnected(Link connected, BrokersSession session) {
        link = connected;
        order.clear();
        unacknowledged = 0;
        if (session == BrokersSession.NEW) {
            open.clear();
        } else {
            open.values().forEach(delivery -> {
                delivery.ordered = false;
                delivery.unacknowledged = false;
                delivery.uncertain = session == BrokersSession.UNSAID;
            });
        }
    }

    void onDisconnected() {
        link = null;
        order.clear();
    }

    /**
     * Hands a message on, unless it is one that is being processed already.
     *
     * @return whether so much lies here that the socket is better not read
     */
    boolean onPublish(Publish publish, List<Stream> receivers) {
        if (publish.qos() == Qos.AT_MOST_ONCE) {
            return deliver(publish, null, receivers);
        }
        Delivery known = open.get(publish.packetId());
        if (known != null && isSame(known, publish)) {
            known.uncertain = false;
            count(known);
            acknowledgeInOrder(known);
            return held.isFull();
        }
        Delivery delivery = new Delivery(
                publish.packetId(),
                publish.qos(),
                this,
                receivers.size(),
                ledger.isDurable() && publish.qos() == Qos.EXACTLY_ONCE ? new CompletableFuture<>() : Delivery.NOTED);
        if (known != null && known.qos == Qos.EXACTLY_ONCE) {
            ledger.onForgotten(publish.packetId(), () -> {});
        }
        open.put(publish.packetId(), delivery);
        count(delivery);
        acknowledgeInOrder(delivery);
        return deliver(publish, delivery, receivers);
    }

    /**
     * A message of QoS 1 that is not marked as sent again is a new one [MQTT-3.3.1-1], whatever came of the old one; one of
     * QoS 2 as well, when the broker may have forgotten the old one.
     */
    private static boolean isSame(Delivery known, Publish publish) {
        return known.qos == publish.qos()
                && (publish.duplicate() || (known.qos == Qos.EXACTLY_ONCE && !known.uncertain));
    }

    private void count(Delivery delivery) {
        if (!delivery.unacknowledged) {
            delivery.unacknowledged = true;
            unacknowledged++;
        }
        boolean told = link != null && link.version().hasProperties();
        int unacknowledgedMax = told ? receiveMaximum : Exchanges.ID_MAX;
        if (unacknowledged > unacknowledgedMax) {
            throw new ProtocolError(
                    ReasonCode.RECEIVE_MAXIMUM_EXCEEDED,
                    "MQTT-3.3.4-9",
                    "more than " + unacknowledgedMax + " unacknowledged messages");
        }
    }

    private void uncount(Delivery delivery) {
        if (delivery.unacknowledged) {
            delivery.unacknowledged = false;
            unacknowledged--;
        }
    }

    private boolean deliver(Publish publish, @Nullable Delivery delivery, List<Stream> receivers) {
        boolean full = false;
        for (Stream receiver : receivers) {
            Message message = new Message(publish, delivery);
            full |= held.add(message);
            receiver.offer(message);
        }
        return full;
    }

    private void acknowledgeInOrder(Delivery delivery) {
        if (!delivery.ordered) {
            delivery.ordered = true;
            order.add(delivery);
        }
        if (delivery.isProcessed()) {
            wake();
        }
    }

    /** A message was processed. Any thread. */
    void onProcessed(Delivery delivery) {
        if (delivery.noted == Delivery.NOTED) {
            wake();
        } else {
            loop.execute(() -> note(delivery));
        }
    }

    private void note(Delivery delivery) {
        if (open.get(delivery.packetId) == delivery) {
            ledger.onProcessed(delivery.packetId, () -> {
                delivery.noted.complete(null);
                acknowledge();
            });
        } else {
            delivery.noted.complete(null); // the broker has forgotten it
        }
    }

    private void wake() {
        if (awake.compareAndSet(false, true)) {
            loop.execute(this::acknowledge);
        }
    }

    private void acknowledge() {
        awake.set(false);
        for (Iterator<Delivery> next = order.iterator(); next.hasNext(); ) {
            Delivery delivery = next.next();
            if (link == null || !delivery.isProcessed()) {
                return;
            }
            next.remove();
            acknowledge(delivery, link);
        }
    }

    private void acknowledge(Delivery delivery, Link to) {
        delivery.ordered = false;
        if (delivery.qos == Qos.AT_LEAST_ONCE) {
            open.remove(delivery.packetId, delivery);
            uncount(delivery);
            to.write(new PubAck(delivery.packetId, ReasonCode.SUCCESS));
        } else {
            to.write(new PubRec(delivery.packetId, ReasonCode.SUCCESS));
        }
    }

    /** The broker lets go of a message of QoS 2 [MQTT-4.3.3-11]. */
    void onPubRel(int packetId, Link from) {
        Delivery delivery = open.get(packetId);
        if (delivery != null && delivery.qos == Qos.EXACTLY_ONCE) {
            open.remove(packetId);
            uncount(delivery);
            order.remove(delivery);
        }
        ReasonCode reason = delivery == null ? ReasonCode.PACKET_IDENTIFIER_NOT_FOUND : ReasonCode.SUCCESS;
        ledger.onForgotten(packetId, () -> {
            if (link == from) {
                from.write(new PubComp(packetId, reason));
            }
        });
    }

    /** Nothing is acknowledged any more. What nobody has been handed stays with the broker, for the next client. */
    void close() {
        link = null;
        for (Delivery delivery : open.values()) {
            if (!delivery.noted.isDone()) {
                delivery.left = true;
                delivery.noted.complete(null);
            }
        }
    }
}
