package io.bellbird.broker.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.session.Connection;
import io.bellbird.broker.session.Wire;
import io.bellbird.codec.Auth;
import io.bellbird.codec.ConnAck;
import io.bellbird.codec.Connect;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Packet;
import io.bellbird.codec.PubAck;
import io.bellbird.codec.PubComp;
import io.bellbird.codec.PubRec;
import io.bellbird.codec.Publish;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionIdentifiers;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A network without bytes, which holds what is not read and says what is not taken. Fails when the broker does what no
 * connection may do: send before CONNACK, use a packet id that is in use, exceed the client's Receive Maximum.
 */
final class FakeWire implements Wire {
    /** What a packet has besides topic and payload, roughly. */
    private static final int OVERHEAD_BYTES = 10;

    private final TestClock clock;
    private final Connect connect;
    private final Queue<Packet> unread = new ArrayDeque<>();
    private final Set<Integer> unacknowledged = new HashSet<>();
    private @Nullable Connection connection;
    private Consumer<Packet> client = packet -> {};
    private Predicate<Packet> breaksOn = packet -> false;
    private long packetBytesMax = Connect.Properties.NO_LIMIT;
    private @Nullable MqttVersion version;
    private boolean accepted;
    private boolean reading;
    private boolean delivering;
    private boolean taking = true;
    private long waitingBytes;
    private long sentBytes;
    private boolean closed;

    FakeWire(TestClock clock, Connect connect) {
        this.clock = clock;
        this.connect = connect;
    }

    /** CONNECT arrives. */
    void carry(Connection opened, Consumer<Packet> toClient) {
        connection = opened;
        client = toClient;
        opened.open();
    }

    // From the client

    /** Packets arrive; they wait while nothing is read. */
    void arrive(Packet... packets) {
        if (!closed) {
            unread.addAll(List.of(packets));
            deliver();
        }
    }

    private void deliver() {
        if (delivering || unread.isEmpty()) {
            return;
        }
        delivering = true;
        connection().onPacketsRead();
        while (reading && !closed && !unread.isEmpty()) {
            Packet packet = unread.remove();
            noteAcknowledgement(packet);
            connection().onPacket(packet);
        }
        delivering = false;
    }

    private void noteAcknowledgement(Packet packet) {
        switch (packet.type()) {
            case PUBACK -> unacknowledged.remove(((PubAck) packet).packetId());
            case PUBCOMP -> unacknowledged.remove(((PubComp) packet).packetId());
            case PUBREC -> {
                if (((PubRec) packet).reason().isError()) {
                    unacknowledged.remove(((PubRec) packet).packetId());
                }
            }
            default -> {
                // frees no packet id
            }
        }
    }

    /** The network is gone, also when the broker closed it. */
    void lose() {
        closed = true;
        connection().onWireClosed();
    }

    /** From now on the client takes nothing, or takes everything. */
    void take(boolean on) {
        taking = on;
        if (on) {
            takeWaiting();
        }
    }

    /** So many bytes more wait for the client. */
    void addWaiting(long bytes) {
        waitingBytes += bytes;
    }

    /** The client takes what waits. */
    void takeWaiting() {
        if (waitingBytes > 0) {
            waitingBytes = 0;
            connection().onWritable();
        }
    }

    /** Sending such a packet throws, as a defect of ours would. */
    void breakOn(Predicate<Packet> packets) {
        breaksOn = packets;
    }

    // To the client

    @Override
    public String peer() {
        return "192.0.2.1:49152";
    }

    @Override
    public void agree(MqttVersion agreed, long maximumPacketSize, int topicAliasMaximum) {
        assertThat(version).as("agreed before").isNull();
        version = agreed;
        packetBytesMax = maximumPacketSize;
    }

    @Override
    public void send(Packet packet) {
        assertThat(packet).as("sent with publish()").isNotInstanceOf(Publish.class);
        assertThat(version).as("agreed").isNotNull();
        transmit(packet, OVERHEAD_BYTES);
    }

    @Override
    public @Nullable Counter publish(
            Publication publication,
            int packetId,
            Qos qos,
            boolean duplicate,
            boolean retain,
            SubscriptionIdentifiers identifiers) {
        long bytes = (long) OVERHEAD_BYTES
                + publication.topic().utf8().length
                + publication.payload().length();
        if (closed) {
            return null;
        }
        if (bytes > packetBytesMax) {
            return Counter.DROPPED_TOO_LARGE;
        }
        if (qos != Qos.AT_MOST_ONCE) {
            assertThat(unacknowledged.add(packetId)).as("packet id is free").isTrue();
            assertThat(unacknowledged.size())
                    .as("messages in flight")
                    .isLessThanOrEqualTo(connect.properties().receiveMaximum());
        }
        PublishProperties properties = remaining(publication);
        transmit(
                new Publish(
                        packetId,
                        publication.topic(),
                        qos,
                        duplicate,
                        retain,
                        publication.payload(),
                        properties,
                        identifiers),
                bytes);
        return null;
    }

    private PublishProperties remaining(Publication publication) {
        PublishProperties sent = publication.properties();
        return new PublishProperties(
                sent.utf8Payload(),
                publication.remainingExpirySeconds(clock.nanos()),
                sent.contentType(),
                sent.responseTopic(),
                sent.correlationData(),
                sent.userProperties());
    }

    private void transmit(Packet packet, long bytes) {
        if (closed) {
            return;
        }
        if (breaksOn.test(packet)) {
            throw new IllegalStateException("injected: " + packet.type() + " cannot be sent");
        }
        assertThat(accepted || packet instanceof ConnAck || packet instanceof Auth)
                .as("CONNACK comes first, not %s", packet)
                .isTrue();
        accepted |= packet instanceof ConnAck;
        waitingBytes += taking ? 0 : bytes;
        sentBytes += bytes;
        client.accept(packet);
    }

    @Override
    public long waitingBytes() {
        return waitingBytes;
    }

    @Override
    public long takenBytes() {
        return sentBytes - waitingBytes;
    }

    @Override
    public boolean isBlocked() {
        return waitingBytes > 0;
    }

    @Override
    public void read(boolean on) {
        reading = on && !closed;
        deliver();
    }

    @Override
    public void close() {
        closed = true;
        reading = false;
    }

    boolean isClosed() {
        return closed;
    }

    boolean isWindowFull() {
        return unacknowledged.size() == connect.properties().receiveMaximum();
    }

    boolean isReading() {
        return reading;
    }

    private Connection connection() {
        if (connection == null) {
            throw new IllegalStateException("CONNECT has not arrived yet");
        }
        return connection;
    }
}
