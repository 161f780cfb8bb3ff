package io.bellbird.client;

import io.bellbird.client.net.Endpoint;
import io.bellbird.client.net.Link;
import io.bellbird.codec.AckProperties;
import io.bellbird.codec.Auth;
import io.bellbird.codec.ConnAck;
import io.bellbird.codec.Disconnect;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Packet;
import io.bellbird.codec.PacketType;
import io.bellbird.codec.ProtocolError;
import io.bellbird.codec.PubAck;
import io.bellbird.codec.PubComp;
import io.bellbird.codec.PubRec;
import io.bellbird.codec.PubRel;
import io.bellbird.codec.Publish;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.SubAck;
import io.bellbird.codec.UnsubAck;
import io.netty.channel.ChannelFuture;
import io.netty.util.concurrent.Future;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection with a broker that has let the client in, until it ends: hands packets to those whom they concern.
 * Belongs to the client's loop.
 */
final class Connection implements Link.Peer {
    private static final Logger log = LoggerFactory.getLogger(Connection.class);

    final Endpoint broker;
    final MqttVersion version;
    private final ClientSession session;
    private final ClientOptions options;
    private final Link link;
    private final KeepAlive keepAlive;
    private final AuthExchange authentication;
    /** Of the one that authenticates again. */
    private @Nullable CompletableFuture<Void> reauthentication;

    private @Nullable Future<?> reauthenticationDeadline;
    /** Why it ends, once that is known. */
    private @Nullable Ending ending;

    private boolean ended;

    /** @param done has got the link to this point */
    Connection(ClientSession session, Handshake done, Link link, ConnAck connAck) {
        this.session = session;
        this.options = session.options;
        this.broker = done.broker;
        this.version = done.version;
        this.link = link;
        this.keepAlive = keepAlive(session, link, connAck);
        this.authentication = new AuthExchange(options, link, session.application, this::close);
        link.limitPackets(connAck.properties().maximumPacketSize());
    }

    private static KeepAlive keepAlive(ClientSession session, Link link, ConnAck connAck) {
        int told = connAck.properties().serverKeepAliveSeconds();
        long seconds =
                told == ConnAck.Properties.ABSENT ? session.options.keepAlive.toSeconds() : told; // [MQTT-3.1.2-21]
        long intervalNanos = TimeUnit.SECONDS.toNanos(seconds) / 10 * 9; // timers are late, and the broker counts
        return new KeepAlive(
                link,
                session.loop,
                session.nanos,
                intervalNanos,
                Math.min(session.options.connectTimeout.toNanos(), intervalNanos));
    }

    /** What came before anybody listened. */
    void onPackets(List<Packet> early) {
        try {
            early.forEach(this::onPacket);
        } catch (RuntimeException broken) {
            onFailure(broken);
        }
        session.onTurnEnd();
    }

    @Override
    public void onPacket(Packet packet) {
        keepAlive.onReceived();
        switch (packet.type()) {
            case PUBLISH -> onPublish((Publish) packet);
            case PUBACK -> onPubAck((PubAck) packet);
            case PUBREC -> onPubRec((PubRec) packet);
            case PUBREL -> session.inbound.onPubRel(((PubRel) packet).packetId(), link);
            case PUBCOMP -> onPubComp((PubComp) packet);
            case SUBACK -> onSubAck((SubAck) packet);
            case UNSUBACK -> onUnsubAck((UnsubAck) packet);
            case PINGRESP -> {
                // that it came is all
            }
            case DISCONNECT -> onDisconnect((Disconnect) packet);
            case AUTH -> onAuth((Auth) packet);
            case CONNACK, CONNECT, SUBSCRIBE, UNSUBSCRIBE, PINGREQ ->
                throw new ProtocolError(
                        ReasonCode.PROTOCOL_ERROR, "", packet.type() + " at a time when it cannot come");
        }
    }

    private void onPublish(Publish publish) {
        if (session.inbound.onPublish(publish, session.subscriptions.receivers(publish))) {
            link.read(false);
        }
    }

    private void onPubAck(PubAck ack) {
        Publication publication = publication(ack.packetId(), ack.type().name());
        if (publication != null) {
            check(publication, Qos.AT_LEAST_ONCE, ack.type());
            session.outbound.onAcknowledged(publication, ack.reason(), ack.properties());
        }
    }

    private void onPubRec(PubRec ack) {
        Publication publication = publication(ack.packetId(), ack.type().name());
        if (publication == null) {
            link.write(new PubRel(ack.packetId(), ReasonCode.PACKET_IDENTIFIER_NOT_FOUND));
            return;
        }
        check(publication, Qos.EXACTLY_ONCE, ack.type());
        if (ack.reason().code() >= ReasonCode.UNSPECIFIED_ERROR.code()) {
            session.outbound.onAcknowledged(publication, ack.reason(), ack.properties());
        } else {
            publication.received = ack.reason();
            session.outbound.onReceived(publication, link);
        }
    }

    private void onPubComp(PubComp ack) {
        Publication publication = publication(ack.packetId(), ack.type().name());
        if (publication != null && publication.state == Publication.State.RELEASED) {
            AckProperties properties = ack.properties();
            session.outbound.onAcknowledged(publication, publication.received, properties);
        }
    }

    private static void check(Publication publication, Qos qos, PacketType type) {
        if (publication.options.qos() != qos) {
            throw new ProtocolError(
                    ReasonCode.PROTOCOL_ERROR,
                    "",
                    type + " for a message of QoS " + publication.options.qos().level());
        }
    }

