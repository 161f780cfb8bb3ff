package io.bellbird.client;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of one subscription on their way to its subscriber: in order, one after the other, on callback threads, as
 * many as it has asked for. Filled by the client's loop; all else may come from any thread.
 */
final class Stream implements Flow.Subscription, Runnable {
    private static final Logger log = LoggerFactory.getLogger(Stream.class);

    final String filter;
    final SubscribeOptions options;
    private final Flow.Subscriber<? super Message> subscriber;
    private final Executor executor;
    private final Held held;
    private final Runnable onCancel;

    private final Queue<Message> messages = new ConcurrentLinkedQueue<>();
    private final AtomicLong demand = new AtomicLong();
    /** Reasons to look at the above that nobody has looked at yet. */
    private final AtomicInteger work = new AtomicInteger();

    private final AtomicBoolean cancelled = new AtomicBoolean();
    /** Nothing is handed on any more; what lies here is thrown away. */
    private volatile boolean discarding;

    /** The subscriber has cancelled, and is not told of the end. */
    private volatile boolean silenced;

    private volatile boolean opened;
    private volatile boolean ended;
    private volatile @Nullable Throwable failure;
    /** Of the thread that drains. */
    private boolean begun;

    private boolean told;
    /** What was handed last is noted then; the next one has to wait for that. */
    private CompletableFuture<Void> noted = Delivery.NOTED;

    /** @param onCancel called once on any thread, when the subscriber wants no more */
    Stream(
            String filter,
            SubscribeOptions options,
            Flow.Subscriber<? super Message> subscriber,
            Executor executor,
            Held held,
            Runnable onCancel) {
        this.filter = filter;
        this.options = options;
        this.subscriber = subscriber;
        this.executor = executor;
        this.held = held;
        this.onCancel = onCancel;
    }

    /** Begins. */
    void open() {
        opened = true;
        wake();
    }

    void offer(Message message) {
        messages.add(message);
        wake();
    }

    /** No more will come. */
    void end(@Nullable Throwable cause) {
        if (!ended) {
            failure = cause;
            ended = true;
            wake();
        }
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            if (cancelled.compareAndSet(false, true)) {
                failure = new IllegalArgumentException("a subscriber asked for " + n + " messages");
                ended = true;
                discarding = true;
                onCancel.run();
                wake();
            }
            return;
        }
        demand.accumulateAndGet(n, (has, more) -> has + more < 0 ? Long.MAX_VALUE : has + more);
        wake();
    }

    @Override
    public void cancel() {
        if (cancelled.compareAndSet(false, true)) {
            silenced = true;
            discarding = true;
            onCancel.run();
            wake();
        }
    }

    private void wake() {
        if (work.getAndIncrement() == 0) {
            try {
                executor.execute(this);
            } catch (RejectedExecutionException closed) {
                log.warn("the executor of callbacks takes nothing any more, messages of {} stay", filter, closed);
            }
        }
    }

    @Override
    public void run() {
        int seen = work.get();
        do {
            drain();
            seen = work.addAndGet(-seen);
        } while (seen != 0);
    }

    private void drain() {
        if (!opened) {
            return;
        }
        if (!begun) {
            begun = true;
            call(() -> subscriber.onSubscribe(this));
        }
        long asked = demand.get();
        long handed = 0;
        while (noted.isDone() && (discarding || handed < asked)) {
            Message message = messages.poll();
            if (message == null) {
                break;
            }
            handed++;
            hand(message);
        }
        if (asked != Long.MAX_VALUE) {
            demand.addAndGet(-handed);
        }
        if (ended && !told && !silenced && messages.isEmpty()) {
            told = true;
            tellEnd();
        }
    }

    private void hand(Message message) {
        if (message.isLeft()) {
            held.remove(message);
            return;
        }
        boolean wanted = !discarding;
        try {
            if (wanted) {
                subscriber.onNext(message);
            }
        } catch (RuntimeException | Error bug) {
            log.error(
                    "filter={} topic={} the callback failed, the message counts as processed",
                    filter,
                    message.topic(),
                    bug);
        } finally {
            held.remove(message);
            if (!wanted || options.acknowledgement() == SubscribeOptions.Acknowledgement.AUTOMATIC) {
                message.acknowledge();
                noted = message.noted();
                if (!noted.isDone()) {
                    noted.thenRun(this::wake);
                }
            }
        }
    }

    private void tellEnd() {
        Throwable cause = failure;
        call(cause == null ? subscriber::onComplete : () -> subscriber.onError(cause));
    }

    private void call(Runnable signal) {
        try {
            signal.run();
        } catch (RuntimeException | Error bug) {
            log.error("filter={} the subscriber failed", filter, bug);
        }
    }
}
