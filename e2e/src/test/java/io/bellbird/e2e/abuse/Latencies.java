package io.bellbird.e2e.abuse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How long messages took, in windows of time by when they were sent. Confined to one thread. */
final class Latencies {
    private final long windowNanos;
    private final List<Window> windows = new ArrayList<>();

    Latencies(long windowNanos) {
        this.windowNanos = windowNanos;
    }

    /**
     * A message has arrived.
     *
     * @param sentNanos when it was to be sent, since the begin of the first window; 0 or more
     */
    void add(long sentNanos, long tookNanos) {
        int window = (int) (sentNanos / windowNanos);
        while (windows.size() <= window) {
            windows.add(new Window());
        }
        windows.get(window).add(tookNanos);
    }

    int count() {
        return windows.stream().mapToInt(window -> window.count).sum();
    }

    /** The median of the windows' 99th percentiles: a single bad window, of a machine that others use, does not count. */
    double medianOfP99Millis() {
        double[] each = p99Millis();
        return each[each.length / 2];
    }

    double worstP99Millis() {
        double[] each = p99Millis();
        return each[each.length - 1];
    }

    /** The longest that any message took. */
    double worstMillis() {
        return windows.stream().mapToDouble(Window::worstMillis).max().orElse(0);
    }

    /** Of each window, in order of size. */
    private double[] p99Millis() {
        return windows.stream()
                .filter(window -> window.count > 0)
                .mapToDouble(Window::p99Millis)
                .sorted()
                .toArray();
    }

    private static final class Window {
        private long[] nanos = new long[1_024];
        private int count;

        void add(long tookNanos) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, count * 2);
            }
            nanos[count++] = tookNanos;
        }

        double worstMillis() {
            return Arrays.stream(nanos, 0, count).max().orElse(0) / 1e6;
        }

        double p99Millis() {
            Arrays.sort(nanos, 0, count);
            return nanos[(int) Math.ceil(count * 0.99) - 1] / 1e6;
        }
    }
}
