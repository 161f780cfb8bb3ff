package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.monitor.LogText;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.Receiver;
import io.bellbird.broker.routing.SharedFilter;
import io.bellbird.broker.routing.Subscriber;
import io.bellbird.broker.routing.Subscription;
import io.bellbird.broker.store.GroupRecord;
import io.bellbird.broker.store.RecoveredSession.Assignment;
import io.bellbird.broker.store.StoredMessage;
import io.bellbird.codec.Qos;
import io.bellbird.codec.RetainHandling;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions that share one subscription (section 4.8.2), and the messages that wait for one of them: each goes to one
 * member, in turn, to one that has room first. Members may live on other shards. From its first member with a stored
 * session until it ends the group has a record and a queue in the store; with its last member it ends.
 */
@ShardConfined
final class SharedGroup implements Subscriber {
    private static final Logger log = LoggerFactory.getLogger(SharedGroup.class);

    private final Home home;
    private final SharedFilter filter;
    private final long number;
    private final Subscription subscription;
    private final OutboundQueue queue;
    private final QueueLimits limits;

    /** Messages that members gave back, by sequence: before all in the queue. */
    private final TreeMap<Long, StoredMessage> returned = new TreeMap<>();
    /** Who has messages already that a start found, by sequence. */
    private final Map<Long, GroupMember> assigned = new HashMap<>(0);

    private final Set<GroupMember> members = new HashSet<>();
    /** How many members have each QoS. */
    private final int[] membersByQos = new int[Qos.values().length];
    /** Members whose clients are there, and that have room; the next one first. */
    private final Turns ready = new Turns();
    /** Members whose clients are there, but that have no room. */
    private final Turns busy = new Turns();

    private boolean pumpsSoon;
    private boolean stored;
    /** Messages up to this sequence came before the group was stored. */
    private long lastUnstored;

    private boolean ended;

    /** What the store has of a message that comes back. */
    enum Stored {
        /** What it had before, if anything. */
        AS_BEFORE,
        /** That it is the member's. */
        FOR_MEMBER,
        /** Nothing any more. */
        NO_MORE
    }

    /** A group without members. */
    SharedGroup(Home home, SharedFilter filter) {
        this(home, filter, home.newSessionNumber(), false);
    }

    private SharedGroup(Home home, SharedFilter filter, long number, boolean stored) {
        this.home = home;
        this.filter = filter;
        this.number = number;
        this.stored = stored;
        this.queue = new OutboundQueue(home, this, number, stored);
        this.limits = new QueueLimits(home, queue, "group", filter.text());
        this.subscription = home.subscriptions().subscribe(this, filter.filter(), options(Qos.EXACTLY_ONCE), 0);
    }

    /** A group as a start finds it; its members are to join. */
    static SharedGroup recover(Home home, long number, SharedFilter filter) {
        SharedGroup group = new SharedGroup(home, filter, number, true);
        group.queue.recover();
        return group;
    }

    /**
     * So much was in the queue when the broker started. What is above its limits is dropped with the next message only:
     * members may be still to say which messages are theirs.
     */
    void counted(int count, long bytes) {
        queue.counted(count, bytes);
    }

    /** What members differ in is decided when a message is handed over. */
    private static SubscriptionOptions options(Qos qos) {
        return new SubscriptionOptions(qos, false, true, RetainHandling.DO_NOT_SEND);
    }

    SharedFilter filter() {
        return filter;
    }

    /** How many subscriptions share. */
    int memberCount() {
        return members.size();
    }

    /** As those see it who watch. */
    GroupView view() {
        return new GroupView(
                filter.text(),
                filter.shareName(),
                filter.filter().text(),
                (long) queue.count() + returned.size(),
                queue.bytes()
                        + returned.values().stream()
                                .mapToLong(SharedGroup::bytes)
                                .sum(),
                members.size(),
                members.stream()
                        .limit(GroupView.MEMBERS_MAX)
                        .map(GroupMember::view)
                        .sorted(Comparator.comparing(GroupView.Member::client))
                        .toList());
    }

    // Members

    /**
     * Takes in a member, or the new options of one.
     *
     * @param qos the maximum QoS of its subscription
     */
    void join(GroupMember member, Qos qos) {
        if (!members.add(member)) {
            membersByQos[member.qos().level()]--;
        }
        member.group(this);
        member.qos(qos);
        membersByQos[qos.level()]++;
        changeQos();
        if (member.isStored() && !stored) {
            store();
        }
    }

