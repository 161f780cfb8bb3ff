package io.bellbird.client;

import io.bellbird.codec.Bytes;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A method of enhanced authentication (MQTT 5, section 4.12), such as SCRAM. Its steps are called on callback threads, one
 * after the other, and have to come to their end within {@link ClientOptions.Builder#connectTimeout}; of one that does not,
 * the next attempt does not know.
 */
public interface Authentication {
    /** The name of the method; asked once, when the client is built. */
    String method();

    /** What CONNECT carries, or AUTH when the client authenticates again. */
    CompletionStage<Optional<Bytes>> begin();

    /** The answer to what the broker sent. What it fails with ends the attempt. */
    CompletionStage<Optional<Bytes>> next(Optional<Bytes> challenge);

    /**
     * The broker has accepted, with these last data.
     *
     * @return whether the broker is who it claims to be, as far as the method can tell
     */
    default boolean accept(Optional<Bytes> last) {
        return true;
    }
}
