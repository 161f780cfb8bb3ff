package io.bellbird.app.simulate;

import io.bellbird.client.net.Link;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.ConnAck;
import io.bellbird.codec.Connect;
import io.bellbird.codec.Disconnect;
import io.bellbird.codec.Packet;
import io.bellbird.codec.PingReq;
import io.bellbird.codec.PubAck;
import io.bellbird.codec.PubComp;
import io.bellbird.codec.PubRec;
import io.bellbird.codec.PubRel;
import io.bellbird.codec.Publish;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.SubAck;
import io.bellbird.codec.Subscribe;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;
import io.bellbird.codec.TopicCache;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.ConnectException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a device. Unlike the client library it can be cut as a power failure does, and remembers nothing of the
 * connection before. Belongs to the loop.
 */
final class Line implements Link.Peer {
    private static final int PACKET_BYTES_MAX = 1 << 20;
    private static final int PACKET_ID_MAX = 0xFFFF;
    private static final long CLOSE_MILLIS = 2_000;
    /** Of a keep-alive, before the next ping. */
    private static final double PING_PART = 0.75;

    private final Connect hello;
    private final EventLoop loop;
    private final TopicCache topics;
    private final RunCounters counters;
    private final Device device;
    private final Runnable closed;
    private final Set<Integer> unacknowledged = new HashSet<>();
    private @Nullable Link link;
    private @Nullable ScheduledFuture<?> pings;
    private boolean welcome;
    private boolean over;
    /** There is no connection any more, or none came about. */
    private boolean gone;

    private int receiveMaximum = PACKET_ID_MAX;
    private int lastPacketId;
    private boolean leavesWhenAcknowledged;

    /** @param closed run once, when there is no connection any more, or none came about */
    Line(Connect hello, EventLoop loop, TopicCache topics, RunCounters counters, Device device, Runnable closed) {
        this.hello = hello;
        this.loop = loop;
        this.topics = topics;
        this.counters = counters;
        this.device = device;
        this.closed = closed;
    }

    /** Whether the broker has let the device in. */
    boolean isUp() {
        return welcome && !over;
    }

    /** Subscribes with QoS 1. */
    void subscribe(String filter) {
        write(new Subscribe(
                nextPacketId(),
                0,
                List.of(),
                List.of(new Subscribe.Request(filter, SubscriptionOptions.of(Qos.AT_LEAST_ONCE)))));
    }

    /** Publishes, if the broker can take it now. */
    void publish(String topic, Qos qos, boolean retain, String payload, PublishProperties properties) {
        if (link == null || !link.isWritable()) {
            counters.error("not sent: the broker does not read");
            return;
        }
        if (qos != Qos.AT_MOST_ONCE && unacknowledged.size() >= receiveMaximum) {
            counters.error("not sent: the broker acknowledges nothing");
            return;
        }
        int id = qos == Qos.AT_MOST_ONCE ? 0 : nextPacketId();
        if (id != 0) {
            unacknowledged.add(id);
        }
        write(new Publish(
                id,
                Topic.of(topic),
                qos,
                false,
                retain,
                Bytes.utf8(payload),
                properties,
                SubscriptionIdentifiers.NONE));
        counters.sent.increment();
    }

    /** Disconnects, once the broker has what was published. */
    void leave() {
        if (unacknowledged.isEmpty() || !isUp()) {
            end(true);
        } else {
            leavesWhenAcknowledged = true;
        }
    }

