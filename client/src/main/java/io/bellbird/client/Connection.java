package io.bellbird.client;

import io.bellbird.client.net.Endpoint;
import io.bellbird.client.net.Link;
import io.bellbird.codec.AckProperties;
import io.bellbird.codec.Auth;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.ConnAck;
import io.bellbird.codec.Connect;
import io.bellbird.codec.Disconnect;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Packet;
import io.bellbird.codec.ProblemInformation;
import io.bellbird.codec.ProtocolError;
import io.bellbird.codec.PubAck;
import io.bellbird.codec.PubComp;
import io.bellbird.codec.PubRec;
import io.bellbird.codec.PubRel;
import io.bellbird.codec.Publish;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.SubAck;
import io.bellbird.codec.UnsubAck;
import io.netty.channel.ChannelFuture;
import io.netty.util.concurrent.Future;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One network connection, from CONNECT to its end: says who the client is, and hands packets to those whom they concern.
 * Belongs to the client's loop.
 */
final class Connection implements Link.Peer {
    private final ClientSession session;
    private final ClientOptions options;
    final Endpoint broker;
    final MqttVersion version;
    private final boolean cleanStart;
    private final Credentials credentials;
    private final Optional<Bytes> authenticationData;

    private @Nullable Link link;
    private @Nullable Future<?> deadline;
    private @Nullable KeepAlive keepAlive;
    private boolean accepted;
    /** What the broker said at the end, or how it refused. */
    private @Nullable ReasonCode reason;

    private @Nullable String explanation;
    private @Nullable String serverReference;

    Connection(
            ClientSession session,
            Endpoint broker,
            MqttVersion version,
            boolean cleanStart,
            Credentials credentials,
            Optional<Bytes> authenticationData) {
        this.session = session;
        this.options = session.options;
        this.broker = broker;
        this.version = version;
        this.cleanStart = cleanStart;
        this.credentials = credentials;
        this.authenticationData = authenticationData;
    }

    /** Whether CONNACK has accepted it. */
    boolean isAccepted() {
        return accepted;
    }

    /** What the broker said at the end, or how it refused. */
    Optional<ReasonCode> reason() {
        return Optional.ofNullable(reason);
    }

    /** Where the broker has sent the client, as it wrote it. */
    Optional<String> serverReference() {
        return Optional.ofNullable(serverReference);
    }

    /** What the broker added for people. */
    Optional<String> explanation() {
        return Optional.ofNullable(explanation);
    }

    @Override
    public void onOpen(Link opened) {
        link = opened;
        opened.speak(version, session.topics, options.packetBytesMax, options.topicAliasMaximum);
        deadline = session.loop.schedule(
                () -> opened.close(new SocketTimeoutException("no CONNACK came within " + options.connectTimeout)),
                options.connectTimeout.toNanos(),
                TimeUnit.NANOSECONDS);
        try {
            opened.write(connect());
        } catch (IllegalArgumentException wrong) { // a string that is too long
            opened.close(wrong);
        }
    }

    private Connect connect() {
        boolean v5 = version.hasProperties();
        return new Connect(
                version,
                false,
                session.clientId(),
                cleanStart,
                (int) options.keepAlive.toSeconds(),
                options.will.map(Will::onTheWire).orElse(null),
                credentials.username().orElse(null),
                credentials.password().orElse(null),
                v5 ? connectProperties() : Connect.Properties.DEFAULTS);
    }

    private Connect.Properties connectProperties() {
        return new Connect.Properties(
                options.sessionExpirySeconds(),
                options.receiveMaximum,
                options.packetBytesMax,
                options.topicAliasMaximum,
                options.requestResponseInformation,
                options.requestProblemInformation ? ProblemInformation.WANTED : ProblemInformation.UNWANTED,
                options.authentication.map(Authentication::method).orElse(null),
                authenticationData.orElse(null),
                options.userProperties);
    }

