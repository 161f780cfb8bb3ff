package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.security.Client;
import io.bellbird.broker.store.StoredWill;
import io.bellbird.codec.WillMessage;
import org.jspecify.annotations.Nullable;

/**
 * The will of a session's connection: published when that ends badly and the delay has passed, or the session ends,
 * whichever is first [MQTT-3.1.3-9].
 */
@ShardConfined
final class Will {
    private final WillMessage message;
    private final Client client;
    private @Nullable Timer delay;

    /** @param client with whose rights it is published */
    Will(WillMessage message, Client client) {
        this.message = message;
        this.client = client;
    }

    WillMessage message() {
        return message;
    }

    Client client() {
        return client;
    }

    /**
     * What the store keeps of it, with what is left of its delay.
     *
     * @param elapsedSeconds since its connection ended
     */
    StoredWill stored(long elapsedSeconds) {
        WillMessage left = new WillMessage(
                message.topic(),
                message.qos(),
                message.retain(),
                message.payload(),
                Math.max(0, message.delaySeconds() - elapsedSeconds),
                message.properties());
        return new StoredWill(left, client.username(), client.peer());
    }

    /** The connection has ended, and the delay runs. */
    void delay(Timer timer) {
        delay = timer;
    }

    void cancelDelay() {
        if (delay != null) {
            delay.cancel();
        }
    }
}
