package io.bellbird.broker.monitor;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.RetainedMessages;
import io.bellbird.broker.store.StoreFigures;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the broker says of itself under {@code $SYS/broker/}, by Mosquitto's names: collects the figures of all shards,
 * and makes a message of each that has changed. docs/sys-topics.md lists them.
 *
 * <p>The messages are QoS 0, since the next figure replaces one that was lost: a client that is away does not find a
 * queue of old ones when it comes back.
 */
@ShardConfined
public final class SysTopics {
    private static final String PREFIX = "$SYS/broker/";
    private static final double NANOS_PER_MINUTE = 60e9;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Host host;
    private final RetainedMessages retained;
    private final Supplier<StoreFigures> store;
    private final long startedNanos;

    /** The last figures of each shard; null until it handed in any. */
    private final @Nullable Figures[] lastOfShard;
    /** Which shards have handed in figures since the last publication, as a bit mask. */
    private long handedIn;

    private long publishedNanos;
    private final Map<Topic, Publication> published = new HashMap<>();
    private List<Publication> changed = new ArrayList<>();

    private final Map<String, LoadAverage> loads = new LinkedHashMap<>();
    private long connectedMax;
    private long heapBytesMax;
    private StoreFigures lastStore = StoreFigures.IN_MEMORY;

    /**
     * @param shards how many hand in figures, 1..64
     * @param store how the store is doing; asked once for each publication
     * @param nowNanos monotonic
     */
    public SysTopics(int shards, Host host, RetainedMessages retained, Supplier<StoreFigures> store, long nowNanos) {
        this.host = host;
        this.retained = retained;
        this.store = store;
        this.startedNanos = nowNanos;
        this.publishedNanos = nowNanos;
        this.lastOfShard = new Figures[shards];
    }

    /**
     * A shard hands in its figures. When all have, or when one does so again because another is stuck, it is time to
     * publish.
     *
     * @param shard from 0
     * @param nowNanos monotonic, of the same origin as at the start
     * @return what is to be retained and delivered; empty while others are awaited
     */
    public List<Publication> take(int shard, Figures figures, long nowNanos) {
        boolean again = (handedIn & 1L << shard) != 0;
        lastOfShard[shard] = figures;
        handedIn |= 1L << shard;
        if (!again && Long.bitCount(handedIn) < lastOfShard.length) {
            return List.of();
        }
        handedIn = again ? 1L << shard : 0;
        changed = new ArrayList<>();
        sayAll(total(), nowNanos);
        publishedNanos = nowNanos;
        return Collections.unmodifiableList(changed);
    }

    /**
     * Nothing is published any more: begins as if nothing had ever been.
     *
     * @return the topics whose messages are not to stay
     */
    public List<Topic> forget() {
        List<Topic> topics = List.copyOf(published.keySet());
        published.clear();
        handedIn = 0;
        return topics;
    }

    private Figures total() {
        List<Figures> parts = new ArrayList<>();
        for (Figures part : lastOfShard) {
            if (part != null) {
                parts.add(part);
            }
        }
        return Figures.sum(parts);
    }

    private void sayAll(Figures total, long nowNanos) {
        sayStored(total);
        say("version", "bellbird version " + host.version());
        say("uptime", (nowNanos - startedNanos) / NANOS_PER_SECOND + " seconds");
        sayClients(total);
        for (Counter counter : Counter.values()) {
            say(counter.topic(), total.get(counter));
        }
        say("publish/messages/dropped", total.lost());
        say("messages/inflight", total.get(Gauge.INFLIGHT_MESSAGES));
        say("queues/messages", total.get(Gauge.QUEUED_MESSAGES));
        say("queues/bytes", total.get(Gauge.QUEUED_BYTES));
        say("memory/bytes", total.get(Gauge.HELD_BYTES));
        say("subscriptions/count", total.get(Gauge.SUBSCRIPTIONS));
        say("shared_subscriptions/count", total.get(Gauge.SHARED_SUBSCRIPTIONS));
        sayLoads(total, (nowNanos - publishedNanos) / NANOS_PER_MINUTE);
        sayHeap();
        sayStore(store.get());
    }

