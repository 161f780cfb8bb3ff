package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.monitor.ConnectionEnd;
import io.bellbird.broker.monitor.ConnectionRefused;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.monitor.Gauge;
import io.bellbird.broker.monitor.LogText;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.security.Authenticator.Credentials;
import io.bellbird.broker.security.Client;
import io.bellbird.broker.store.Durability;
import io.bellbird.broker.watch.Flows;
import io.bellbird.broker.watch.Traces;
import io.bellbird.codec.Auth;
import io.bellbird.codec.ConnAck;
import io.bellbird.codec.Connect;
import io.bellbird.codec.Disconnect;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Packet;
import io.bellbird.codec.PingResp;
import io.bellbird.codec.ProblemInformation;
import io.bellbird.codec.ProtocolError;
import io.bellbird.codec.PubAck;
import io.bellbird.codec.PubComp;
import io.bellbird.codec.PubRec;
import io.bellbird.codec.PubRel;
import io.bellbird.codec.Publish;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.Subscribe;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.Unsubscribe;
import io.bellbird.codec.WillMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One network connection of a client, from CONNECT to its end: checks that each packet is allowed now, and hands it to
 * the session. The only place where a {@link ProtocolError} becomes a reason code and
 * a close.
 */
@ShardConfined
public final class Connection {
    private static final Logger log = LoggerFactory.getLogger(Connection.class);

    private static final String MAY_NOT_STAY = "the configuration was read again, and it may not stay";

    private final Home home;
    private final Sessions sessions;
    private final Wire wire;
    /** As they were when CONNECT came: what the client is told stays as it is until the connection ends. */
    private final BrokerConfig config;

    private final ListenerConfig listener;
    private final Connect connect;
    private final Authentication authentication;
    private final boolean assignedClientId;
    private final InboundMessages inbound;
    private final SubscriptionRequests subscriptionRequests;
    private final KeepAlive keepAlive;
    private final Traffic traffic;
    private final int receiveMaximum;

    /** Its user name counts once the state is no longer AUTHENTICATING. */
    private Client client;

    private State state = State.AUTHENTICATING;
    private @Nullable Session session;
    /** The will is to be published when the connection ends. */
    private boolean willWanted = true;
    /** Reasons why nothing is read at the moment; CONNECT is the first. */
    private int holds = 1;

    private boolean heldForOutbox;
    /** A defect was logged, and ends the connection. */
    private boolean failed;

    private enum State {
        AUTHENTICATING,
        /** The session is there, CONNACK waits for its commit. */
        OPENING,
        OPEN,
        CLOSED
    }

    /**
     * A connection whose CONNECT has arrived.
     *
     * @param clientId that of CONNECT, or the one that was chosen in its place; empty only when CONNECT's is and none
     *     may be chosen
     * @param certified the user name in CONNECT is that of the client's certificate, which was checked
     */
    public Connection(
            Home home,
            Sessions sessions,
            Wire wire,
            ListenerConfig listener,
            Connect connect,
            String clientId,
            boolean certified) {
        this.home = home;
        this.sessions = sessions;
        this.wire = wire;
        this.config = home.config();
        this.listener = listener;
        this.connect = connect;
        this.client = new Client(clientId, connect.username(), wire.peer(), listener);
        this.authentication = new Authentication(
                home,
                this,
                connect,
                new Credentials(
                        clientId,
                        connect.username(),
                        connect.password(),
                        certified,
                        wire.peer(),
                        listener,
                        config.allowAnonymous(listener)));
        this.assignedClientId = connect.clientId().isEmpty();
        this.inbound = new InboundMessages(home, this);
        this.subscriptionRequests = new SubscriptionRequests(home, this);
        this.keepAlive = new KeepAlive(home, KeepAlive.granted(config, connect), this);
        this.traffic = new Traffic(home.nowNanos());
        this.receiveMaximum = ServerLimits.window(config, connect.properties().receiveMaximum());
    }

    // CONNECT

    /** Answers CONNECT, now or when it is authenticated and its session is safe. */
    public void open() {
        isolated(this::authenticate);
    }

