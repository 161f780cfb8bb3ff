package io.bellbird.e2e.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether a figure grows with the connections that are made, judged by the slope of the line that fits its samples best.
 *
 * <p>All that the traffic leaves behind is bounded: sessions expire, queues are drained or expire with them, topics are
 * retained and removed again. So the only thing that goes on and on is the number of connections, and the slope is what
 * one of them leaves behind. The first third of the samples is warming up: classes, compiled code, caches, buffers of the
 * store. Of the rest the slope must be above the limit by twice its standard error to count as growth, since a store
 * that grows and is compacted, or a heap with its last messages in it, goes up and down. At 50 connections a second, the
 * 15 minutes that a soak should take give 30,000 of them to judge by: a leak of 1 KB each makes 30 MB.
 */
enum Growth {
    /** A leak of 1 KB in each connection is twice of this. */
    HEAP("bytes of the heap", 500),
    /** As the heap; what the store and Netty allocate is outside of it. */
    NATIVE("bytes of native memory", 500),
    /** One that is forgotten in 500 connections is more than nothing, and is still no accident of a sample. */
    HANDLES("open files", 0.002),
    /** As the handles. */
    THREADS("threads", 0.002),
    /** As the heap; a session that is never removed takes more. */
    STORE("bytes of the store", 500);

    private static final int SAMPLES_MIN = 6;
    private static final double STANDARD_ERRORS = 2;

    private final String what;
    private final double limit;

    /** @param limit for each connection */
    Growth(String what, double limit) {
        this.what = what;
        this.limit = limit;
    }

    /**
     * What one connection leaves behind.
     *
     * @param error standard error of {@code slope}
     */
    record Line(double slope, double error) {}

    /**
     * The figures that grow, each in a sentence; none when all is well.
     *
     * @param samples in the order of time
     * @throws IllegalArgumentException when they are too few to judge
     */
    static List<String> judge(List<Figures> samples) {
        List<Figures> judged = samples.subList(samples.size() / 3, samples.size());
        if (judged.size() < SAMPLES_MIN) {
            throw new IllegalArgumentException(
                    judged.size() + " samples are left to judge by, and " + SAMPLES_MIN + " are needed: soak longer");
        }
        List<String> growing = new ArrayList<>();
        for (Growth growth : values()) {
            Line line = growth.line(judged);
            if (line.slope - STANDARD_ERRORS * line.error > growth.limit) {
                growing.add(growth.described(line) + ", the limit is " + growth.limit);
            }
        }
        return growing;
    }

    /** The slopes of all figures in one line, for people. */
    static String describe(List<Figures> samples) {
        List<Figures> judged = samples.subList(samples.size() / 3, samples.size());
        List<String> all = new ArrayList<>();
        for (Growth growth : values()) {
            all.add(growth.described(growth.line(judged)));
        }
        return String.join("; ", all);
    }

    private String described(Line line) {
        return String.format(Locale.ROOT, "%.4f (+-%.4f) %s a connection", line.slope, line.error, what);
    }

    private long figure(Figures figures) {
        return switch (this) {
            case HEAP -> figures.heapBytes();
            case NATIVE -> figures.residentBytes();
            case HANDLES -> figures.handles();
            case THREADS -> figures.threads();
            case STORE -> figures.storeBytes();
        };
    }

    /** Least squares over the connections. */
    private Line line(List<Figures> samples) {
        double meanX =
                samples.stream().mapToLong(Figures::connections).average().orElseThrow();
        double meanY = samples.stream().mapToLong(this::figure).average().orElseThrow();
        double squares = 0;
        double products = 0;
        for (Figures sample : samples) {
            double x = sample.connections() - meanX;
            squares += x * x;
            products += x * (figure(sample) - meanY);
        }
        if (squares == 0) {
            throw new IllegalArgumentException("no connection was made while it was sampled");
        }
        double slope = products / squares;
        double residuals = 0;
        for (Figures sample : samples) {
            double off = figure(sample) - meanY - slope * (sample.connections() - meanX);
            residuals += off * off;
        }
        return new Line(slope, Math.sqrt(residuals / (samples.size() - 2) / squares));
    }
}
