package io.bellbird.client;

import java.util.ArrayList;
import java.util.List;

/**
 * What has become of publications: futures on which steps of the user may hang are completed on callback threads, those of
 * one turn of the loop together. Belongs to the client's loop.
 */
final class Outcomes {
    private final Serial callbacks;
    private List<Runnable> collected = new ArrayList<>();

    Outcomes(Serial callbacks) {
        this.callbacks = callbacks;
    }

    /** The broker has it. Wakes no callback thread when that runs nothing of the user's. */
    void complete(Publication publication, Published published) {
        if (publication.hasSteps()) {
            collected.add(() -> publication.complete(published));
        } else {
            publication.complete(published);
        }
    }

    /** It is as safe as the queue is. */
    void safe(Publication publication) {
        collected.add(publication::onSafe);
    }

    void fail(Publication publication, MqttException cause) {
        collected.add(() -> publication.onFailed(cause));
    }

    /** Has them told; at the end of a turn. */
    void tell() {
        if (!collected.isEmpty()) {
            List<Runnable> told = collected;
            collected = new ArrayList<>();
            callbacks.execute(() -> told.forEach(Runnable::run));
        }
    }
}
