package io.bellbird.client;

import io.bellbird.codec.Disconnect;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.UserProperty;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a client says good-bye. In MQTT 3 there is nothing to say.
 *
 * @param withWill the broker publishes the will
 * @param sessionExpiry for how long the broker keeps the session; empty: not at all for a client that began with a new one,
 *     else as its options say. Cannot be above zero when it was zero there [MQTT-3.14.2.2.2]
 * @param explanation for the broker's log
 */
public record DisconnectOptions(
        boolean withWill,
        Optional<Duration> sessionExpiry,
        Optional<String> explanation,
        List<UserProperty> userProperties) {
    /** Nothing in particular. */
    public static final DisconnectOptions DEFAULT =
            new DisconnectOptions(false, Optional.empty(), Optional.empty(), List.of());

    public DisconnectOptions {
        userProperties = List.copyOf(userProperties);
        Texts.check("the explanation", explanation.orElse(null));
        if (sessionExpiry.isPresent() && sessionExpiry.get().isNegative()) {
            throw new IllegalArgumentException("a session is kept for 0 s or longer, not " + sessionExpiry.get());
        }
        Texts.check(userProperties);
    }

    /** The broker publishes the will. */
    public static DisconnectOptions publishingWill() {
        return new DisconnectOptions(true, Optional.empty(), Optional.empty(), List.of());
    }

    Disconnect onTheWire(ClientOptions client) {
        long expiry = sessionExpiry
                .map(duration -> Math.min(duration.toSeconds(), 0xFFFF_FFFFL))
                .orElse(client.cleanStart ? 0L : Disconnect.ABSENT);
        return new Disconnect(
                withWill ? ReasonCode.DISCONNECT_WITH_WILL_MESSAGE : ReasonCode.NORMAL_DISCONNECTION,
                client.sessionExpirySeconds() == 0 ? Disconnect.ABSENT : expiry,
                explanation.orElse(null),
                null,
                userProperties);
    }
}