    /**
     * A start found packet ids: nobody but the member may have those messages.
     *
     * @param found in the queues of any groups
     */
    void assign(GroupMember member, List<Assignment> found) {
        member.group(this);
        for (Assignment assignment : found) {
            if (assignment.queue() == number) {
                assigned.put(assignment.sequence(), member);
            }
        }
    }

    /**
     * A member's client has come, or gone; then the member gives back what was not sent.
     */
    void changePresence(GroupMember member, GroupMember.Presence presence) {
        ready.remove(member);
        busy.remove(member);
        member.presence(presence);
        if (member.isOnline()) {
            (member.hasRoom() ? ready : busy).add(member);
            pump();
        } else if (isAnyoneOnline()) {
            pumpSoon(); // a message may have waited for this member alone
        } else if (stored) {
            queue.release(List.of());
        }
    }

    /** A member ends its subscription, or its session has ended. */
    void leave(GroupMember member) {
        changePresence(member, GroupMember.Presence.AWAY);
        members.remove(member);
        membersByQos[member.qos().level()]--;
        if (members.isEmpty()) {
            end();
        } else {
            changeQos();
        }
    }

    private void changeQos() {
        Qos highest = Qos.AT_MOST_ONCE;
        for (Qos qos : Qos.values()) {
            highest = membersByQos[qos.level()] > 0 ? highest.max(qos) : highest;
        }
        if (subscription.options().qos() != highest) {
            home.subscriptions().replace(subscription, options(highest), 0);
        }
    }

    private boolean isAnyoneOnline() {
        return !ready.isEmpty() || !busy.isEmpty();
    }

    /** The first member with a stored session came: what waits is queued anew. */
    private void store() {
        stored = true;
        home.batch().putGroup(new GroupRecord(number, filter.shareName(), filter.filter()));
        lastUnstored = home.newSequence();
        List<StoredMessage> waiting = removeAll();
        queue.store();
        waiting.forEach(message -> add(renewed(message)));
    }

    private List<StoredMessage> removeAll() {
        List<StoredMessage> all = new ArrayList<>();
        for (StoredMessage message = poll(); message != null; message = poll()) {
            all.add(message);
        }
        return all;
    }

    /** The last member has left: what was queued is lost, as with a session. */
    void end() {
        ended = true;
        home.subscriptions().unsubscribe(subscription);
        queue.discard(returned.size());
        returned.values().forEach(message -> home.memory().remove(bytes(message)));
        returned.clear();
        assigned.forEach((sequence, member) -> member.forget(home, number, sequence));
        assigned.clear();
        if (stored) {
            home.batch().removeGroup(number);
        }
    }

    // Messages in

    @Override
    public String clientId() {
        return filter.text();
    }

    /** Its members are asked, one by one. */
    @Override
    public boolean mayReceive(Topic topic) {
        return true;
    }

    @Override
    public void deliver(Publication publication, Receiver receiver) {
        if (ended) { // a route that was found before the end may still lead here
            return;
        }
        Qos qos = home.config().upgradeOutgoingQos()
                ? receiver.qos()
                : publication.qos().min(receiver.qos());
        boolean queuesQos0 = stored && home.config().queueQos0Messages();
        if (qos != Qos.AT_MOST_ONCE || (queuesQos0 && !(isAnyoneOnline() && isEmpty()))) {
            handOrQueue(publication, qos);
        } else if (isAnyoneOnline()) {
            handAtMostOnce(publication);
        }
    }

    private void handAtMostOnce(Publication publication) {
        GroupMember next = next(ready, publication);
        GroupMember any = next == null ? next(busy, publication) : next;
        if (any != null) {
            any.handAtMostOnce(home, publication);
        } else {
            Watchers.lost(home, filter.text(), publication, Counter.WITHHELD_NOT_AUTHORIZED);
        }
    }

    private @Nullable GroupMember next(Turns among, Publication publication) {
        return among.next(home.authorizer(), publication.topic());
    }

    private void handOrQueue(Publication publication, Qos qos) {
        GroupMember next = isEmpty() ? next(ready, publication) : null;
        if (next != null) {
            StoredMessage message = newMessage(publication, qos, publication.retain());
            enqueue(message);
            hand(next, message);
        } else if (limits.admit(publication, stored, home.memoryRoom().sessionBytesMax(isAnyoneOnline()), () -> {})) {
            add(newMessage(publication, qos, publication.retain()));
            dropOldest();
            pump();
        }
    }

    private StoredMessage newMessage(Publication publication, Qos qos, boolean retain) {
        return new StoredMessage(number, home.newSequence(), publication, qos, retain, SubscriptionIdentifiers.NONE);
    }

