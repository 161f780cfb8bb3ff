package io.bellbird.broker;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What code allocates on the heap, by the JVM's own exact count for this thread. What is measured runs in many batches,
 * and the batch that allocated least is what counts: classes that are loaded and methods that are not compiled yet make
 * others allocate more, and nothing can make one allocate less than the code does.
 */
public final class AllocatedBytes {
    private static final int BATCHES = 500;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private long begun;
    private long lowest = Long.MAX_VALUE;

    /** Nothing was measured yet. */
    public AllocatedBytes() {}

    /** What follows is measured. */
    public void begin() {
        begun = THREADS.getCurrentThreadAllocatedBytes();
    }

    /** What follows is not. */
    public void end() {
        lowest = Math.min(lowest, THREADS.getCurrentThreadAllocatedBytes() - begun);
    }

    /** Between a {@link #begin} and an {@link #end}, where it was least. */
    public long lowest() {
        return lowest;
    }

    /** What a number of runs allocate together. */
    public static long of(int runs, Runnable run) {
        AllocatedBytes bytes = new AllocatedBytes();
        for (int batch = 0; batch < BATCHES; batch++) {
            bytes.begin();
            for (int i = 0; i < runs; i++) {
                run.run();
            }
            bytes.end();
        }
        return bytes.lowest();
    }
}