    private @Nullable Publication publication(int packetId, String type) {
        if (session.exchanges.get(packetId) instanceof Publication publication
                && publication.state != Publication.State.DONE) {
            return publication;
        }
        log.debug("client={} {} for packet id {}, which is not in use", session.clientId(), type, packetId);
        return null;
    }

    private void onSubAck(SubAck ack) {
        onAnswer(ack.packetId(), FilterRequest.Kind.SUBSCRIBE, ack.reasons(), ack.properties());
    }

    private void onUnsubAck(UnsubAck ack) {
        List<ReasonCode> reasons = version.hasProperties() ? ack.reasons() : List.of(ReasonCode.SUCCESS);
        onAnswer(ack.packetId(), FilterRequest.Kind.UNSUBSCRIBE, reasons, ack.properties());
    }

    private void onAnswer(int packetId, FilterRequest.Kind kind, List<ReasonCode> reasons, AckProperties properties) {
        if (!(session.exchanges.get(packetId) instanceof FilterRequest request) || request.kind != kind) {
            throw new ProtocolError(ReasonCode.PROTOCOL_ERROR, "", "the answer to a " + kind + " that was not sent");
        }
        if (reasons.size() != 1) {
            throw new ProtocolError(
                    ReasonCode.PROTOCOL_ERROR, "MQTT-3.8.4-6", reasons.size() + " reason codes for one filter");
        }
        session.subscriptions.onAnswer(request, reasons.get(0), properties.reasonString());
    }

    private void onDisconnect(Disconnect disconnect) {
        ending = Ending.of(disconnect);
        link.close(null); // [MQTT-3.14.4-1] is the sender's; what comes after it does not count
    }

    // Authenticating again

    private void onAuth(Auth auth) {
        if (authentication.onAuth(auth) && reauthentication != null) {
            CompletableFuture<Void> done = reauthentication;
            endReauthentication();
            session.tell(() -> done.complete(null));
        }
    }

    /** Authenticates once more (section 4.12.1), which fails with the connection, as the connection with it. */
    CompletableFuture<Void> reauthenticate() {
        if (reauthentication != null) {
            return reauthentication;
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (options.authentication.isEmpty() || !version.hasProperties()) {
            done.completeExceptionally(new ConnectFailedException(
                    "client " + session.clientId() + " cannot authenticate again to " + broker
                            + ": that needs ClientOptions.Builder.authentication and MQTT 5",
                    null,
                    null));
            return done;
        }
        reauthentication = done;
        reauthenticationDeadline = session.loop.schedule(
                this::onReauthenticationTimeout, options.connectTimeout.toNanos(), TimeUnit.NANOSECONDS);
        authentication.beginAgain(options.authentication.get());
        return done;
    }

    private void onReauthenticationTimeout() {
        String whom = authentication.isAnswering() ? "the application's Authentication" : "the broker";
        close(new SocketTimeoutException(
                whom + " has not answered within " + options.connectTimeout.toMillis() + " ms"));
    }

    private void endReauthentication() {
        reauthentication = null;
        if (reauthenticationDeadline != null) {
            reauthenticationDeadline.cancel(false);
        }
    }

    private void failReauthentication(CompletableFuture<Void> done, Ending why) {
        endReauthentication();
        MqttException failure = new ConnectFailedException(
                "client " + session.clientId() + " has not authenticated again to " + broker + ": " + why.inWords(),
                why.reason().orElse(null),
                why.cause());
        session.tell(() -> done.completeExceptionally(failure));
    }

    // The end

    /** Ends with a good-bye. */
    void disconnect(Disconnect last) {
        ending = Ending.because("the client was closed", null);
        sayGoodbye(last);
        link.closeWhenSent(null);
    }

    /** Without its explanation, when that is too long for the broker [MQTT-3.14.2-3]. */
    private void sayGoodbye(Disconnect last) {
        if (!version.hasProperties()) {
            link.write(Disconnect.because(ReasonCode.NORMAL_DISCONNECTION, null));
        } else if (!link.write(last)) {
            link.write(Disconnect.because(last.reason(), null));
        }
    }

    private void close(Throwable cause) {
        if (!ended) {
            link.close(cause);
        }
    }

    /** What the broker sent breaks the protocol, or shows a defect here: it is told so, if it can be [MQTT-4.13.1-1]. */
    @Override
    public void onFailure(RuntimeException broken) {
        if (version.hasProperties() && broken instanceof ProtocolError error) {
            sayGoodbye(Disconnect.because(error.reason(), error.text()));
        }
        link.closeWhenSent(broken);
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
        ended = true;
        keepAlive.stop();
        authentication.stop();
        Ending known = ending == null ? Ending.because(cause) : ending;
        if (reauthentication != null) {
            failReauthentication(reauthentication, known);
        }
        session.onEnded(this, known);
    }

    // The turns of the loop

    /** Receivers have caught up. */
    void read() {
        keepAlive.onReceived(); // what lies in the socket has waited for us
        link.read(true);
    }

    @Override
    public void onReadComplete() {
        session.onTurnEnd();
    }

    @Override
    public void onHandedOn(ChannelFuture left) {
        keepAlive.onSent();
        session.outbound.onHandedOn(left);
        left.addListener(taken -> session.onTurnEnd());
    }

    @Override
    public void onWritable() {
        session.outbound.send();
        session.onTurnEnd();
    }

    @Override
    public void onOpen(Link opened) {
        throw new IllegalStateException("it is open already");
    }
}