    @Override
    public void onPacket(Packet packet) {
        Link from = open();
        if (keepAlive != null) {
            keepAlive.onReceived();
        }
        if (!accepted) {
            onHandshake(packet);
            return;
        }
        switch (packet.type()) {
            case PUBLISH -> onPublish((Publish) packet, from);
            case PUBACK -> onPubAck((PubAck) packet);
            case PUBREC -> onPubRec((PubRec) packet, from);
            case PUBREL -> session.inbound.onPubRel(((PubRel) packet).packetId(), from);
            case PUBCOMP -> onPubComp((PubComp) packet);
            case SUBACK -> onSubAck((SubAck) packet);
            case UNSUBACK -> onUnsubAck((UnsubAck) packet);
            case PINGRESP -> {
                // that it came is all
            }
            case DISCONNECT -> onDisconnect((Disconnect) packet, from);
            case AUTH -> onAuth((Auth) packet);
            case CONNACK, CONNECT, SUBSCRIBE, UNSUBSCRIBE, PINGREQ ->
                throw new ProtocolError(
                        ReasonCode.PROTOCOL_ERROR, "", packet.type() + " at a time when it cannot come");
        }
    }

    private Link open() {
        if (link == null) {
            throw new IllegalStateException("a packet without a link");
        }
        return link;
    }

    private void onHandshake(Packet packet) {
        if (packet instanceof ConnAck connAck) {
            onConnAck(connAck);
        } else if (packet instanceof Auth auth) {
            onAuth(auth);
        } else {
            throw new ProtocolError(ReasonCode.PROTOCOL_ERROR, "MQTT-3.2.0-1", packet.type() + " before CONNACK");
        }
    }

    private void onConnAck(ConnAck connAck) {
        ConnAck.Properties properties = connAck.properties();
        if (connAck.reason() != ReasonCode.SUCCESS) {
            reason = connAck.reason();
            explanation = properties.reasonString();
            serverReference = properties.serverReference();
            open().close(null);
            return;
        }
        if (cleanStart && connAck.sessionPresent()) {
            throw new ProtocolError(
                    ReasonCode.PROTOCOL_ERROR, "MQTT-3.2.2-2", "a session is present after a clean start");
        }
        if (options.authentication.isPresent() && version.hasProperties()) {
            session.onCallbackThread(
                    () -> options.authentication.get().accept(Optional.ofNullable(properties.authenticationData())),
                    trusted -> accept(connAck, trusted));
        } else {
            accept(connAck, true);
        }
    }

    private void accept(ConnAck connAck, boolean trusted) {
        if (!trusted) {
            explanation = "the broker has not shown that it is who it claims to be";
            open().close(null);
            return;
        }
        cancelDeadline();
        accepted = true;
        int seconds = connAck.properties().serverKeepAliveSeconds() == ConnAck.Properties.ABSENT
                ? (int) options.keepAlive.toSeconds()
                : connAck.properties().serverKeepAliveSeconds(); // [MQTT-3.1.2-21]
        keepAlive = new KeepAlive(
                open(),
                session.loop,
                session.nanos,
                TimeUnit.SECONDS.toNanos(seconds),
                Math.min(options.connectTimeout.toNanos(), TimeUnit.SECONDS.toNanos(Math.max(1, seconds))));
        session.onAccepted(this, open(), connAck);
    }

    private void onPublish(Publish publish, Link from) {
        if (session.inbound.onPublish(publish, session.subscriptions.receivers(publish))) {
            from.read(false);
        }
    }

    private void onPubAck(PubAck ack) {
        Publication publication = publication(ack.packetId(), ack.type().name());
        if (publication != null && publication.options.qos().level() == 1) {
            session.outbound.onAcknowledged(publication, ack.reason(), ack.properties());
        }
    }

