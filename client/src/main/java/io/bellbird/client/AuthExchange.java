package io.bellbird.client;

import io.bellbird.client.net.Link;
import io.bellbird.codec.Auth;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.ProtocolError;
import io.bellbird.codec.ReasonCode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges of AUTH on one connection (section 4.12), by the method of the options. Belongs to the client's loop.
 */
final class AuthExchange {
    private final Optional<Authentication> method;
    private final Optional<String> name;
    private final Link link;
    private final Application application;
    private final Consumer<Throwable> onFailed;
    private Turn turn = Turn.NOBODYS;

    /** Whose move it is. */
    private enum Turn {
        /** Nothing is under way. */
        NOBODYS,
        OURS,
        THE_BROKERS
    }

    /**
     * Nothing is under way yet.
     *
     * @param onFailed told when the method has no answer, or one that cannot be sent
     */
    AuthExchange(ClientOptions options, Link link, Application application, Consumer<Throwable> onFailed) {
        boolean spoken = link.version().hasProperties();
        this.method = spoken ? options.authentication : Optional.empty();
        this.name = spoken ? options.authenticationMethod : Optional.empty();
        this.link = link;
        this.application = application;
        this.onFailed = onFailed;
    }

    /** CONNECT has begun it. */
    void onConnectSent() {
        turn = Turn.THE_BROKERS;
    }

    /** Begins once more (section 4.12.1). */
    void beginAgain(Authentication by) {
        send(ReasonCode.REAUTHENTICATE, by::begin);
    }

    /**
     * Answers a challenge.
     *
     * @return whether the broker says that the exchange is over
     * @throws ProtocolError when AUTH cannot come now
     */
    boolean onAuth(Auth auth) {
        Authentication by = method.orElseThrow(() -> new ProtocolError(
                ReasonCode.PROTOCOL_ERROR, "MQTT-4.12.0-6", "AUTH, but CONNECT had no authentication method"));
        check(auth.authenticationMethod());
        if (turn != Turn.THE_BROKERS) {
            throw new ProtocolError(ReasonCode.PROTOCOL_ERROR, "", "AUTH, but it is not the broker's turn to send it");
        }
        switch (auth.reason()) {
            case CONTINUE_AUTHENTICATION -> {
                Optional<Bytes> challenge = Optional.ofNullable(auth.authenticationData());
                send(ReasonCode.CONTINUE_AUTHENTICATION, () -> by.next(challenge));
                return false;
            }
            case SUCCESS -> {
                stop();
                return true;
            }
            default -> throw new ProtocolError(ReasonCode.PROTOCOL_ERROR, "", "AUTH with " + auth.reason());
        }
    }

    /** @throws ProtocolError when the broker names another method than CONNECT */
    void check(@Nullable String named) {
        if (!name.equals(Optional.ofNullable(named))) {
            throw new ProtocolError(
                    ReasonCode.PROTOCOL_ERROR,
                    "MQTT-4.12.0-5",
                    "the authentication method is " + name.orElse("none") + ", and the broker names " + named);
        }
    }

    private void send(ReasonCode step, Supplier<CompletionStage<Optional<Bytes>>> asked) {
        turn = Turn.OURS;
        application.ask(asked, data -> send(step, data), failure -> {
            if (turn == Turn.OURS) {
                onFailed.accept(failure);
            }
        });
    }

    private void send(ReasonCode step, Optional<Bytes> data) {
        if (turn != Turn.OURS) {
            return; // it was stopped meanwhile
        }
        turn = Turn.THE_BROKERS;
        try {
            if (!link.write(new Auth(step, name.orElse(null), data.orElse(null), null, List.of()))) {
                onFailed.accept(
                        new IllegalArgumentException("what is to be authenticated is larger than the broker takes"));
            }
        } catch (IllegalArgumentException unsendable) {
            onFailed.accept(unsendable);
        }
    }

    /** Whether the application is to answer now. */
    boolean isAnswering() {
        return turn == Turn.OURS;
    }

    /** What is still to come does not count. */
    void stop() {
        turn = Turn.NOBODYS;
    }
}