    private void add(StoredMessage message) {
        enqueue(message);
        addToQueue(message);
    }

    private void enqueue(StoredMessage message) {
        if (stored) {
            home.batch().enqueue(message);
        }
    }

    private void addToQueue(StoredMessage message) {
        queue.add(
                new OutboundMessage(message),
                isAnyoneOnline() && home.memoryRoom().sessionBytesMax(true) == Long.MAX_VALUE);
    }

    private void dropOldest() {
        limits.dropOldest(
                message -> message.stored != null && !assigned.containsKey(message.stored.sequence()),
                message -> drop(message.stored),
                this::pump);
    }

    private void onReadBack() {
        dropOldest();
        pump();
    }

    /** Memory is short: lets go of messages that lie in the store as well. */
    void releaseMemory() {
        if (stored) {
            queue.releaseWindow();
        }
    }

    private void drop(@Nullable StoredMessage message) {
        if (stored && message != null) {
            home.batch().dequeue(message);
        }
    }

    @Override
    public void failed(Throwable bug) {
        home.counters().increment(Counter.BUGS);
        log.error("group={} a message could not be handed over", LogText.of(filter.text()), bug);
    }

    // Messages out

    private boolean isEmpty() {
        return returned.isEmpty() && queue.isEmpty();
    }

    /** Hands out as much as members have room for. */
    private void pump() {
        boolean moving = true;
        while (moving && !ready.isEmpty() && !isEmpty()) {
            StoredMessage message = poll();
            if (message == null) {
                queue.readBack(this::onReadBack);
                return;
            }
            GroupMember owner = assigned.remove(message.sequence());
            if (owner != null) {
                hand(owner, message);
            } else if (home.isExpired(message.publication())) {
                Watchers.lost(home, filter.text(), message.publication(), Counter.DROPPED_EXPIRED);
                drop(message);
            } else {
                moving = handToNext(message);
            }
        }
    }

    /** @return false when all who are there and may have the message have no room: then it stays the first */
    private boolean handToNext(StoredMessage message) {
        GroupMember next = next(ready, message.publication());
        if (next != null) {
            hand(next, message);
        } else if (next(busy, message.publication()) != null) {
            putBack(message);
            return false;
        } else {
            Watchers.lost(home, filter.text(), message.publication(), Counter.WITHHELD_NOT_AUTHORIZED);
            drop(message);
        }
        return true;
    }

    private void putBack(StoredMessage message) {
        returned.put(message.sequence(), message);
        home.memory().add(bytes(message));
    }

    /** Hands out when all has come back that comes at the same time, so that it keeps its order. */
    private void pumpSoon() {
        if (!pumpsSoon) {
            pumpsSoon = true;
            home.execute(() -> {
                pumpsSoon = false;
                pump();
            });
        }
    }

    private @Nullable StoredMessage poll() {
        Map.Entry<Long, StoredMessage> first = returned.pollFirstEntry();
        if (first != null) {
            home.memory().remove(bytes(first.getValue()));
            return first.getValue();
        }
        OutboundMessage queued = queue.poll();
        return queued == null ? null : queued.stored;
    }

    private void hand(GroupMember member, StoredMessage message) {
        member.hand(home, message);
        if (!member.hasRoom() && ready.remove(member)) {
            busy.add(member);
        }
    }

    /** A member has delivered messages, or dropped them. */
    void completed(GroupMember member, int messageCount, long messageBytes) {
        makeRoom(member, messageCount, messageBytes);
        pump();
    }

    private void makeRoom(GroupMember member, int messageCount, long messageBytes) {
        member.completed(messageCount, messageBytes);
        if (member.hasRoom() && busy.remove(member)) {
            ready.add(member);
        }
    }

    /**
     * A message comes back, since its member's client has gone, or its session.
     *
     * @param was what the store has of it
     */
    void takeBack(GroupMember member, StoredMessage message, Stored was) {
        if (ended) {
            return;
        }
        if (was == Stored.FOR_MEMBER) {
            StoredMessage renewed = renewed(message);
            home.batch().replace(message, renewed);
            addToQueue(renewed);
        } else if (was == Stored.NO_MORE || (stored && message.sequence() <= lastUnstored)) {
            add(renewed(message));
        } else {
            putBack(message);
        }
        makeRoom(member, 1, bytes(message));
        pumpSoon();
    }

    /** The same message once more, behind all others. */
    private StoredMessage renewed(StoredMessage message) {
        return newMessage(message.publication(), message.qos(), message.retain());
    }

    private static long bytes(StoredMessage message) {
        return message.publication().memoryBytes();
    }
}
