package io.bellbird.console.status;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last moments, a fixed number of them, the oldest falling out. Belongs to one thread. */
final class History {
    private final int stepSeconds;
    private final int length;
    private final long[] timesMillis;
    private final float[][] values;
    /** How many were ever added. */
    private long added;

    /**
     * Empty.
     *
     * @param stepSeconds between two values
     * @param length how many are kept
     */
    History(int stepSeconds, int length) {
        this.stepSeconds = stepSeconds;
        this.length = length;
        this.timesMillis = new long[length];
        this.values = new float[Series.values().length][length];
    }

    /**
     * Adds the values of one moment.
     *
     * @param moment by the order of {@link Series}; NaN for none
     */
    void add(long timeMillis, double[] moment) {
        int slot = (int) (added % length);
        timesMillis[slot] = timeMillis;
        for (int i = 0; i < moment.length; i++) {
            values[i][slot] = (float) moment[i];
        }
        added++;
    }

    /**
     * Of each series the mean of the last values; of times that nobody may wait longer than, the highest.
     *
     * @param count how many, at most as many as there are
     */
    double[] merged(int count) {
        double[] merged = new double[values.length];
        int known = (int) Math.min(count, Math.min(added, length));
        for (Series series : Series.values()) {
            double sum = 0;
            double highest = Double.NaN;
            for (long i = added - known; i < added; i++) {
                float value = values[series.index()][(int) (i % length)];
                sum += value;
                highest = Double.isNaN(highest) || value > highest ? value : highest;
            }
            merged[series.index()] = series == Series.COMMIT_P99_MILLIS ? highest : sum / Math.max(1, known);
        }
        return merged;
    }

    /**
     * What is kept.
     *
     * @param stepSeconds between two values
     * @param times milliseconds since 1970, the oldest first
     * @param series by their words; each has a value for each time, null for none
     */
    record Page(int stepSeconds, List<Long> times, Map<String, List<@Nullable Float>> series) {}

    /** @param sinceMillis what is older is left out */
    Page since(long sinceMillis) {
        List<Long> times = new ArrayList<>();
        long first = Math.max(0, added - length);
        while (first < added && timesMillis[(int) (first % length)] < sinceMillis) {
            first++;
        }
        for (long i = first; i < added; i++) {
            times.add(timesMillis[(int) (i % length)]);
        }
        Map<String, List<@Nullable Float>> all = new LinkedHashMap<>();
        for (Series series : Series.values()) {
            List<@Nullable Float> line = new ArrayList<>();
            for (long i = first; i < added; i++) {
                line.add(orNull(values[series.index()][(int) (i % length)]));
            }
            all.put(series.word(), line);
        }
        return new Page(stepSeconds, times, all);
    }

    /** JSON has no NaN; three digits are enough to draw. */
    private static @Nullable Float orNull(float value) {
        return Float.isNaN(value) ? null : (float) (Math.round(value * 1_000.0) / 1_000.0);
    }
}
