package io.bellbird.client;

import io.bellbird.client.net.Link;
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
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Messages from the broker until they are acknowledged: in the order in which they came [MQTT-4.6.0-2] [MQTT-4.6.0-3], and
 * when their receivers have processed them. Belongs to the client's loop.
 */
final class Inbound {
    private final EventLoop loop;
    private final Held held;
    private final Map<Integer, Delivery> open = new HashMap<>();
    /** Of this connection, to be acknowledged. */
    private final Queue<Delivery> order = new ArrayDeque<>();

    private final AtomicBoolean awake = new AtomicBoolean();
    private @Nullable Link link;

    Inbound(EventLoop loop, Held held) {
        this.loop = loop;
        this.held = held;
    }

    /** What came before is forgotten when the broker has forgotten it; else it is acknowledged when it comes again. */
    void onConnected(Link connected, boolean sessionPresent) {
        link = connected;
        order.clear();
        if (sessionPresent) {
            open.values().forEach(delivery -> delivery.ordered = false);
        } else {
            open.clear();
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
        if (known != null && known.qos == publish.qos()) {
            acknowledgeInOrder(known);
            return held.isFull();
        }
        Delivery delivery = new Delivery(publish.packetId(), publish.qos(), this, receivers.size());
        open.put(publish.packetId(), delivery);
        acknowledgeInOrder(delivery);
        return deliver(publish, delivery, receivers);
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

    /** Something was processed. Any thread. */
    void wake() {
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
            open.remove(delivery.packetId);
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
            order.remove(delivery);
        }
        boolean known = delivery != null;
        from.write(new PubComp(packetId, known ? ReasonCode.SUCCESS : ReasonCode.PACKET_IDENTIFIER_NOT_FOUND));
    }
}
