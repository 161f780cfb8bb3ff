package io.bellbird.broker.watch;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.routing.Publication;
import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Those who see the messages that enter one shard. While there are none a shard has no such object, so that all a message
 * pays is to look; otherwise it pays for looking up its topic, however many there are.
 */
@ShardConfined
public final class Taps {
    /** Of so many topics it is known who wants them; then all are forgotten. */
    static final int TOPICS_MAX = 8_192;
    /** Of longer ones it is found out each time. */
    static final int TOPIC_BYTES_MAX = 1_024;

    private static final Tap[] NOBODY = {};

    private final int shard;
    private final List<Tap> all;
    private final Map<Topic, Tap[]> byTopic = new HashMap<>();

    private Taps(int shard, List<Tap> all) {
        this.shard = shard;
        this.all = all;
    }

    /** These, on one shard; null when there are none. */
    public static @Nullable Taps of(int shard, List<Tap> all) {
        return all.isEmpty() ? null : new Taps(shard, List.copyOf(all));
    }

    /** A message enters. */
    public void take(Publication publication, long nanos) {
        for (Tap tap : of(publication.topic())) {
            tap.take(shard, publication, nanos);
        }
    }

    private Tap[] of(Topic topic) {
        Tap[] known = byTopic.get(topic);
        if (known != null) {
            return known;
        }
        if (byTopic.size() == TOPICS_MAX) {
            byTopic.clear();
        }
        List<Tap> wanting = new ArrayList<>();
        for (Tap tap : all) {
            if (tap.wants(topic)) {
                wanting.add(tap);
            }
        }
        Tap[] found = wanting.isEmpty() ? NOBODY : wanting.toArray(Tap[]::new);
        if (topic.utf8().length <= TOPIC_BYTES_MAX) {
            byTopic.put(topic, found);
        }
        return found;
    }

    /** They may want other topics than before. */
    public void ask() {
        byTopic.clear();
    }
}