    /** What clients made the broker keep: its own retained messages do not count. Comes before any of those changes. */
    private void sayStored(Figures total) {
        long retainedMessages = retainedMessages();
        long retainedBytes = retainedBytes();
        long messages = retainedMessages + total.get(Gauge.QUEUED_MESSAGES) + total.get(Gauge.INFLIGHT_MESSAGES);
        say("retained messages/count", retainedMessages);
        say("store/messages/count", messages);
        say("messages/stored", messages);
        say("store/messages/bytes", retainedBytes + total.get(Gauge.QUEUED_BYTES) + total.get(Gauge.INFLIGHT_BYTES));
    }

    /** Retained messages, without the broker's own. */
    public long retainedMessages() {
        return (long) retained.count() - published.size();
    }

    /** What those count, in bytes. */
    public long retainedBytes() {
        long bytes = retained.bytes();
        for (Publication own : published.values()) {
            bytes -= own.memoryBytes();
        }
        return bytes;
    }

    private void sayClients(Figures total) {
        long sessions = total.get(Gauge.SESSIONS);
        long connected = total.get(Gauge.CONNECTED);
        connectedMax = Math.max(connectedMax, connected);
        say("clients/total", sessions);
        say("clients/maximum", connectedMax);
        say("clients/connected", connected);
        say("clients/active", connected);
        say("clients/disconnected", sessions - connected);
        say("clients/inactive", sessions - connected);
    }

    private void sayLoads(Figures total, double minutes) {
        sayLoad("messages/received", total.get(Counter.MESSAGES_RECEIVED), minutes);
        sayLoad("messages/sent", total.get(Counter.MESSAGES_SENT), minutes);
        sayLoad("publish/received", total.get(Counter.PUBLISH_RECEIVED), minutes);
        sayLoad("publish/sent", total.get(Counter.PUBLISH_SENT), minutes);
        sayLoad("publish/dropped", total.lost(), minutes);
        sayLoad("bytes/received", total.get(Counter.BYTES_RECEIVED), minutes);
        sayLoad("bytes/sent", total.get(Counter.BYTES_SENT), minutes);
        sayLoad("sockets", total.get(Counter.SOCKETS_OPENED), minutes);
        sayLoad("connections", total.get(Counter.CONNECTS_RECEIVED), minutes);
    }

    private void sayLoad(String name, long count, double minutes) {
        LoadAverage load = loads.computeIfAbsent(name, first -> new LoadAverage());
        if (minutes > 0) {
            load.update(count, minutes);
        }
        for (int i = 0; i < load.size(); i++) {
            say("load/" + name + "/" + load.name(i), load.text(i));
        }
    }

    private void sayHeap() {
        long heapBytes = host.heapBytes().getAsLong();
        heapBytesMax = Math.max(heapBytesMax, heapBytes);
        say("heap/current", heapBytes);
        say("heap/maximum", heapBytesMax);
    }

    private void sayStore(StoreFigures now) {
        long commits = now.commits() - lastStore.commits();
        long micros = now.commitMicros() - lastStore.commitMicros();
        lastStore = now;
        say("store/status", now.status());
        say("store/pending_bytes", now.pendingBytes());
        say("store/commits", now.commits());
        say("store/commit_micros", commits > 0 ? micros / commits : 0);
        say("store/disk_bytes", now.diskBytes());
        say("store/free_bytes", now.freeBytes());
    }

    private void say(String name, long figure) {
        say(name, Long.toString(figure));
    }

    private void say(String name, String text) {
        Topic topic = Topic.of(PREFIX + name);
        Bytes payload = Bytes.utf8(text);
        Publication last = published.get(topic);
        if (last == null || !last.payload().equals(payload)) {
            Publication publication =
                    new Publication(topic, Qos.AT_MOST_ONCE, true, payload, PublishProperties.NONE, "", 0);
            published.put(topic, publication);
            changed.add(publication);
        }
    }
}