    private void onPubRec(PubRec ack, Link from) {
        Publication publication = publication(ack.packetId(), ack.type().name());
        if (publication == null) {
            from.write(new PubRel(ack.packetId(), ReasonCode.PACKET_IDENTIFIER_NOT_FOUND));
        } else if (ack.reason().code() >= ReasonCode.UNSPECIFIED_ERROR.code()) {
            session.outbound.onAcknowledged(publication, ack.reason(), ack.properties());
        } else {
            session.outbound.onReceived(publication, from);
        }
    }

    private void onPubComp(PubComp ack) {
        Publication publication = publication(ack.packetId(), ack.type().name());
        if (publication != null && publication.state == Publication.State.RELEASED) {
            AckProperties properties = ack.properties();
            session.outbound.onAcknowledged(publication, ReasonCode.SUCCESS, properties);
        }
    }

    private @Nullable Publication publication(int packetId, String type) {
        if (session.exchanges.get(packetId) instanceof Publication publication) {
            return publication;
        }
        ClientSession.log.debug(
                "client={} {} for packet id {}, which is not in use", session.clientId(), type, packetId);
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

    private void onDisconnect(Disconnect disconnect, Link from) {
        reason = disconnect.reason();
        explanation = disconnect.reasonString();
        serverReference = disconnect.serverReference();
        from.close(null); // [MQTT-3.14.4-1] is the sender's; what comes after it does not count
    }

    private void onAuth(Auth auth) {
        Authentication method = options.authentication.orElseThrow(() -> new ProtocolError(
                ReasonCode.PROTOCOL_ERROR, "MQTT-4.12.0-6", "AUTH, but CONNECT had no authentication method"));
        Optional<Bytes> data = Optional.ofNullable(auth.authenticationData());
        switch (auth.reason()) {
            case CONTINUE_AUTHENTICATION ->
                session.whenDone(
                        () -> method.next(data),
                        next -> authenticate(ReasonCode.CONTINUE_AUTHENTICATION, next),
                        this::close);
            case SUCCESS -> session.onReauthenticated();
            default -> throw new ProtocolError(ReasonCode.PROTOCOL_ERROR, "", "AUTH with " + auth.reason());
        }
    }

    /** Sends AUTH. */
    void authenticate(ReasonCode step, Optional<Bytes> data) {
        if (link != null) {
            link.write(new Auth(
                    step,
                    options.authentication.map(Authentication::method).orElse(null),
                    data.orElse(null),
                    null,
                    List.of()));
        }
    }

    /** Ends with a good-bye [MQTT-3.1.2-4]. */
    void disconnect(Disconnect goodbye) {
        if (link != null && accepted) {
            link.write(version.hasProperties() ? goodbye : Disconnect.because(ReasonCode.NORMAL_DISCONNECTION, null));
            link.closeWhenSent(null);
        } else {
            close(null);
        }
    }

    void close(@Nullable Throwable cause) {
        if (link != null) {
            link.close(cause);
        }
    }

    /** Receivers have caught up. */
    void read() {
        if (link != null) {
            link.read(true);
        }
    }

    /** What the broker sent breaks the protocol, or shows a defect here: it is told so, if it can be [MQTT-4.13.1-1]. */
    @Override
    public void onFailure(RuntimeException broken) {
        if (accepted && version.hasProperties() && broken instanceof ProtocolError error) {
            open().write(Disconnect.because(error.reason(), error.text()));
        }
        open().closeWhenSent(broken);
    }

    @Override
    public void onReadComplete() {
        session.onTurnEnd();
    }

    @Override
    public void onHandedOn(ChannelFuture left) {
        if (keepAlive != null) {
            keepAlive.onSent();
        }
        session.outbound.onHandedOn(left);
    }

    @Override
    public void onWritable() {
        if (accepted) {
            session.outbound.send();
            session.onTurnEnd();
        }
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
        cancelDeadline();
        if (keepAlive != null) {
            keepAlive.stop();
        }
        link = null;
        session.onEnded(this, cause);
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }
}
