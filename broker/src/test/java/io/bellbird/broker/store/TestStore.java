package io.bellbird.broker.store;

import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.RetainedMessages;
import io.bellbird.codec.Topic;
import java.util.AbstractList;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A store under a test's control: commits and reads happen at once, or when the test lets them. It keeps an image of all
 * that a durable store keeps, for tests to look at. A {@link RealStore} beneath gets the same, and messages are read
 * from there, as is all else after a start; any difference from the image is a failure.
 */
public final class TestStore extends StoreImage implements SessionStore {
    private final Set<Durability> durabilities = EnumSet.noneOf(Durability.class);
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private final StoreBeneath beneath;
    private volatile RetainedMessages retainedIn = new RetainedMessages();
    private boolean holding;
    private boolean holdingCounts;
    private boolean accepting = true;
    private boolean inMemory;
    private boolean nextReadBroken;
    private boolean throwingBack;
    private int changes;

    /** @param isCommit whether it changes anything */
    private record Held(boolean isCommit, Runnable action) {}

    /** @param nanos the broker's monotonic time, in nanoseconds */
    public TestStore(LongSupplier nanos) {
        super(nanos);
        beneath = new StoreBeneath(this::retainedNow, nanos);
        if (beneath.survives()) {
            beneath.recover().assertSameAs(new StoreContents());
        }
    }

    private @Nullable Publication retainedNow(Topic topic) {
        return retainedIn.get(topic);
    }

    // What the test controls

    /** Where the retained messages of the broker are. */
    public void retainedIn(RetainedMessages messages) {
        retainedIn = messages;
    }

    /** From now on nothing is committed or read until it is released. */
    public void hold() {
        holding = true;
    }

    /** The next start is told late how much is in the queues: when what is held is released. */
    public void holdCounts() {
        holdingCounts = true;
    }

    /** How many commits and reads are held. */
    public int heldCount() {
        return held.size();
    }

    /** How many commits of at least one change are held. */
    public int heldCommitCount() {
        return (int) held.stream().filter(Held::isCommit).count();
    }

    /** Does the oldest thing that is held. */
    public void releaseOne() {
        held.remove().action().run();
    }

    /** Does all that is held, and holds nothing from now on. */
    public void release() {
        holding = false;
        while (!held.isEmpty()) {
            releaseOne();
        }
    }

    /** From now on it is one that keeps everything in memory, and says what that is. */
    public void beInMemory() {
        inMemory = true;
    }

    /** What is read next cannot be gone through, as a defect of the store would leave it. */
    public void breakNextRead() {
        nextReadBroken = true;
    }

    /** From now on it takes no batch, as a defect of the store would leave it, or takes them again. */
    public void throwBack(boolean on) {
        throwingBack = on;
    }

    /** Whether it takes anything new. */
    public void accept(boolean on) {
        accepting = on;
    }

    /** The process that used it is gone, with all that was not committed; the next one may open it. */
    public void crash() {
        held.clear();
        beneath.kill();
        begin();
    }

    /** The process that used it has ended cleanly; the next one may open it. */
    public void stop() {
        release();
        beneath.stop();
        begin();
    }

    private void begin() {
        holding = false;
        beginGeneration();
        if (beneath.survives()) {
            messages().forEach(kept -> kept.beneath.take());
        } else {
            StoreBatch all = beneath.newBatch();
            messages().forEach(kept -> all.enqueue(kept.beneath));
            beneath.commit(all);
        }
    }

    /** How many changes were committed so far. */
    public int changeCount() {
        return changes;
    }

    // SessionStore

    @Override
    public int generation() {
        return generation;
    }

    @Override
    public void recover(Recovery recovery) {
        StoreContents contents = contents();
        if (beneath.survives() && generation > 1) {
            contents = beneath.recover();
            contents.assertSameAs(contents());
            queues.keySet().forEach(queue -> readBeneath(queue, 0, Long.MAX_VALUE));
        }
        contents.handOut(recovery);
        if (holdingCounts) {
            holdingCounts = false;
            contents.countsFor(recovery).forEach(count -> held.add(new Held(false, count)));
        } else {
            contents.countsFor(recovery).forEach(Runnable::run);
        }
    }

    @Override
    public StoreBatch newBatch() {
        return new TestBatch(this, this::retainedNow);
    }

    /** As which batches were to be kept; may be cleared. */
    public Set<Durability> durabilities() {
        return durabilities;
    }

    @Override
    public void commit(StoreBatch batch, Durability durability, Runnable committed) {
        durabilities.add(durability);
        if (throwingBack) {
            throw new IllegalStateException("injected: a batch is not taken");
        }
        TestBatch handedIn = (TestBatch) batch;
        doOrHold(handedIn.size() > 0, () -> {
            StoreBatch same = beneath.newBatch();
            handedIn.applyTo(same);
            beneath.commit(same);
            changes += handedIn.size();
            committed.run();
        });
    }

    @Override
    public void read(long queue, long afterSequence, long bytesMax, Consumer<List<StoredMessage>> completion) {
        doOrHold(false, () -> {
            List<StoredMessage> read = readBeneath(queue, afterSequence, bytesMax);
            completion.accept(nextReadBroken ? new Unreadable(read.size()) : read);
            nextReadBroken = false;
        });
    }

    private static final class Unreadable extends AbstractList<StoredMessage> {
        private final int size;

        Unreadable(int size) {
            this.size = size;
        }

        @Override
        public StoredMessage get(int index) {
            throw new IllegalStateException("injected: message " + index + " cannot be read");
        }

        @Override
        public int size() {
            return size;
        }
    }

    private List<StoredMessage> readBeneath(long queue, long afterSequence, long bytesMax) {
        List<StoredMessage> read = beneath.read(queue, afterSequence, bytesMax);
        StoreContents.assertSame(read, part(queue, afterSequence, bytesMax));
        return read;
    }

    private void doOrHold(boolean isCommit, Runnable action) {
        if (holding) {
            held.add(new Held(isCommit, action));
        } else {
            action.run();
        }
    }

    @Override
    public boolean isAccepting() {
        return accepting;
    }

    @Override
    public long heldBytes() {
        return inMemory ? queues.keySet().stream().mapToLong(this::bytesOf).sum() : 0;
    }

    @Override
    public boolean isInMemory() {
        return inMemory;
    }

    @Override
    public void close() {
        release();
    }
}
