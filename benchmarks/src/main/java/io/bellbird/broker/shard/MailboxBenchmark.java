package io.bellbird.broker.shard;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.infra.Control;

/** Letters from one shard to another, a batch for each wake-up. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class MailboxBenchmark {
    private static final int BATCH = 64;
    private static final Object LETTER = new Object();

    /** One mailbox, into which both threads of a group look. */
    @State(Scope.Group)
    public static class Shared {
        private final Mailbox<Object> mailbox = new Mailbox<>(1 << 10, () -> {});
    }

    /** A mailbox of one thread. */
    @State(Scope.Thread)
    public static class Own {
        private final Mailbox<Object> mailbox = new Mailbox<>(1 << 10, () -> {});
    }

    /** What the instructions cost, without a second thread: for each letter. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public boolean postAndReceive(Own own, Blackhole letters) {
        for (int i = 0; i < BATCH; i++) {
            own.mailbox.post(LETTER);
        }
        own.mailbox.wake();
        return own.mailbox.receive(Runnable::run, letters::consume, BATCH);
    }

    /** The sender, which tries again while the lane is full: for each letter. */
    @Benchmark
    @Group("handOff")
    @GroupThreads(1)
    @OperationsPerInvocation(BATCH)
    public void post(Shared shared, Control control) {
        for (int i = 0; i < BATCH; i++) {
            while (!shared.mailbox.post(LETTER)) {
                if (control.stopMeasurement) {
                    return;
                }
                Thread.onSpinWait();
            }
        }
        shared.mailbox.wake();
    }

    /** The receiver, which never sleeps. */
    @Benchmark
    @Group("handOff")
    @GroupThreads(1)
    public boolean receive(Shared shared, Blackhole letters) {
        return shared.mailbox.receive(Runnable::run, letters::consume, BATCH);
    }
}
