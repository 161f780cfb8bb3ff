package io.bellbird.console.status;

import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.monitor.Distribution;
import io.bellbird.broker.monitor.Figures;
import io.bellbird.broker.monitor.Gauge;
import io.bellbird.broker.monitor.MetricsPage;
import java.util.OptionalDouble;

/**
 * What was measured at one moment. Immutable.
 *
 * @param timeMillis since 1970
 * @param page all metrics
 * @param process what the system says of the process
 */
record Moment(long timeMillis, MetricsPage page, ProcessFigures process) {
    private static final double NANOS_IN_MILLI = 1e6;
    private static final double NANOS_IN_SECOND = 1e9;

    /** The same, with all of what the system says of the process. */
    Moment complete() {
        return new Moment(timeMillis, page, process.complete());
    }

    private Figures figures() {
        return page.figures();
    }

    long get(Gauge gauge) {
        return figures().get(gauge);
    }

    long get(Counter counter) {
        return figures().get(counter);
    }

    long refused() {
        return figures().refused().values().stream().mapToLong(Long::longValue).sum();
    }

    long dropped() {
        return figures().droppedByCause().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** How much a count rose a second since an earlier moment. */
    double rate(Counter counter, Moment earlier) {
        double seconds = secondsSince(earlier);
        return seconds <= 0 ? 0 : (get(counter) - earlier.get(counter)) / seconds;
    }

    double secondsSince(Moment earlier) {
        return (page.uptimeNanos() - earlier.page.uptimeNanos()) / NANOS_IN_SECOND;
    }

    /** Processors that were busy for the process since an earlier moment: 1.5 is one and a half. */
    double processors(Moment earlier) {
        double seconds = secondsSince(earlier);
        return seconds <= 0 ? 0 : (process.cpuNanos() - earlier.process.cpuNanos()) / NANOS_IN_SECOND / seconds;
    }

    /** The time that a part of what was recorded since an earlier moment did not take longer than. */
    OptionalDouble millis(Distribution distribution, Moment earlier, double fraction) {
        var nanos = figures().percentile(distribution, earlier.figures(), fraction);
        return nanos.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(nanos.getAsLong() / NANOS_IN_MILLI);
    }
}
