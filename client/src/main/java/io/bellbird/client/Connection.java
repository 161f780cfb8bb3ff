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
import io.bellbird.codec.PacketType;
import io.bellbird.codec.ProblemInformation;
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
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
    /** CONNECT was sent. */
    private boolean asked;
    /** CONNACK came, though it may have been a refusal. */
    private boolean answered;
    /** What came while the application looks whether the broker is who it claims to be. */
    private @Nullable List<Packet> early;

    private boolean accepted;
    /** Nobody wants it any more; it may not be open yet. */
    private boolean abandoned;
    /** An exchange of AUTH is under way. */
    private boolean authenticating;
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
        this.authenticating = authenticates();
    }

    /** Whether CONNECT names a method of enhanced authentication. */
    private boolean authenticates() {
        return options.authentication.isPresent() && version.hasProperties();
    }

    /** Whether CONNACK came. */
    boolean isAnswered() {
        return answered;
    }

    /** Whether the broker has closed without a word. */
    boolean isHungUp(@Nullable Throwable cause) {
        return asked && explanation == null && (cause == null || cause instanceof SocketException);
    }

    /** Whether there is a way to the broker. */
    boolean isOpen() {
        return link != null;
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
        if (abandoned) {
            opened.close(null);
            return;
        }
        link = opened;
        opened.speak(version, session.topics, options.packetBytesMax, options.topicAliasMaximum);
        deadline = session.loop.schedule(
                () -> opened.close(new SocketTimeoutException("no CONNACK came within " + options.connectTimeout)),
                options.connectTimeout.toNanos(),
                TimeUnit.NANOSECONDS);
        try {
            opened.write(connect());
            asked = true;
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
        if (early != null) {
            early.add(packet);
        } else if (accepted) {
            onPacket(packet, from);
        } else {
            onHandshake(packet);
        }
    }

    private void onPacket(Packet packet, Link from) {
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
        answered = true;
        ConnAck.Properties properties = connAck.properties();
        if (connAck.reason() != ReasonCode.SUCCESS) {
            reason = connAck.reason();
            explanation = properties.reasonString();
            serverReference = properties.serverReference();
            open().close(null);
            return;
        }
        // DEVIATION [MQTT-3.2.2-4]: a client that is told to go on with an earlier one's session takes it, without
        // state
        // of its own: what its user wants of it are the subscriptions and messages that the broker has kept
        if (cleanStart && connAck.sessionPresent()) {
            throw new ProtocolError(
                    ReasonCode.PROTOCOL_ERROR, "MQTT-3.2.2-2", "a session is present after a clean start");
        }
        if (authenticates()) {
            Authentication method = options.authentication.orElseThrow();
            checkMethod(method, properties.authenticationMethod());
            early = new ArrayList<>();
            Optional<Bytes> last = Optional.ofNullable(properties.authenticationData());
            session.whenDone(
                    () -> CompletableFuture.completedFuture(method.accept(last)),
                    trusted -> onTrust(connAck, trusted),
                    this::close);
        } else {
            accept(connAck);
        }
    }

    /** The application has looked whether the broker is who it claims to be. */
    private void onTrust(ConnAck connAck, boolean trusted) {
        if (link == null) {
            return; // it has ended meanwhile
        }
        if (!trusted) {
            explanation = "the broker has not shown that it is who it claims to be";
            link.close(null);
            return;
        }
        List<Packet> meanwhile = early == null ? List.of() : early;
        early = null;
        accept(connAck);
        try {
            meanwhile.forEach(packet -> onPacket(packet, open()));
        } catch (RuntimeException broken) {
            onFailure(broken);
        }
        session.onTurnEnd();
    }

    private void accept(ConnAck connAck) {
        cancelDeadline();
        accepted = true;
        authenticating = false;
        int seconds = connAck.properties().serverKeepAliveSeconds() == ConnAck.Properties.ABSENT
                ? (int) options.keepAlive.toSeconds()
                : connAck.properties().serverKeepAliveSeconds(); // [MQTT-3.1.2-21]
        long intervalNanos = TimeUnit.SECONDS.toNanos(seconds) / 10 * 9; // timers are late, and the broker counts
        keepAlive = new KeepAlive(
                open(),
                session.loop,
                session.nanos,
                intervalNanos,
                Math.min(options.connectTimeout.toNanos(), intervalNanos));
        open().limitPackets(connAck.properties().maximumPacketSize());
        session.onAccepted(this, open(), connAck);
    }

    private void onPublish(Publish publish, Link from) {
        if (session.inbound.onPublish(publish, session.subscriptions.receivers(publish))) {
            from.read(false);
        }
    }

    private void onPubAck(PubAck ack) {
        Publication publication = publication(ack.packetId(), ack.type().name());
        if (publication != null) {
            check(publication, Qos.AT_LEAST_ONCE, ack.type());
            session.outbound.onAcknowledged(publication, ack.reason(), ack.properties());
        }
    }

    private void onPubRec(PubRec ack, Link from) {
        Publication publication = publication(ack.packetId(), ack.type().name());
        if (publication == null) {
            from.write(new PubRel(ack.packetId(), ReasonCode.PACKET_IDENTIFIER_NOT_FOUND));
            return;
        }
        check(publication, Qos.EXACTLY_ONCE, ack.type());
        if (ack.reason().code() >= ReasonCode.UNSPECIFIED_ERROR.code()) {
            session.outbound.onAcknowledged(publication, ack.reason(), ack.properties());
        } else {
            publication.received = ack.reason();
            session.outbound.onReceived(publication, from);
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
        checkMethod(method, auth.authenticationMethod());
        if (!authenticating) {
            throw new ProtocolError(ReasonCode.PROTOCOL_ERROR, "", "AUTH, but nothing is to be authenticated");
        }
        Optional<Bytes> data = Optional.ofNullable(auth.authenticationData());
        switch (auth.reason()) {
            case CONTINUE_AUTHENTICATION ->
                session.whenDone(
                        () -> method.next(data),
                        next -> authenticate(ReasonCode.CONTINUE_AUTHENTICATION, next),
                        this::close);
            case SUCCESS -> onReauthenticated();
            default -> throw new ProtocolError(ReasonCode.PROTOCOL_ERROR, "", "AUTH with " + auth.reason());
        }
    }

    private void checkMethod(Authentication method, @Nullable String named) {
        if (!method.method().equals(named)) {
            throw new ProtocolError(
                    ReasonCode.PROTOCOL_ERROR,
                    "MQTT-4.12.0-5",
                    "the authentication method is " + method.method() + ", and the broker names " + named);
        }
    }

    private void onReauthenticated() {
        if (!accepted) {
            throw new ProtocolError(ReasonCode.PROTOCOL_ERROR, "", "AUTH with success before CONNACK");
        }
        authenticating = false;
        session.onReauthenticated();
    }

    /** Sends AUTH. */
    void authenticate(ReasonCode step, Optional<Bytes> data) {
        if (link != null) {
            authenticating = true;
            boolean written = link.write(new Auth(
                    step,
                    options.authentication.map(Authentication::method).orElse(null),
                    data.orElse(null),
                    null,
                    List.of()));
            if (!written) {
                link.close(new IllegalArgumentException("what is to be authenticated is larger than the broker takes"));
            }
        }
    }

    /** Ends with a good-bye [MQTT-3.1.2-4]. */
    void disconnect(Disconnect goodbye) {
        if (link != null && accepted) {
            sayGoodbye(goodbye, link);
            link.closeWhenSent(null);
        } else {
            close(null);
        }
    }

    /** Without its explanation, when that is too long for the broker [MQTT-3.14.2-3]. */
    private void sayGoodbye(Disconnect goodbye, Link to) {
        Disconnect plain =
                Disconnect.because(version.hasProperties() ? goodbye.reason() : ReasonCode.NORMAL_DISCONNECTION, null);
        if (!version.hasProperties() || !to.write(goodbye)) {
            to.write(plain);
        }
    }

    void close(@Nullable Throwable cause) {
        abandoned = true;
        if (link != null) {
            link.close(cause);
        }
    }

    /** Receivers have caught up. */
    void read() {
        if (link != null) {
            if (keepAlive != null) {
                keepAlive.onReceived(); // what lies in the socket has waited for us
            }
            link.read(true);
        }
    }

    /** What the broker sent breaks the protocol, or shows a defect here: it is told so, if it can be [MQTT-4.13.1-1]. */
    @Override
    public void onFailure(RuntimeException broken) {
        if (accepted && version.hasProperties() && broken instanceof ProtocolError error) {
            sayGoodbye(Disconnect.because(error.reason(), error.text()), open());
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
        left.addListener(taken -> session.onTurnEnd());
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