    private void authenticate() {
        Watchers.connecting(home, client, connect);
        wire.agree(
                connect.version(),
                connect.properties().maximumPacketSize(),
                Math.min(connect.properties().topicAliasMaximum(), listener.maxTopicAliasBroker()));
        ReasonCode refusal = checkConnect();
        if (refusal.isError()) {
            refuse(refusal, "");
        } else {
            authentication.begin();
        }
    }

    private ReasonCode checkConnect() {
        if (!authentication.isPossible()) {
            return ReasonCode.BAD_AUTHENTICATION_METHOD;
        }
        if (client.clientId().isEmpty()) {
            return ReasonCode.CLIENT_IDENTIFIER_NOT_VALID;
        }
        if (!connect.version().hasProperties() && KeepAlive.isTooLong(config, connect)) {
            return ReasonCode.CLIENT_IDENTIFIER_NOT_VALID;
        }
        WillMessage message = connect.will();
        return message == null ? ReasonCode.SUCCESS : ServerLimits.checkWill(config, listener, message);
    }

    /**
     * It is known whether the client may connect.
     *
     * @param why it may not, for the log
     */
    @SuppressWarnings("ReferenceEquality") // an equal configuration may have other files
    void onAuthenticated(ReasonCode answer, String why) {
        if (state == State.CLOSED) {
            return;
        }
        if (answer.isError()) {
            refuse(answer, why);
        } else {
            client = new Client(client.clientId(), authentication.username(), client.peer(), listener);
            if (home.config() != config) { // the answer may be from before
                reconfigure();
            }
            if (state != State.CLOSED) {
                enter();
            }
        }
    }

    private void enter() {
        home.gate()
                .refusal(client)
                .ifPresentOrElse(refusal -> refuse(refusal.reason(), refusal.why()), () -> home.claims()
                        .claim(client.clientId(), this::onClaimed));
    }

    /** Another configuration holds for the broker: it decides, with the files that it names, whether the client may stay. */
    void reconfigure() {
        client = new Client(client.clientId(), client.username(), client.peer(), listenerNow());
        if (session != null) {
            session.clientChanged(client);
        }
        if (home.authenticator().mayStay(client)) {
            return;
        }
        if (state == State.OPEN) {
            log.info(
                    "client={} closed from={} reason={} " + MAY_NOT_STAY,
                    LogText.of(client.clientId()),
                    client.peer(),
                    ReasonCode.NOT_AUTHORIZED);
            end(ReasonCode.NOT_AUTHORIZED, null, MAY_NOT_STAY);
        } else {
            refuse(ReasonCode.NOT_AUTHORIZED, MAY_NOT_STAY);
        }
    }

    /** The listener as it is configured now: it has the same place among all. */
    private ListenerConfig listenerNow() {
        int place = config.listeners().indexOf(listener);
        return place < 0 ? listener : home.config().listeners().get(place);
    }

    private void onClaimed() {
        if (state == State.CLOSED) {
            return;
        }
        long expirySeconds = ServerLimits.expirySeconds(config, connect);
        boolean unstorable = expirySeconds > 0 && !home.isStoreAccepting();
        if (unstorable || !sessions.isRoomFor(client.clientId())) {
            refuse(hasReasons() ? ReasonCode.QUOTA_EXCEEDED : ReasonCode.SERVER_UNAVAILABLE, "");
            return;
        }
        authentication.stopTimeout();
        state = State.OPENING;
        Sessions.Opened opened =
                sessions.open(this, client.clientId(), connect.cleanStart(), expirySeconds, connect.will());
        session = opened.session();
        if (opened.session().isStored()) {
            afterCommit(() -> accept(opened));
        } else {
            accept(opened);
        }
    }

