package io.bellbird.client;

import io.bellbird.client.net.Endpoint;
import io.bellbird.client.net.Link;
import io.bellbird.codec.Auth;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.ConnAck;
import io.bellbird.codec.Connect;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Packet;
import io.bellbird.codec.ProblemInformation;
import io.bellbird.codec.ProtocolError;
import io.bellbird.codec.ReasonCode;
import io.netty.channel.ChannelFuture;
import io.netty.util.concurrent.Future;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to be let in by one broker with one version: asks the application who the client is, opens a link, sends
 * CONNECT, and answers AUTH until CONNACK has come. All of that has one time limit. Belongs to the client's loop.
 */
final class Handshake implements Link.Peer {
    private final Attempts attempts;
    private final ClientOptions options;
    private final Application application;
    final Endpoint broker;
    final MqttVersion version;
    final boolean cleanStart;
    /** That of the options, if the version has such things. */
    private final Optional<Authentication> method;

    private @Nullable Future<?> deadline;
    /** What to say when the time is over: what has not come, and what to do. */
    private String overdue = "";

    private Credentials credentials = Credentials.NONE;
    private Optional<Bytes> authenticationData = Optional.empty();
    /** Calls off what is to become the link. */
    private @Nullable Runnable dial;

    private @Nullable Link link;
    private @Nullable AuthExchange authentication;
    /** CONNECT was sent. */
    private boolean asked;
    /** CONNACK came, though it may have been a refusal. */
    private boolean answered;
    /** A CONNACK that refuses. */
    private @Nullable ConnAck refusal;
    /** What came while the application looks whether the broker is who it claims to be. */
    private @Nullable List<Packet> early;
    /** It has succeeded or failed, or nobody wants it any more. */
    private boolean over;

    Handshake(Attempts attempts, Endpoint broker, MqttVersion version, boolean cleanStart) {
        this.attempts = attempts;
        this.options = attempts.options;
        this.application = attempts.application;
        this.broker = broker;
        this.version = version;
        this.cleanStart = cleanStart;
        this.method = version.hasProperties() ? options.authentication : Optional.empty();
    }

    void begin() {
        deadline = attempts.loop.schedule(this::onTimeout, options.connectTimeout.toNanos(), TimeUnit.NANOSECONDS);
        ask("the source of credentials", options.credentials, this::onCredentials);
    }

    private void onCredentials(Credentials given) {
        credentials = given;
        if (method.isPresent()) {
            ask("Authentication.begin", method.get()::begin, this::dial);
        } else {
            dial(Optional.empty());
        }
    }

    /** Asks the application. What comes too late does not count. */
    private <T> void ask(String whom, Supplier<? extends CompletionStage<T>> source, Consumer<T> then) {
        overdue = unanswered(whom);
        application.ask(
                source,
                answer -> {
                    if (!over) {
                        then.accept(answer);
                    }
                },
                failure -> fail(whom + " failed: " + Failures.said(failure), failure));
    }

    private String unanswered(String whom) {
        return whom + " has not answered " + inTime() + ": let it complete its stage, or raise connectTimeout";
    }

    private String inTime() {
        return "within " + options.connectTimeout.toMillis() + " ms";
    }

    private void dial(Optional<Bytes> data) {
        authenticationData = data;
        overdue = "there was no connection " + inTime()
                + ": is it the right address, and does a firewall let it through?";
        dial = attempts.dialer.dial(broker, attempts.loop, this);
    }

    @Override
    public void onOpen(Link opened) {
        link = opened;
        opened.speak(version, attempts.topics, options.packetBytesMax, options.topicAliasMaximum);
        authentication = new AuthExchange(options, opened, application, this::onUnanswerable);
        overdue = "no CONNACK came " + inTime() + ": does an MQTT broker run there?";
        try {
            opened.write(connect());
            asked = true;
            authentication.onConnectSent();
        } catch (IllegalArgumentException wrong) { // a string that is too long
            opened.close(wrong);
        }
    }

    private Connect connect() {
        return new Connect(
                version,
                false,
                attempts.clientId(),
                cleanStart,
                (int) options.keepAlive.toSeconds(),
                options.will.map(Will::onTheWire).orElse(null),
                credentials.username().orElse(null),
                credentials.password().orElse(null),
                version.hasProperties() ? connectProperties() : Connect.Properties.DEFAULTS);
    }

    private Connect.Properties connectProperties() {
        return new Connect.Properties(
                options.sessionExpirySeconds(),
                options.receiveMaximum,
                options.packetBytesMax,
                options.topicAliasMaximum,
                options.requestResponseInformation,
                options.requestProblemInformation ? ProblemInformation.WANTED : ProblemInformation.UNWANTED,
                options.authenticationMethod.orElse(null),
                authenticationData.orElse(null),
                options.userProperties);
    }

