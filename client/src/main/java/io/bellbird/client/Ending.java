package io.bellbird.client;

import io.bellbird.codec.ConnAck;
import io.bellbird.codec.Disconnect;
import io.bellbird.codec.ReasonCode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a connection has ended, or was not made.
 *
 * @param reason what the broker said
 * @param explanation what it added for people, or what was found out here
 * @param serverReference where it has sent the client, as it wrote it
 * @param cause what broke
 */
record Ending(
        Optional<ReasonCode> reason,
        Optional<String> explanation,
        Optional<String> serverReference,
        @Nullable Throwable cause) {

    /** Something broke; null when the broker closed without a word. */
    static Ending because(@Nullable Throwable cause) {
        return new Ending(Optional.empty(), Optional.empty(), Optional.empty(), cause);
    }

    /** Found out here. */
    static Ending because(String explanation, @Nullable Throwable cause) {
        return new Ending(Optional.empty(), Optional.of(explanation), Optional.empty(), cause);
    }

    /** The broker does not let the client in. */
    static Ending of(ConnAck refusal) {
        ConnAck.Properties properties = refusal.properties();
        return new Ending(
                Optional.of(refusal.reason()),
                Optional.ofNullable(properties.reasonString()),
                Optional.ofNullable(properties.serverReference()),
                null);
    }

    /** The broker says good-bye. */
    static Ending of(Disconnect goodbye) {
        return new Ending(
                Optional.of(goodbye.reason()),
                Optional.ofNullable(goodbye.reasonString()),
                Optional.ofNullable(goodbye.serverReference()),
                null);
    }

    /** For people, with what to do. */
    String inWords() {
        if (reason.isPresent()) {
            return Advice.on(reason.get())
                    + explanation.map(text -> " (" + text + ")").orElse("");
        }
        return explanation.orElseGet(
                () -> cause == null ? "the broker closed the connection" : Failures.inWords(cause));
    }
}