    private void accept(Sessions.Opened opened) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.OPEN;
        home.counters().increment(Counter.CLIENTS_CONNECTED);
        home.gauges().add(Gauge.CONNECTED, 1);
        Watchers.connected(home, client, connect);
        if (home.config().connectionMessages()) {
            log.info(
                    "client={} connected from={} version={} session_present={} keepalive={}",
                    LogText.of(client.clientId()),
                    client.peer(),
                    connect.version(),
                    opened.present(),
                    keepAlive.seconds());
        }
        ConnAck.Properties properties = ServerLimits.connAckProperties(
                config,
                listener,
                assignedClientId ? client.clientId() : null,
                ServerLimits.connAckExpirySeconds(config, connect),
                keepAlive.seconds() == connect.keepAliveSeconds() ? ConnAck.Properties.ABSENT : keepAlive.seconds());
        write(new ConnAck(opened.present(), ReasonCode.SUCCESS, authentication.addTo(properties)));
        keepAlive.start();
        opened.session().resume();
        unhold();
    }

    /** @param why for the log; empty when the reason says it all */
    private void refuse(ReasonCode reason, String why) {
        if (home.config().connectionMessages()) {
            String username = client.username();
            log.info(
                    "client={} refused from={}{} reason={}{}",
                    LogText.of(client.clientId()),
                    client.peer(),
                    username == null ? "" : " user=" + LogText.of(username),
                    reason,
                    why.isEmpty() ? "" : ": " + why);
        }
        close(new ConnAck(false, reason, ConnAck.Properties.DEFAULTS), ConnectionEnd.BY_BROKER, reason, why);
    }

    // Packets

    /** The next packet; called only while reading is on. */
    public void onPacket(Packet packet) {
        Traces traces = home.traces();
        if (traces != null) {
            Watchers.received(home, traces, client, packet);
        }
        try {
            if (state == State.OPEN) {
                dispatch(packet);
            } else if (state == State.AUTHENTICATING) {
                authentication.onPacketBeforeConnAck(packet);
            }
        } catch (ProtocolError error) {
            onProtocolError(error);
        } catch (RuntimeException | AssertionError bug) {
            failed(bug);
        }
    }

    private void dispatch(Packet packet) {
        Session open = session();
        switch (packet.type()) {
            case PUBLISH -> {
                traffic.received((Publish) packet);
                inbound.onPublish((Publish) packet);
            }
            case PUBACK -> open.outbound().onPubAck(((PubAck) packet).packetId());
            case PUBREC -> onPubRec(open, (PubRec) packet);
            case PUBREL -> inbound.onPubRel((PubRel) packet);
            case PUBCOMP -> open.outbound().onPubComp(((PubComp) packet).packetId());
            case SUBSCRIBE -> subscriptionRequests.onSubscribe((Subscribe) packet);
            case UNSUBSCRIBE -> subscriptionRequests.onUnsubscribe((Unsubscribe) packet);
            case PINGREQ -> write(PingResp.INSTANCE);
            case DISCONNECT -> onDisconnect(open, (Disconnect) packet);
            case CONNECT -> throw protocolError("MQTT-3.1.0-2", "a second CONNECT");
            case AUTH -> authentication.onAuth((Auth) packet);
            case CONNACK, SUBACK, UNSUBACK, PINGRESP -> throw protocolError("", packet.type() + " from a client");
        }
    }

    private void onPubRec(Session open, PubRec packet) {
        if (!open.outbound().onPubRec(this, packet.packetId(), packet.reason())
                && !packet.reason().isError()) {
            send(new PubRel(packet.packetId(), ReasonCode.PACKET_IDENTIFIER_NOT_FOUND));
        }
    }

    private void onDisconnect(Session open, Disconnect packet) {
        long expirySeconds = packet.sessionExpiryIntervalSeconds();
        if (expirySeconds != Disconnect.ABSENT) {
            if (open.expiryIntervalSeconds() == 0 && expirySeconds != 0) {
                throw protocolError("MQTT-3.14.2-2", "a session that ends with its connection cannot be prolonged");
            }
            open.changeExpiryInterval(Math.min(expirySeconds, ServerLimits.expirySecondsMax(config)));
        }
        willWanted = packet.reason() != ReasonCode.NORMAL_DISCONNECTION;
        logEnd("disconnected", packet.reason());
        close(null, ConnectionEnd.BY_CLIENT, packet.reason(), "");
    }

    /** Packets of this version can carry a reason; the client cannot be told otherwise. */
    boolean hasReasons() {
        return connect.version().hasProperties();
    }

    // The end

    /** The peer sent what it must not; also when the bytes are no packet at all [MQTT-4.13.1-1]. */
    public void onProtocolError(ProtocolError error) {
        if (state == State.CLOSED) {
            return;
        }
        logEnd(error.reason(), LogText.sentence(error.getMessage()));
        end(error.reason(), error.text(), String.valueOf(error.getMessage()));
    }

    /**
     * What let the client in does not hold any more.
     *
     * @param why for the log and, if the version has it, the client
     */
    public void expel(String why) {
        dismiss(ReasonCode.NOT_AUTHORIZED, why);
    }

    /**
     * Ends the connection though the client did nothing.
     *
     * @param why for the log and, if the version has it, the client
     */
    void dismiss(ReasonCode reason, String why) {
        if (state != State.CLOSED) {
            logEnd(reason, LogText.sentence(why));
            isolated(() -> end(reason, why, why));
        }
    }

    private void logEnd(ReasonCode reason, String why) {
        log.info("client={} closed from={} reason={} {}", LogText.of(client.clientId()), client.peer(), reason, why);
    }

    /** Ends the connection for a reason that is not the client's doing, or not wrong. */
    void disconnect(ReasonCode reason) {
        logEnd("closed", reason);
        end(reason, null, "");
    }

    /** An exception of our own: this connection ends, and no other. */
    public void failed(Throwable bug) {
        reportOnce(bug);
        end(ReasonCode.UNSPECIFIED_ERROR, null, "a defect of the broker");
    }

    /** What fails because of what failed before is not worth another line. */
    private void reportOnce(Throwable bug) {
        if (!failed) {
            failed = true;
            home.counters().increment(Counter.BUGS);
            log.error("client={} closed, this is a defect of the broker", LogText.of(client.clientId()), bug);
        }
    }

    /** Runs what happens to this connection at other times than with a packet; a defect there ends no other. */
    void isolated(Runnable event) {
        try {
            event.run();
        } catch (ProtocolError error) {
            onProtocolError(error);
        } catch (RuntimeException | AssertionError bug) {
            failed(bug);
        }
    }

    /** Runs an action when what this turn adds to the store is as safe as an acknowledgement to this client says. */
    void afterCommit(Runnable action) {
        home.afterCommit(durability(), () -> isolated(action));
    }

    /** The network is gone; called at least once for every connection, whatever ended it. */
    public void onWireClosed() {
        if (state != State.CLOSED) {
            logEnd("lost", ReasonCode.UNSPECIFIED_ERROR);
            close(null, ConnectionEnd.LOST, ReasonCode.UNSPECIFIED_ERROR, "");
        }
    }

    /**
     * Ends the connection.
     *
     * @param text for the client, if its version has it
     * @param why for those who watch; empty when the reason says it all
     */
    private void end(ReasonCode reason, @Nullable String text, String why) {
        boolean tell = state == State.OPEN && hasReasons();
        Packet last = tell ? Disconnect.because(reason, wantsProblemInformation() ? text : null) : null;
        close(last, ConnectionEnd.BY_BROKER, reason, why);
    }

    private void close(@Nullable Packet last, ConnectionEnd how, ReasonCode reason, String why) {
        if (state == State.CLOSED) {
            return;
        }
        boolean wasOpen = state == State.OPEN;
        state = State.CLOSED;
        if (wasOpen) {
            home.gauges().add(Gauge.CONNECTED, -1);
            home.counters().ended(how, reason);
        } else if (how == ConnectionEnd.BY_BROKER) {
            home.counters().ended(ConnectionEnd.REFUSED, reason);
            ConnectionRefused.note(client.clientId(), client.peer(), reason);
        }
        authentication.stop();
        keepAlive.stop();
        inbound.stop();
        if (last != null) {
            sendLast(last);
        }
        wire.close();
        if (wasOpen || how == ConnectionEnd.BY_BROKER) {
            Watchers.ended(home, client, wasOpen ? how : ConnectionEnd.REFUSED, reason, why);
        }
        if (session != null) {
            session.detach(this, wasOpen && willWanted);
        }
    }

    private void sendLast(Packet packet) {
        try {
            write(packet);
        } catch (RuntimeException | AssertionError bug) {
            reportOnce(bug);
        }
    }

    private void logEnd(String what, ReasonCode reason) {
        if (state != State.CLOSED && home.config().connectionMessages()) {
            log.info("client={} {} from={} reason={}", LogText.of(client.clientId()), what, client.peer(), reason);
        }
    }

    // What the rest of the package needs

    /**
     * Bytes came from the client: it is alive. Whoever asks and asks without reading the answers is not listened to until
     * it has read them.
     */
    public void onPacketsRead() {
        keepAlive.onPackets();
        if (!heldForOutbox && wire.waitingBytes() > home.config().outboxBytesMax()) {
            heldForOutbox = true;
            hold();
        }
    }

    /** The network took what was waiting: there may be room again. */
    public void onWritable() {
        if (heldForOutbox && wire.waitingBytes() <= home.config().outboxBytesMax()) {
            heldForOutbox = false;
            unhold();
        }
        if (state == State.OPEN) {
            session().outbound().pump();
        }
    }

    /** Whether the client is read from. */
    boolean isRead() {
        return holds == 0;
    }

    void onKeepAliveTimeout() {
        isolated(() -> disconnect(ReasonCode.KEEP_ALIVE_TIMEOUT));
    }

    /** Nothing is read until {@link #unhold} was called as often. */
    void hold() {
        if (holds++ == 0) {
            wire.read(false);
        }
    }

    void unhold() {
        if (--holds == 0 && state == State.OPEN) {
            wire.read(true);
        }
    }

    /** Sends a packet, unless the connection has ended; what fails there ends it. */
    void send(Packet packet) {
        if (state == State.OPEN) {
            try {
                write(packet);
            } catch (RuntimeException | AssertionError bug) {
                failed(bug);
            }
        }
    }

    /** Sends a packet in whatever state, but not PUBLISH. */
    void write(Packet packet) {
        Traces traces = home.traces();
        if (traces != null) {
            traces.sent(home.nowNanos(), client.clientId(), packet);
        }
        wire.send(packet);
    }

    /** Sends PUBLISH, as {@link Wire#publish} says. */
    @Nullable
    Counter publish(
            Publication publication,
            int packetId,
            Qos qos,
            boolean duplicate,
            boolean retain,
            SubscriptionIdentifiers identifiers) {
        Traces traces = home.traces();
        if (traces != null) {
            traces.sent(home.nowNanos(), client.clientId(), publication, packetId, qos, duplicate, retain);
        }
        Counter unsent = wire.publish(publication, packetId, qos, duplicate, retain, identifiers);
        if (unsent == null) {
            traffic.sent(publication.payload().length());
            Flows flows = home.flows();
            if (flows != null) {
                flows.sent(client.clientId(), publication.topic());
            }
        }
        return unsent;
    }

    /** Whether CONNACK was sent and the connection has not ended. */
    boolean isOpen() {
        return state == State.OPEN;
    }

    Session session() {
        if (session == null) {
            throw new IllegalStateException("no session in state " + state);
        }
        return session;
    }

    Wire wire() {
        return wire;
    }

    /** What CONNECT and CONNACK have agreed on, for those who watch. */
    ClientView.Agreed agreed() {
        return new ClientView.Agreed(
                listener, authentication.isCertified(), keepAlive.seconds(), connect.cleanStart(), receiveMaximum);
    }

    /** What it has counted of its messages. */
    Traffic traffic() {
        return traffic;
    }

    Client client() {
        return client;
    }

    /** What holds for the connection, whatever holds for the broker by now. */
    BrokerConfig config() {
        return config;
    }

    ListenerConfig listener() {
        return listener;
    }

    /** What an acknowledgement to this client means. */
    Durability durability() {
        return config.durability(listener);
    }

    MqttVersion version() {
        return connect.version();
    }

    boolean isBridge() {
        return connect.bridge();
    }

    /**
     * Whether reason strings are sent: only to a client that asked for them, since others have no use for the bytes
     * [MQTT-3.1.2-29].
     */
    boolean wantsProblemInformation() {
        return connect.properties().problemInformation() == ProblemInformation.WANTED;
    }

    /** How many QoS 1 and 2 messages may be on their way to the client, 1..65535. */
    int receiveMaximum() {
        return receiveMaximum;
    }

    static ProtocolError protocolError(String statement, String text) {
        return new ProtocolError(ReasonCode.PROTOCOL_ERROR, statement, text);
    }
}