    @Override
    public void onPacket(Packet packet) {
        if (early != null) {
            early.add(packet);
        } else if (packet instanceof ConnAck connAck) {
            onConnAck(connAck);
        } else if (packet instanceof Auth auth) {
            onAuth(auth);
        } else {
            throw new ProtocolError(ReasonCode.PROTOCOL_ERROR, "MQTT-3.2.0-1", packet.type() + " before CONNACK");
        }
    }

    private void onAuth(Auth auth) {
        if (exchange().onAuth(auth)) {
            throw new ProtocolError(ReasonCode.PROTOCOL_ERROR, "", "AUTH with success before CONNACK");
        }
    }

    private void onConnAck(ConnAck connAck) {
        answered = true;
        if (connAck.reason() != ReasonCode.SUCCESS) {
            refusal = connAck;
            open().close(null);
            return;
        }
        // after a clean start the client has no state. One that asked to go on has: it holds what the application needs
        // of
        // the session, and nothing that waits to be acknowledged
        if (cleanStart && connAck.sessionPresent()) { // [MQTT-3.2.2-4]
            throw new ProtocolError(
                    ReasonCode.PROTOCOL_ERROR, "MQTT-3.2.2-2", "a session is present after a clean start");
        }
        if (method.isPresent()) {
            askForTrust(connAck, method.get());
        } else {
            accept(connAck);
        }
    }

    /** The application looks whether the broker is who it claims to be. */
    private void askForTrust(ConnAck connAck, Authentication by) {
        exchange().check(connAck.properties().authenticationMethod());
        early = new ArrayList<>();
        open().read(false); // so that early has an end
        Optional<Bytes> last = Optional.ofNullable(connAck.properties().authenticationData());
        ask(
                "Authentication.accept",
                () -> CompletableFuture.completedFuture(by.accept(last)),
                trusted -> onTrust(connAck, trusted));
    }

    private void onTrust(ConnAck connAck, boolean trusted) {
        if (trusted) {
            List<Packet> meanwhile = early == null ? List.of() : early;
            open().read(true);
            accept(connAck).onPackets(meanwhile);
        } else {
            fail("the broker has not shown that it is who it claims to be", null);
        }
    }

    private Connection accept(ConnAck connAck) {
        leave();
        return attempts.onAccepted(this, open(), connAck);
    }

    private Link open() {
        if (link == null) {
            throw new IllegalStateException("a packet without a link");
        }
        return link;
    }

    private AuthExchange exchange() {
        if (authentication == null) {
            throw new IllegalStateException("a packet without a link");
        }
        return authentication;
    }

    // The end

    /** Whether the broker has said that it does not speak the version, or has not spoken it. */
    boolean isAnsweredInAnotherVersion(Ending ending) {
        return answered
                ? ending.reason().equals(Optional.of(ReasonCode.UNSUPPORTED_PROTOCOL_VERSION))
                : ending.cause() instanceof ProtocolError;
    }

    /** Whether the broker has closed without a word, as old ones do that do not know the version. */
    boolean isHungUp(Ending ending) {
        return asked
                && !answered
                && ending.explanation().isEmpty()
                && (ending.cause() == null || ending.cause() instanceof SocketException);
    }

    private void onTimeout() {
        boolean ours = authentication != null && authentication.isAnswering();
        fail(ours ? unanswered("Authentication.next") : overdue, null);
    }

    /** A challenge has no answer. */
    private void onUnanswerable(Throwable failure) {
        fail("the broker's challenge has no answer: " + Failures.said(failure), failure);
    }

    private void fail(String why, @Nullable Throwable cause) {
        end(Ending.because(why, cause));
    }

    private void end(Ending ending) {
        if (!over) {
            abandon();
            attempts.onFailed(this, ending);
        }
    }

    /** Nobody wants it any more. */
    void abandon() {
        leave();
        if (link != null) {
            link.close(null);
        } else if (dial != null) {
            dial.run();
        }
    }

    private void leave() {
        over = true;
        if (deadline != null) {
            deadline.cancel(false);
        }
        if (authentication != null) {
            authentication.stop();
        }
    }

    /** What the broker sent breaks the protocol, or shows a defect here. There is no DISCONNECT before CONNACK. */
    @Override
    public void onFailure(RuntimeException broken) {
        open().close(broken);
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
        end(refusal == null ? Ending.because(cause) : Ending.of(refusal));
    }

    @Override
    public void onReadComplete() {
        // nothing was collected
    }

    @Override
    public void onHandedOn(ChannelFuture left) {
        // whoever waits for CONNACK has nothing else to do with CONNECT
    }

    @Override
    public void onWritable() {
        // there is nothing to write
    }
}
