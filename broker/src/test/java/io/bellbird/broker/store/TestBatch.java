package io.bellbird.broker.store;

import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.store.RecoveredSession.Subscribed;
import io.bellbird.broker.store.StoreImage.KeptMessage;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A batch for the {@link TestStore}. */
final class TestBatch implements StoreBatch {

    private final StoreImage image;
    private final Function<Topic, @Nullable Publication> retainedNow;
    /** Each changes the image, and adds the same to a batch for the store beneath. */
    private final List<Consumer<StoreBatch>> changes = new ArrayList<>();

    /** @param retainedNow gives the retained message of a topic, or null */
    TestBatch(StoreImage image, Function<Topic, @Nullable Publication> retainedNow) {
        this.image = image;
        this.retainedNow = retainedNow;
    }

    /** Commits the changes to the image. */
    void applyTo(StoreBatch beneath) {
        changes.forEach(change -> change.accept(beneath));
    }

    @Override
    public int size() {
        return changes.size();
    }

    @Override
    public void putSession(SessionRecord session) {
        changes.add(beneath -> {
            image.put(session);
            beneath.putSession(session);
        });
    }

    @Override
    public void removeSession(long session) {
        changes.add(beneath -> {
            image.sessions.remove(session);
            image.queues.remove(session);
            beneath.removeSession(session);
        });
    }

    @Override
    public void putSubscription(long session, TopicFilter filter, SubscriptionOptions options, int identifier) {
        changes.add(beneath -> {
            image.kept(session).subscriptions.put(filter.text(), new Subscribed(filter, options, identifier));
            beneath.putSubscription(session, filter, options, identifier);
        });
    }

    @Override
    public void removeSubscription(long session, TopicFilter filter) {
        changes.add(beneath -> {
            image.kept(session).subscriptions.remove(filter.text());
            beneath.removeSubscription(session, filter);
        });
    }

    @Override
    public void putGroup(GroupRecord group) {
        changes.add(beneath -> {
            image.groups.put(group.number(), group);
            beneath.putGroup(group);
        });
    }

    @Override
    public void removeGroup(long group) {
        changes.add(beneath -> {
            image.groups.remove(group);
            image.queues.remove(group);
            beneath.removeGroup(group);
        });
    }

    @Override
    public void enqueue(StoredMessage message) {
        changes.add(beneath -> {
            if (message.take()) {
                beneath.enqueue(keep(message));
            }
        });
    }

    @Override
    public void assignPacketId(StoredMessage message, long session, int packetId) {
        changes.add(change(message, (kept, beneath) -> {
            kept.session = session;
            kept.packetId = packetId;
            beneath.assignPacketId(kept.beneath, session, packetId);
        }));
    }

    @Override
    public void release(StoredMessage message) {
        changes.add(change(message, (kept, beneath) -> {
            kept.released = true;
            beneath.release(kept.beneath);
        }));
    }

    private Consumer<StoreBatch> change(StoredMessage message, BiConsumer<KeptMessage, StoreBatch> change) {
        return beneath -> {
            KeptMessage kept =
                    image.queues.getOrDefault(message.queue(), new TreeMap<>()).get(message.sequence());
            if (kept != null) {
                change.accept(kept, beneath);
            }
        };
    }

    private StoredMessage keep(StoredMessage message) {
        KeptMessage kept = new KeptMessage(message);
        image.queues.computeIfAbsent(message.queue(), number -> new TreeMap<>()).put(message.sequence(), kept);
        return kept.beneath;
    }

    @Override
    public void dequeue(StoredMessage message) {
        if (message.withdraw()) {
            changes.add(beneath -> {});
        } else {
            changes.add(change(message, (kept, beneath) -> {
                remove(kept);
                beneath.dequeue(kept.beneath);
            }));
        }
    }

    private void remove(KeptMessage kept) {
        image.queues.get(kept.message.queue()).remove(kept.message.sequence());
        image.queues.values().removeIf(TreeMap::isEmpty);
    }

    @Override
    public void replace(StoredMessage before, StoredMessage after) {
        changes.add(beneath -> {
            KeptMessage kept =
                    image.queues.getOrDefault(before.queue(), new TreeMap<>()).get(before.sequence());
            boolean wanted = after.take();
            if (wanted && kept != null) {
                remove(kept);
                beneath.replace(kept.beneath, keep(after));
            } else if (wanted) {
                beneath.enqueue(keep(after));
            } else if (kept != null) {
                remove(kept);
                beneath.dequeue(kept.beneath);
            }
        });
    }

    @Override
    public void putReceived(long session, int packetId) {
        changes.add(beneath -> {
            image.kept(session).received.add(packetId);
            beneath.putReceived(session, packetId);
        });
    }

    @Override
    public void removeReceived(long session, int packetId) {
        changes.add(beneath -> {
            image.kept(session).received.remove(packetId);
            beneath.removeReceived(session, packetId);
        });
    }

    @Override
    public void retainedChanged(Topic topic) {
        changes.add(beneath -> {
            Publication now = retainedNow.apply(topic);
            if (now == null) {
                image.retained.remove(topic.text());
            } else {
                image.retained.put(topic.text(), now);
            }
            beneath.retainedChanged(topic);
        });
    }

    @Override
    public void settled(long publication) {
        changes.add(beneath -> {
            image.settled.put(StoreImage.lane(publication), publication);
            beneath.settled(publication);
        });
    }
}
