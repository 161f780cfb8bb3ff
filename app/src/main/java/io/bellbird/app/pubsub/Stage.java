package io.bellbird.app.pubsub;

import java.util.Locale;
import java.util.Optional;

/** What {@code -D} adds a property to. */
enum Stage {
    CONNECT,
    PUBLISH,
    SUBSCRIBE,
    UNSUBSCRIBE,
    DISCONNECT,
    WILL;

    /** As it is written on the command line. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Stage> named(String text) {
        for (Stage stage : values()) {
            if (stage.text().equalsIgnoreCase(text)) {
                return Optional.of(stage);
            }
        }
        return Optional.empty();
    }
}
