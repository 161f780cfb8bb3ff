package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.security.AuthenticationMethod;
import io.bellbird.broker.security.Authenticator.Credentials;
import io.bellbird.codec.Auth;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.ConnAck;
import io.bellbird.codec.Connect;
import io.bellbird.codec.Packet;
import io.bellbird.codec.ReasonCode;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who the client of a connection is: by name and password, or by the method that CONNECT names (section
 * 4.12), which the client may go through again whenever it likes while it is connected.
 */
@ShardConfined
final class Authentication {
    /** It may take so long, from CONNECT or from the AUTH that begins it again. */
    private static final long NANOS_MAX = TimeUnit.SECONDS.toNanos(10);

    private final Home home;
    private final Connection connection;
    private final Credentials credentials;
    private final @Nullable String methodName;
    private @Nullable AuthenticationMethod method;
    private AuthenticationMethod.@Nullable Exchange exchange;
    private Turn turn = Turn.NOBODY;
    private @Nullable Timer timeout;
    /** Whom the method has found the client to be. */
    private @Nullable String username;
    /** What the method says to the client in CONNACK. */
    private @Nullable Bytes lastData;

    /** Who has to say something. */
    private enum Turn {
        NOBODY,
        METHOD,
        CLIENT
    }

    Authentication(Home home, Connection connection, Connect connect, Credentials credentials) {
        this.home = home;
        this.connection = connection;
        this.credentials = credentials;
        this.methodName = connect.properties().authenticationMethod();
        this.lastData = connect.properties().authenticationData();
    }

    /** Looks for the method that CONNECT names, if it does; whether it can {@link #begin} [MQTT-4.12.0-1]. */
    boolean isPossible() {
        method = methodName == null ? null : home.authenticator().method(methodName);
        return methodName == null || method != null;
    }

    /** CONNECT has come; {@link Connection#onAuthenticated} is told how it went. */
    void begin() {
        startTimeout();
        if (method == null) {
            home.authenticator()
                    .authenticate(
                            credentials,
                            (reason, why) -> home.execute(
                                    () -> connection.isolated(() -> connection.onAuthenticated(reason, why))));
        } else {
            begin(method, lastData);
        }
    }

    private void begin(AuthenticationMethod chosen, @Nullable Bytes data) {
        exchange = chosen.begin(credentials);
        ask(exchange, data);
    }

    private void ask(AuthenticationMethod.Exchange asked, @Nullable Bytes data) {
        turn = Turn.METHOD;
        asked.onData(data, new Answer());
    }

    /** A packet before CONNACK; while the client has nothing to answer none is read. */
    void onPacketBeforeConnAck(Packet packet) {
        connection.wire().read(false);
        switch (packet.type()) {
            case AUTH -> onAuth((Auth) packet);
            case DISCONNECT -> connection.onWireClosed();
            default -> throw Connection.protocolError("MQTT-3.1.2-30", packet.type() + " before CONNACK");
        }
    }

    /** AUTH: an answer to a challenge, or the client authenticates again. */
    void onAuth(Auth packet) {
        if (method == null) {
            throw Connection.protocolError("MQTT-4.12.0-7", "AUTH without an authentication method in CONNECT");
        }
        if (!Objects.equals(packet.authenticationMethod(), methodName)) {
            throw Connection.protocolError("MQTT-4.12.0-5", "AUTH with another authentication method than CONNECT");
        }
        boolean again = packet.reason() == ReasonCode.REAUTHENTICATE;
        if (again && connection.isOpen() && turn == Turn.NOBODY) {
            startTimeout();
            begin(method, packet.authenticationData());
        } else if (!again && turn == Turn.CLIENT && exchange != null) {
            ask(exchange, packet.authenticationData());
        } else {
            throw Connection.protocolError("MQTT-4.12.0-3", "AUTH with reason " + packet.reason() + " at this point");
        }
    }

    /** The method's answer arrives on the shard; what comes twice, or after the end, is nobody's turn. */
    private final class Answer implements AuthenticationMethod.Answer {
        private boolean given;

        @Override
        public void challenge(@Nullable Bytes data) {
            give(() -> Authentication.this.challenge(data));
        }

        @Override
        public void succeed(@Nullable String name, @Nullable Bytes data) {
            give(() -> Authentication.this.succeed(name == null ? credentials.username() : name, data));
        }

        @Override
        public void fail(ReasonCode reason) {
            give(() -> refuse(reason));
        }

        private void give(Runnable answer) {
            home.execute(() -> {
                if (!given && turn == Turn.METHOD) {
                    given = true;
                    connection.isolated(answer);
                }
            });
        }
    }

    private void challenge(@Nullable Bytes data) {
        turn = Turn.CLIENT;
        send(ReasonCode.CONTINUE_AUTHENTICATION, data);
        if (!connection.isOpen()) {
            connection.wire().read(true);
        }
    }

    private void send(ReasonCode reason, @Nullable Bytes data) {
        connection.write(new Auth(reason, methodName, data, null, List.of()));
    }

    private void succeed(@Nullable String name, @Nullable Bytes data) {
        turn = Turn.NOBODY;
        exchange = null;
        if (!connection.isOpen()) {
            username = name;
            lastData = data;
            connection.onAuthenticated(ReasonCode.SUCCESS, "");
        } else if (Objects.equals(username, name)) {
            stopTimeout();
            send(ReasonCode.SUCCESS, data);
        } else {
            refuse(ReasonCode.NOT_AUTHORIZED);
        }
    }

    /** The client cannot be told in AUTH; in CONNACK or DISCONNECT it is, and the connection ends [MQTT-4.12.1-2]. */
    private void refuse(ReasonCode reason) {
        if (!connection.isOpen()) {
            connection.onAuthenticated(reason, methodName == null ? "" : "by its authentication method");
        } else if (reason == ReasonCode.BAD_USER_NAME_OR_PASSWORD) {
            connection.disconnect(ReasonCode.NOT_AUTHORIZED);
        } else {
            connection.disconnect(reason);
        }
    }

    private void startTimeout() {
        timeout = home.schedule(NANOS_MAX, () -> connection.isolated(this::onTimeout));
    }

    private void onTimeout() {
        refuse(turn == Turn.CLIENT ? ReasonCode.NOT_AUTHORIZED : ReasonCode.SERVER_BUSY);
    }

    void stopTimeout() {
        if (timeout != null) {
            timeout.cancel();
            timeout = null;
        }
    }

    /** The connection has ended. */
    void stop() {
        turn = Turn.NOBODY;
        stopTimeout();
    }

    /** Whom rights are asked for, once authenticated. */
    @Nullable
    String username() {
        return method == null ? credentials.username() : username;
    }

    /** Whether the client is known by its certificate. */
    boolean isCertified() {
        return credentials.certified();
    }

    /** CONNACK's properties with what the method adds to them [MQTT-4.12.0-5] [MQTT-4.12.0-6]. */
    ConnAck.Properties addTo(ConnAck.Properties properties) {
        return methodName == null ? properties : properties.authenticated(methodName, lastData);
    }
}
