package io.bellbird.client;

import java.util.ArrayList;
import java.util.List;

/**
 * What has become of publications: their futures are completed on callback threads, those of one turn of the loop
 * together. Belongs to the client's loop.
 */
final class Outcomes {
    private final Serial callbacks;
    private List<Outcome> collected = new ArrayList<>();

    private record Outcome(Publication publication, Object outcome) {
        void tell() {
            if (outcome instanceof MqttException failure) {
                publication.completeExceptionally(failure);
            } else {
                publication.complete((Published) outcome);
            }
        }
    }

    Outcomes(Serial callbacks) {
        this.callbacks = callbacks;
    }

    void complete(Publication publication, Published published) {
        collected.add(new Outcome(publication, published));
    }

    void fail(Publication publication, MqttException cause) {
        collected.add(new Outcome(publication, cause));
    }

    /** Has them told; at the end of a turn. */
    void tell() {
        if (!collected.isEmpty()) {
            List<Outcome> told = collected;
            collected = new ArrayList<>();
            callbacks.execute(() -> told.forEach(Outcome::tell));
        }
    }
}
