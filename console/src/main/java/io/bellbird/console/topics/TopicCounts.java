package io.bellbird.console.topics;

import io.bellbird.broker.Administration;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.watch.Tap;
import io.bellbird.codec.Topic;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Counts the messages of each topic on each shard, and keeps the latest, until they are collected. A slot of the array
 * belongs to the thread of its shard, which puts a new, empty one there when it hands over what it has.
 */
final class TopicCounts implements Tap {
    /** Of one topic so many messages are kept. */
    static final int MESSAGES_MAX = 100;
    /** And so much of each payload. */
    static final int PAYLOAD_BYTES_MAX = 64 * 1024;
    /** Topics that one shard counts between two collections. */
    static final int TOPICS_MAX = 20_000;
    /** What their names may take, in bytes. */
    static final long NAMES_BYTES_MAX = 4L << 20;
    /** What the messages that one shard keeps until then may take. */
    static final long BYTES_MAX = 4L << 20;

    private final Administration broker;
    private final Counts[] ofShard;

    TopicCounts(Administration broker, int shards) {
        this.broker = broker;
        this.ofShard = new Counts[shards];
        for (int i = 0; i < shards; i++) {
            ofShard[i] = new Counts();
        }
    }

    /** What one shard has counted since the last collection; first it belongs to that, then to who has collected it. */
    static final class Counts {
        private final Map<Topic, Counted> byTopic = new HashMap<>();
        private long namesBytes;
        private long bytes;
        private boolean isAll = true;

        /** A message has come. */
        void add(Publication publication, long nanos) {
            Counted counted = byTopic.get(publication.topic());
            if (counted == null) {
                if (byTopic.size() == TOPICS_MAX || namesBytes > NAMES_BYTES_MAX) {
                    isAll = false;
                    return;
                }
                namesBytes += publication.topic().utf8().length;
                counted = new Counted(publication.topic());
                byTopic.put(publication.topic(), counted);
            }
            counted.messages++;
            counted.bytes += publication.payload().length();
            Seen seen = Seen.bounded(publication, nanos, PAYLOAD_BYTES_MAX);
            bytes += counted.keep(seen, bytes);
        }

        Collection<Counted> topics() {
            return byTopic.values();
        }

        /** Whether no topic was left out. */
        boolean isAll() {
            return isAll;
        }

        /** What is kept, in bytes. */
        long bytes() {
            return bytes;
        }
    }

    /** The messages of one topic. */
    static final class Counted {
        private final Topic topic;
        private final Deque<Seen> latest = new ArrayDeque<>(2);
        private long messages;
        private long bytes;

        Counted(Topic topic) {
            this.topic = topic;
        }

        /** @return by how many bytes more is kept */
        private long keep(Seen seen, long kept) {
            long more = seen.memoryBytes();
            if (kept + more > BYTES_MAX) {
                more -= forget(Integer.MAX_VALUE);
            } else if (latest.size() == MESSAGES_MAX) {
                more -= forget(1);
            }
            if (kept + more > BYTES_MAX) {
                return more - seen.memoryBytes();
            }
            latest.add(seen);
            return more;
        }

        /** @return what they took, in bytes */
        private long forget(int count) {
            long less = 0;
            for (int i = 0; i < count && !latest.isEmpty(); i++) {
                less += latest.remove().memoryBytes();
            }
            return less;
        }

        Topic topic() {
            return topic;
        }

        long messages() {
            return messages;
        }

        /** Of payloads. */
        long bytes() {
            return bytes;
        }

        /** The latest, in their order; fewer when there was no room. */
        Collection<Seen> latest() {
            return latest;
        }
    }

    @Override
    public boolean wants(Topic topic) {
        return true;
    }

    @Override
    public void take(int shard, Publication publication, long nanos) {
        ofShard[shard].add(publication, nanos);
    }

    /** What all shards have counted since the last time; completed by any thread. */
    CompletableFuture<List<Counts>> collect() {
        return broker.shards().ask(shard -> {
            Counts counts = ofShard[shard.index()];
            ofShard[shard.index()] = new Counts();
            return counts;
        });
    }
}
