package io.bellbird.app.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * The processor time that this process takes.
 *
 * @param cpuNanos so far
 * @param nanos when that was
 */
record Cpu(long cpuNanos, long nanos) {

    static Cpu now() {
        boolean known = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean;
        long used =
                known ? ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() : 0;
        return new Cpu(used, System.nanoTime());
    }

    static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** What it took until later, as a part of all that it could have had, 0..1. */
    double shareUntil(Cpu later) {
        double wall = Math.max(1, later.nanos - nanos);
        return Math.min(1, (later.cpuNanos - cpuNanos) / wall / cores());
    }
}
