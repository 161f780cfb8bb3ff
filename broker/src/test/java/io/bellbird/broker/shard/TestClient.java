package io.bellbird.broker.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.ConnAck;
import io.bellbird.codec.Disconnect;
import io.bellbird.codec.Packet;
import io.bellbird.codec.PubAck;
import io.bellbird.codec.PubComp;
import io.bellbird.codec.PubRec;
import io.bellbird.codec.PubRel;
import io.bellbird.codec.Publish;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.SubAck;
import io.bellbird.codec.SubscriptionOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One client at one connection. What it does has its whole effect before the method returns. */
public final class TestClient {
    private final TestBroker broker;
    private final TestLoop loop;
    private final FakeWire wire;
    private final List<Packet> received = new ArrayList<>();
    private @Nullable ConnAck connAck;
    private boolean acknowledging;
    private int lastRequestId = 60_000;

    TestClient(TestBroker broker, TestLoop loop, FakeWire wire) {
        this.broker = broker;
        this.loop = loop;
        this.wire = wire;
    }

    /** Takes the CONNACK, which must have come and accept it. */
    public TestClient accepted() {
        assertThat(received).as("answer to CONNECT").isNotEmpty();
        connAck = (ConnAck) received.remove(0);
        assertThat(connAck.reason()).isEqualTo(ReasonCode.SUCCESS);
        return this;
    }

    /** The answer to its CONNECT, when it was accepted. */
    public ConnAck connAck() {
        if (connAck == null) {
            throw new IllegalStateException("not accepted");
        }
        return connAck;
    }

    void onPacket(Packet packet) {
        received.add(packet);
        if (acknowledging) {
            acknowledge(packet);
        }
    }

    private void acknowledge(Packet packet) {
        switch (packet.type()) {
            case PUBLISH -> {
                Publish publish = (Publish) packet;
                if (publish.qos() == Qos.AT_LEAST_ONCE) {
                    loop.happen(() -> wire.arrive(new PubAck(publish.packetId(), ReasonCode.SUCCESS)));
                } else if (publish.qos() == Qos.EXACTLY_ONCE) {
                    loop.happen(() -> wire.arrive(new PubRec(publish.packetId(), ReasonCode.SUCCESS)));
                }
            }
            case PUBREL ->
                loop.happen(() -> wire.arrive(new PubComp(((PubRel) packet).packetId(), ReasonCode.SUCCESS)));
            default -> {
                // needs no answer
            }
        }
    }

    // What it does

    /** Sends packets in one go. */
    public TestClient send(Packet... packets) {
        loop.happen(() -> wire.arrive(packets));
        broker.settle();
        return this;
    }

    /** Sends packets that arrive when the broker settles, with what others sent like this. */
    public void sendLater(Packet... packets) {
        loop.happen(() -> wire.arrive(packets));
    }

    /** Subscribes, and takes the SUBACK. */
    public TestClient subscribe(String filter, Qos qos) {
        return subscribe(filter, SubscriptionOptions.of(qos));
    }

    /** Subscribes, and takes the SUBACK; what else was received stays. */
    public TestClient subscribe(String filter, SubscriptionOptions options) {
        int packetId = ++lastRequestId;
        send(TestPackets.subscribe(packetId, filter, options));
        SubAck granted = TestPackets.subAck(packetId, ReasonCode.granted(options.qos()));
        assertThat(received.remove(granted)).as("%s in %s", granted, received).isTrue();
        return this;
    }

    /** Answers as the QoS demands: what it received and was not asked for yet, and all that comes. */
    public TestClient acknowledging() {
        acknowledging = true;
        received.forEach(this::acknowledge);
        broker.settle();
        return this;
    }

    /** Takes nothing from the network from now on: what is sent to it waits. */
    public TestClient stopTaking() {
        loop.happen(() -> wire.take(false));
        broker.settle();
        return this;
    }

    /** Takes what waits, and all that comes. */
    public TestClient take() {
        loop.happen(() -> wire.take(true));
        broker.settle();
        return this;
    }

    /**
     * Takes nothing from the network from now on, or takes everything; its shard sees it when it takes a turn.
     *
     * @param waitingBytes that wait in the network already when it stops
     */
    void clogLater(boolean on, long waitingBytes) {
        loop.happen(() -> {
            wire.take(!on);
            if (on) {
                wire.addWaiting(waitingBytes);
            }
        });
    }

    /** Takes what waits, and nothing more. */
    public TestClient takeOnce() {
        loop.happen(wire::takeWaiting);
        broker.settle();
        return this;
    }

    /** Leaves as it should. */
    public void disconnect() {
        disconnect(ReasonCode.NORMAL_DISCONNECTION);
    }

    /** Leaves and says why. */
    public void disconnect(ReasonCode reason) {
        send(Disconnect.because(reason, null));
        lose();
    }

    /** Its network is gone. */
    public void lose() {
        loseLater();
        broker.settle();
    }

    /** Its network is gone, as its shard sees when it takes a turn. */
    void loseLater() {
        loop.happen(wire::lose);
    }

    /** Sending such a packet to it throws, as a defect of the broker would. */
    public TestClient breakOn(Predicate<Packet> packets) {
        wire.breakOn(packets);
        return this;
    }

    // What it sees

    /** What came since it was asked last. */
    public List<Packet> received() {
        List<Packet> packets = List.copyOf(received);
        received.clear();
        return packets;
    }

    /** The messages that came since it was asked last, and nothing else. */
    public List<Publish> messages() {
        List<Publish> messages = new ArrayList<>();
        for (Packet packet : received()) {
            if (packet instanceof Publish publish) {
                messages.add(publish);
            }
        }
        return messages;
    }

    /** The payloads of the messages that came since it was asked last. */
    public List<String> payloads() {
        return messages().stream().map(message -> message.payload().toUtf8()).toList();
    }

    /** Whether the broker closed the connection, or the network did. */
    public boolean isClosed() {
        return wire.isClosed();
    }

    /** Whether it has as many messages to acknowledge as it takes. */
    boolean isWindowFull() {
        return wire.isWindowFull();
    }

    /** Whether what it sends is read at the moment. */
    public boolean isRead() {
        return wire.isReading();
    }
}
