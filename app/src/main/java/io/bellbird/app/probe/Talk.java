package io.bellbird.app.probe;

import io.bellbird.client.net.Link;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.ConnAck;
import io.bellbird.codec.Disconnect;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Packet;
import io.bellbird.codec.PacketType;
import io.bellbird.codec.PingReq;
import io.bellbird.codec.PingResp;
import io.bellbird.codec.ProtocolError;
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
import io.bellbird.codec.UnsubAck;
import io.bellbird.codec.Unsubscribe;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One connection with the broker, whose user waits for what comes. Messages are acknowledged as they come, unless
 * {@link #acknowledgeNothing} was called. Used by the thread of one check; what is synchronized, also by the loop.
 */
final class Talk implements Link.Peer, AutoCloseable {
    private static final int PACKET_BYTES_MAX = 16 << 20;
    private static final long CLOSE_MILLIS = 500;

    private final EventLoop loop;
    private final long answerMillis;
    private final List<Packet> received = new ArrayList<>();
    private @Nullable Link link;
    private @Nullable Throwable failure;
    private @Nullable ProtocolError malformed;
    private boolean closed;
    private boolean acknowledges = true;
    private @Nullable ConnAck connAck;
    private int lastPacketId;

    /** @param answerMillis how long an answer may take */
    Talk(EventLoop loop, long answerMillis) {
        this.loop = loop;
        this.answerMillis = answerMillis;
    }

    EventLoop loop() {
        return loop;
    }

    /** Waits until the connection is there. */
    synchronized void awaitOpen(long millis) throws IOException, InterruptedException {
        await(() -> link != null || closed, deadline(millis));
        if (link == null) {
            throw new IOException(failure == null ? "no answer within " + millis + " ms" : text(failure));
        }
    }

    private static String text(Throwable failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    /** Sets what is spoken, before the first packet. */
    void speak(MqttVersion spoken, int topicAliasMaximum) {
        onLoop(open -> open.speak(spoken, new TopicCache(64), PACKET_BYTES_MAX, topicAliasMaximum));
    }

    /** Whether there was one. */
    boolean hasConnAck() {
        return connAck != null;
    }

    /** What CONNACK said. */
    ConnAck connAck() {
        if (connAck == null) {
            throw new IllegalStateException("there was no CONNACK yet");
        }
        return connAck;
    }

    /** Waits for CONNACK, whatever it says. */
    ConnAck awaitConnAck() throws IOException, InterruptedException {
        connAck = next(ConnAck.class);
        return connAck;
    }

    /** From now on messages are not acknowledged. */
    synchronized void acknowledgeNothing() {
        acknowledges = false;
    }

    void send(Packet packet) {
        onLoop(open -> open.write(packet));
    }

    /** Sends bytes, whatever they are. */
    void sendRaw(byte[] bytes) {
        onLoop(open -> open.buffer().writeBytes(bytes));
    }

    private void onLoop(Consumer<Link> action) {
        Link open = open();
        loop.execute(() -> action.accept(open));
    }

    private synchronized Link open() {
        if (link == null) {
            throw new IllegalStateException("not open");
        }
        return link;
    }

    /** The next packet id of this connection. */
    int newPacketId() {
        return ++lastPacketId;
    }

    /**
     * Subscribes to one filter.
     *
     * @return the QoS that is granted
     * @throws RefusedException when none is
     */
    Qos subscribe(String filter, SubscriptionOptions options, int identifier) throws IOException, InterruptedException {
        send(new Subscribe(newPacketId(), identifier, List.of(), List.of(new Subscribe.Request(filter, options))));
        ReasonCode reason = next(SubAck.class).reasons().get(0);
        if (reason.isError()) {
            throw new RefusedException("SUBSCRIBE", reason);
        }
        return Qos.of(reason.code());
    }

    Qos subscribe(String filter, Qos qos) throws IOException, InterruptedException {
        return subscribe(filter, SubscriptionOptions.of(qos), 0);
    }

    void unsubscribe(String filter) throws IOException, InterruptedException {
        send(new Unsubscribe(newPacketId(), List.of(), List.of(filter)));
        next(UnsubAck.class);
    }

    /** Publishes text without properties, and waits until the broker has it. */
    void publish(String topic, Qos qos, boolean retain, String payload) throws IOException, InterruptedException {
        publish(topic, qos, retain, Bytes.utf8(payload), PublishProperties.NONE);
    }

    /**
     * Publishes, and waits until the broker has it.
     *
     * @throws RefusedException when an acknowledgement says so
     */
    void publish(String topic, Qos qos, boolean retain, Bytes payload, PublishProperties properties)
            throws IOException, InterruptedException {
        int packetId = qos == Qos.AT_MOST_ONCE ? 0 : newPacketId();
        send(new Publish(
                packetId, Topic.of(topic), qos, false, retain, payload, properties, SubscriptionIdentifiers.NONE));
        switch (qos) {
            case AT_MOST_ONCE -> {}
            case AT_LEAST_ONCE -> require(next(PubAck.class).reason());
            case EXACTLY_ONCE -> {
                require(next(PubRec.class).reason());
                send(new PubRel(packetId, ReasonCode.SUCCESS));
                next(PubComp.class);
            }
        }
    }

    private static void require(ReasonCode reason) throws RefusedException {
        if (reason.isError()) {
            throw new RefusedException("PUBLISH", reason);
        }
    }

    /** The next message. */
    Publish message() throws IOException, InterruptedException {
        return next(Publish.class);
    }

    /** All messages before the one with this payload, which is awaited. */
    List<Publish> messagesUntil(String last) throws IOException, InterruptedException {
        List<Publish> before = new ArrayList<>();
        for (Publish next = message(); !next.payload().toUtf8().equals(last); next = message()) {
            before.add(next);
        }
        return before;
    }

    /** The messages that come within that time. */
    List<Publish> messagesWithin(long millis) throws IOException, InterruptedException {
        List<Publish> came = new ArrayList<>();
        long end = deadline(millis);
        for (Optional<Publish> next = poll(Publish.class, end); next.isPresent(); next = poll(Publish.class, end)) {
            came.add(next.get());
        }
        return came;
    }

    /** Whether the broker still answers on this connection. */
    boolean answersPing() throws IOException, InterruptedException {
        send(PingReq.INSTANCE);
        try {
            next(PingResp.class);
            return true;
        } catch (UnansweredException ended) {
            return false;
        }
    }

    /**
     * The next packet of a type; others are kept for later.
     *
     * @throws UnansweredException when it does not come in time
     * @throws ProtocolError when what came is none
     */
    <T extends Packet> T next(Class<T> type) throws IOException, InterruptedException {
        Optional<T> packet = poll(type, deadline(answerMillis));
        if (packet.isEmpty()) {
            String awaited = type.getSimpleName().toUpperCase(Locale.ROOT);
            throw new UnansweredException(
                    isClosed()
                            ? "the broker closes" + ending() + " instead of " + awaited
                            : "no " + awaited + " comes");
        }
        return packet.get();
    }

    private synchronized <T extends Packet> Optional<T> poll(Class<T> type, long end) throws InterruptedException {
        await(() -> received.stream().anyMatch(type::isInstance) || malformed != null || closed, end);
        for (Iterator<Packet> all = received.iterator(); all.hasNext(); ) {
            Packet packet = all.next();
            if (type.isInstance(packet)) {
                all.remove();
                return Optional.of(type.cast(packet));
            }
        }
        if (malformed != null) {
            throw malformed;
        }
        return Optional.empty();
    }

    /** Waits for the broker to close; whether it does. */
    boolean awaitEnd() throws InterruptedException {
        return awaitEnd(answerMillis);
    }

    /** Waits so long for the broker to close; whether it does. */
    synchronized boolean awaitEnd(long millis) throws InterruptedException {
        return await(() -> closed, deadline(millis));
    }

    /** What the broker's DISCONNECT says, as " with ..."; "" when there was none. */
    synchronized String ending() {
        return disconnect().map(reason -> " with " + Finding.reason(reason)).orElse("");
    }

    /** The reason of the broker's DISCONNECT. */
    synchronized Optional<ReasonCode> disconnect() {
        return received.stream()
                .filter(Disconnect.class::isInstance)
                .map(packet -> ((Disconnect) packet).reason())
                .findFirst();
    }

    /** The first error in an acknowledgement that nobody awaited. */
    synchronized Optional<ReasonCode> refusal() {
        return received.stream()
                .flatMap(packet -> packet instanceof SubAck subAck
                        ? subAck.reasons().stream()
                        : packet instanceof PubAck pubAck
                                ? Stream.of(pubAck.reason())
                                : packet instanceof PubRec pubRec ? Stream.of(pubRec.reason()) : Stream.empty())
                .filter(ReasonCode::isError)
                .findFirst();
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private static long deadline(long millis) {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Waits for what the loop does; false when the time is over. */
    private synchronized boolean await(BooleanSupplier condition, long end) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (millis <= 0) {
                return false;
            }
            wait(millis);
        }
        return true;
    }

    /** Ends the connection without a good-bye. */
    void cut() throws InterruptedException {
        onLoop(open -> open.close(null));
        awaitEnd(CLOSE_MILLIS);
    }

    /** Ends it with a DISCONNECT that says this; MQTT 5. */
    void leave(ReasonCode reason) throws InterruptedException {
        send(Disconnect.because(reason, null));
        if (!awaitEnd(CLOSE_MILLIS)) { // the broker closes: who closes first may lose what was just sent
            cut();
        }
    }

    @Override
    public void close() {
        try {
            if (!isClosed()) {
                leave(ReasonCode.NORMAL_DISCONNECTION);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void onOpen(Link opened) {
        link = opened;
        notifyAll();
    }

    @Override
    public synchronized void onPacket(Packet packet) {
        received.add(packet);
        notifyAll();
        if (acknowledges) {
            acknowledge(packet);
        }
    }

    private void acknowledge(Packet packet) {
        if (packet instanceof Publish publish && publish.qos() != Qos.AT_MOST_ONCE) {
            int id = publish.packetId();
            send(
                    publish.qos() == Qos.AT_LEAST_ONCE
                            ? new PubAck(id, ReasonCode.SUCCESS)
                            : new PubRec(id, ReasonCode.SUCCESS));
        } else if (packet.type() == PacketType.PUBREL) {
            send(new PubComp(((PubRel) packet).packetId(), ReasonCode.SUCCESS));
        }
    }

    @Override
    public synchronized void onFailure(RuntimeException cause) {
        if (malformed == null) {
            malformed = cause instanceof ProtocolError error
                    ? error
                    : new ProtocolError(ReasonCode.UNSPECIFIED_ERROR, "", cause.toString());
        }
        notifyAll();
    }

    @Override
    public synchronized void onClosed(@Nullable Throwable cause) {
        closed = true;
        failure = cause;
        notifyAll();
    }

    @Override
    public void onReadComplete() {}

    @Override
    public void onHandedOn(ChannelFuture left) {}

    @Override
    public void onWritable() {}
}