    /** Disconnects now, or breaks off without a good-bye. */
    void end(boolean goodBye) {
        if (over) {
            return;
        }
        if (link != null && goodBye && welcome) {
            write(Disconnect.because(ReasonCode.NORMAL_DISCONNECTION, null));
            finish();
            // the broker closes: a socket that is closed with bytes unread resets, and the DISCONNECT may be lost
            Link left = link;
            loop.schedule(() -> left.close(null), CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            finish();
            if (link != null) {
                link.close(null);
            }
        }
    }

    private void write(Packet packet) {
        if (link != null && !over && !link.write(packet)) {
            counters.error("not sent: larger than the broker takes");
        }
    }

    private int nextPacketId() {
        do {
            lastPacketId = lastPacketId % PACKET_ID_MAX + 1;
        } while (unacknowledged.contains(lastPacketId));
        return lastPacketId;
    }

    /**
     * The broker has had enough time.
     *
     * @param callOff what is done to it when it is not even open
     */
    void requireWelcome(Runnable callOff) {
        if (link == null && !gone) {
            callOff.run();
            onClosed(new ConnectException("no answer in time"));
        } else if (!welcome && !over) {
            counters.error("CONNECT: no answer in time");
            lose();
        }
    }

    @Override
    public void onOpen(Link opened) {
        if (over) {
            opened.close(null);
            return;
        }
        link = opened;
        opened.speak(hello.version(), topics, PACKET_BYTES_MAX, 0);
        opened.write(hello);
    }

    @Override
    public void onPacket(Packet packet) {
        if (over) {
            return;
        }
        switch (packet.type()) {
            case CONNACK -> onConnAck((ConnAck) packet);
            case PUBLISH -> onPublish((Publish) packet);
            case PUBREL -> write(new PubComp(((PubRel) packet).packetId(), ReasonCode.SUCCESS));
            case PUBACK -> acknowledged(((PubAck) packet).packetId(), ((PubAck) packet).reason());
            case PUBCOMP -> acknowledged(((PubComp) packet).packetId(), ((PubComp) packet).reason());
            case PUBREC -> onPubRec((PubRec) packet);
            case SUBACK ->
                ((SubAck) packet)
                        .reasons().stream()
                                .filter(ReasonCode::isError)
                                .forEach(reason -> counters.error("SUBSCRIBE: " + said(reason)));
            case DISCONNECT -> counters.error("disconnected by the broker: " + said(((Disconnect) packet).reason()));
            case PINGRESP, UNSUBACK, CONNECT, SUBSCRIBE, UNSUBSCRIBE, PINGREQ, AUTH -> {}
        }
    }

    private static String said(ReasonCode reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private void onConnAck(ConnAck answer) {
        if (answer.reason().isError()) {
            counters.error("CONNECT: " + said(answer.reason()));
            lose();
            return;
        }
        welcome = true;
        counters.connected.increment();
        counters.connects.increment();
        receiveMaximum = answer.properties().receiveMaximum();
        if (link != null) {
            link.limitPackets(answer.properties().maximumPacketSize());
        }
        int replaced = answer.properties().serverKeepAliveSeconds();
        int seconds = replaced == ConnAck.Properties.ABSENT ? hello.keepAliveSeconds() : replaced;
        if (seconds > 0) {
            long millis = (long) (TimeUnit.SECONDS.toMillis(seconds) * PING_PART);
            pings = loop.scheduleAtFixedRate(() -> write(PingReq.INSTANCE), millis, millis, TimeUnit.MILLISECONDS);
        }
        device.onUp(this);
    }

    private void onPublish(Publish publish) {
        counters.received.increment();
        switch (publish.qos()) {
            case AT_MOST_ONCE -> {}
            case AT_LEAST_ONCE -> write(new PubAck(publish.packetId(), ReasonCode.SUCCESS));
            case EXACTLY_ONCE -> write(new PubRec(publish.packetId(), ReasonCode.SUCCESS));
        }
        device.onMessage(this, publish);
    }

    private void onPubRec(PubRec received) {
        if (received.reason().isError()) {
            acknowledged(received.packetId(), received.reason());
        } else {
            write(new PubRel(received.packetId(), ReasonCode.SUCCESS));
        }
    }

    private void acknowledged(int packetId, ReasonCode reason) {
        if (unacknowledged.remove(packetId)) {
            counters.acknowledged.increment();
        }
        if (reason.isError() && reason != ReasonCode.PACKET_IDENTIFIER_NOT_FOUND) {
            counters.error("PUBLISH: " + said(reason));
        }
        if (leavesWhenAcknowledged && unacknowledged.isEmpty()) {
            end(true);
        }
    }

    @Override
    public void onFailure(RuntimeException cause) {
        counters.error("the broker sends what cannot be understood: " + cause.getMessage());
        lose();
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
        gone = true;
        closed.run();
        if (!over) {
            counters.error(cause == null ? "the connection was closed" : "no connection: " + cause.getMessage());
            lose();
        }
    }

    /** The end that the device did not want. */
    private void lose() {
        if (!over) {
            finish();
            if (link != null) {
                link.close(null);
            }
            device.onLost();
        }
    }

    private void finish() {
        if (isUp()) {
            counters.connected.decrement();
        }
        over = true;
        if (pings != null) {
            pings.cancel(false);
        }
    }

    @Override
    public void onReadComplete() {}

    @Override
    public void onHandedOn(ChannelFuture left) {}

    @Override
    public void onWritable() {}
}
