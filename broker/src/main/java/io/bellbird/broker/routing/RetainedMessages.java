package io.bellbird.broker.routing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.ShardConfined;
import io.bellbird.codec.Topic;
import java.lang.invoke.VarHandle;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The retained messages of all shards, by topic. Expired ones stay until {@link #removeExpired} comes by: whoever reads
 * skips them.
 *
 * <p>Concurrent: each message is one entry of a concurrent map, and is put or removed as a whole.
 *
 * <p><b>A new subscriber misses nothing.</b> A publisher first writes here, then looks into {@link Interest}; a
 * subscriber first tells {@link Interest}, then makes a {@link Cursor} here. Each does so with a full fence between
 * its write and its read, so that they cannot both overlook the other's write: either the publisher routes the message
 * to the subscriber, or the cursor sees it. Without the fences both could read before their writes are visible.
 */
public final class RetainedMessages {
    private static final byte[] BEFORE_ALL = {};

    /** By the UTF-8 bytes of the topic, which are compared many at a time. */
    private final ConcurrentSkipListMap<byte[], Publication> messages = new ConcurrentSkipListMap<>(new TopicOrder());
    /** The map itself would have to count its entries one by one. */
    private final AtomicInteger count = new AtomicInteger();

    private final AtomicLong bytes = new AtomicLong();
    /** The last topic of the sweep before; the first sweep begins before all topics. */
    private volatile byte[] sweptTo = BEFORE_ALL;

    /** No messages. */
    public RetainedMessages() {}

    /**
     * Takes the place of the topic's retained message [MQTT-3.3.1-5]. To be called before the message is routed.
     *
     * @param publication whose payload is not empty
     */
    @AnyThread
    public void put(Publication publication) {
        Publication before = messages.put(publication.topic().utf8(), publication);
        if (before == null) {
            count.incrementAndGet();
        }
        bytes.addAndGet(publication.memoryBytes() - (before == null ? 0 : before.memoryBytes()));
        VarHandle.fullFence();
    }

    /**
     * Removes the topic's retained message, if there is one [MQTT-3.3.1-6]. To be called before the empty message is
     * routed.
     */
    @AnyThread
    public void remove(Topic topic) {
        Publication removed = messages.remove(topic.utf8());
        if (removed != null) {
            count.decrementAndGet();
            bytes.addAndGet(-removed.memoryBytes());
        }
        VarHandle.fullFence();
    }

    /** The topic's retained message, perhaps expired. */
    @AnyThread
    public @Nullable Publication get(Topic topic) {
        return messages.get(topic.utf8());
    }

    /** How many there are, those that are expired and not yet removed included. */
    @AnyThread
    public int count() {
        return count.get();
    }

    /** What those count, in bytes. */
    @AnyThread
    public long bytes() {
        return bytes.get();
    }

    /**
     * Finds the messages that match, in the order of their topics. To be called after {@link Interest} knows of the
     * subscription. A message that is there from now until the cursor has passed its topic is found; one that is put,
     * replaced or removed meanwhile is found as it is when the cursor comes by, or not.
     */
    @AnyThread
    public Cursor cursor(TopicFilter filter) {
        VarHandle.fullFence();
        return new Cursor(filter);
    }

    /**
     * The same, for those messages alone whose topics come after another.
     *
     * @param after the text of that topic, of which nothing need be retained; empty for all
     */
    @AnyThread
    public Cursor cursor(TopicFilter filter, String after) {
        Cursor cursor = cursor(filter);
        cursor.startAfter(after.getBytes(UTF_8));
        return cursor;
    }

    /**
     * Removes expired messages; goes on where the sweep before stopped, and begins again after the last topic. To be
     * called by one thread at a time.
     *
     * @param nowNanos monotonic
     * @param visitsMax how many messages to look at, at most
     * @param onRemoved told of each topic whose message was removed
     * @return how many were removed
     */
    @AnyThread
    public int removeExpired(long nowNanos, int visitsMax, Consumer<Topic> onRemoved) {
        int removed = 0;
        byte[] last = sweptTo;
        Iterator<Publication> rest = messages.tailMap(last, false).values().iterator();
        for (int visits = 0; visits < visitsMax && rest.hasNext(); visits++) {
            Publication publication = rest.next();
            last = publication.topic().utf8();
            // a newer message of the topic stays
            if (publication.isExpired(nowNanos) && messages.remove(last, publication)) {
                removed++;
                onRemoved.accept(publication.topic());
                bytes.addAndGet(-publication.memoryBytes());
            }
        }
        count.addAndGet(-removed);
        sweptTo = rest.hasNext() ? last : BEFORE_ALL;
        return removed;
    }

    /** Whether {@link #removeExpired} has looked at the last topic, and will begin again. */
    @AnyThread
    public boolean isSwept() {
        return sweptTo.length == 0;
    }

    /**
     * The matching messages, one after the other. Can be left alone and continued at any later time; holds no message
     * and no part of the map meanwhile.
     */
    @ShardConfined
    public final class Cursor {
        private final TopicFilter filter;
        private final FilterScan scan;
        /** Where to go on. */
        private byte[] position;
        /** Whether the topic at {@link #position} is still to be looked at. */
        private boolean inclusive = true;

        private boolean done;

        private Cursor(TopicFilter filter) {
            this.filter = filter;
            this.scan = new FilterScan(filter);
            this.position = scan.start().getBytes(UTF_8);
        }

        private void startAfter(byte[] topic) {
            if (messages.comparator().compare(topic, position) >= 0) {
                position = topic;
                inclusive = false;
            }
        }

        /**
         * The next message that matches, perhaps expired.
         *
         * @param visitsMax how many messages to look at, at most; 1 or more
         * @return null when none of those matches: then {@link #isDone()} tells whether to call again
         */
        public @Nullable Publication next(int visitsMax) {
            Iterator<Publication> rest = rest();
            for (int visits = 0; visits < visitsMax && !done; visits++) {
                if (!rest.hasNext()) {
                    done = true;
                    return null;
                }
                Publication publication = rest.next();
                if (filter.matches(publication.topic())) {
                    position = publication.topic().utf8();
                    inclusive = false;
                    return publication;
                }
                rest = leap(publication.topic());
            }
            return null;
        }

        private Iterator<Publication> leap(Topic from) {
            String to = scan.leap(from);
            if (to == null) {
                done = true;
                return Collections.emptyIterator();
            }
            position = to.getBytes(UTF_8);
            inclusive = true;
            return rest();
        }

        private Iterator<Publication> rest() {
            return messages.tailMap(position, inclusive).values().iterator();
        }

        /** Whether {@link #next} has found out that there are no more. */
        public boolean isDone() {
            return done;
        }
    }
}
