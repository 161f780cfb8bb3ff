package io.bellbird.client;

import io.bellbird.codec.Topic;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Remembers topics that were checked and encoded before. Any thread; a newer one takes the place of an older one. */
final class TopicNames {
    private static final int SLOTS = 64;

    private final AtomicReferenceArray<Topic> known = new AtomicReferenceArray<>(SLOTS);

    /**
     * The topic of a name.
     *
     * @throws IllegalArgumentException when it is none
     */
    Topic topic(String name) {
        int hash = name.hashCode();
        int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
        Topic topic = known.get(slot);
        if (topic == null || !topic.text().equals(name)) {
            Texts.check("a topic name", name);
            topic = Topic.of(name);
            known.set(slot, topic);
        }
        return topic;
    }
}
